// What people run from the first day on.

import type { Declaring } from "./declaring.ts";
import { dollars, formatOption } from "./values.ts";

export const everyday = ({ command, choose }: Declaring): void => {
  command("init", "set this repository up: settings, attributes, one line in each git hook", [
    "npx instride init",
    "npx instride init --uninstall",
  ])
    .option("--hooks", "only point git at the hooks (what the prepare script of every clone runs)", false)
    .option("--agents", "also add the guard and notes for coding agents, and a block in AGENTS.md", false)
    .option("--uninstall", "take out every byte that init put in; specs, models and records stay", false)
    .action((options) => {
      choose(async (context) => (await import("../commands/init.ts")).init(context, options));
    });

  command("doctor", "find hooks that are silently off, and what else keeps a commit from being looked at", [
    "npx instride doctor",
  ])
    .option("--json", "print JSON", false)
    .action((options) => {
      choose(async (context) => (await import("../commands/doctor.ts")).doctor(context, options));
    });

  command("new <name>", "write a spec that lints clean and teaches by its comments", [
    'instride new sessions --target "src/sessions/**" --owner "Identity team"',
    "instride new auth --from openspec/specs/auth/spec.md",
  ])
    .option("--target <glob>", "code that the spec drives (default: src/<name>/**)")
    .option("--owner <who>", "who answers for the component")
    .option("--from <spec>", "write the companion of a spec of Tessl, OpenSpec, Spec Kit or Kiro")
    .action((name: string, options) => {
      choose(async (context) =>
        (await import("../commands/new.ts")).newCommand(context, { name, ...options }),
      );
    });

  command("lint [paths...]", "report every problem of the specs at once", [
    "instride lint",
    "instride lint specs/sessions.md --format sarif",
    "instride lint --explain flow-without-ends",
  ])
    .addOption(formatOption())
    .option("--json", "the same as --format json", false)
    .option("--explain <rule>", "explain a rule, with its good and bad example")
    .action((paths: string[], options) => {
      choose(async (context) =>
        (await import("../commands/lint.ts")).lint(context, {
          paths,
          format: options.json ? "json" : options.format,
          ...(options.explain === undefined ? {} : { explain: options.explain }),
        }),
      );
    });

  command("generate <spec>", "write the code that a spec drives, and its threat model, from one context", [
    "instride generate specs/sessions.md",
    "instride generate sessions --dry-run",
  ])
    .option("--dry-run", "print the plan and an estimate of its cost, write nothing", false)
    .option("--max-usd <dollars>", "stop before an agent has spent more than this", dollars)
    .option("--allow-check", "let the agent run the config's claude.check on a copy", false)
    .action((spec: string, options) => {
      choose(async (context) =>
        (await import("../commands/generate.ts")).generate(context, { spec, ...options }),
      );
    });

  command(
    "sync [components...]",
    "bring stale components of the index in step, and stage instride's own files",
    ["instride sync", "instride sync sessions --dry-run"],
  )
    .option("--dry-run", "print the plan, write nothing", false)
    .option("--json", "print JSON", false)
    .action((components: string[], options) => {
      choose(async (context) =>
        (await import("../commands/sync.ts")).sync(context, { components, ...options }),
      );
    });

  command("status [revision]", "where each component stands (default: the index)", [
    "instride status",
    "instride status HEAD~3",
  ])
    .option("--json", "print JSON", false)
    .action((revision: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/status.ts")).status(context, {
          ...(revision === undefined ? {} : { revision }),
          ...options,
        }),
      );
    });

  command(
    "verify [revision]",
    "re-check the invariant on any tree, or on each commit of a range A..B (default: the index)",
    [
      "instride verify",
      "instride verify HEAD --format github",
      "instride verify origin/main..HEAD --every-commit --policy-from origin/main",
      'instride verify --since-tag "v*" --every-commit --first-parent',
    ],
  )
    .addOption(formatOption())
    .option("--json", "the same as --format json", false)
    .option("--every-commit", "check each commit of the range, not its tip alone", false)
    .option("--first-parent", "follow only the first parent of merges", false)
    .option("--since-tag [pattern]", "the range from the nearest tag on; a glob limits which tags count")
    .option("--full", "judge by every rule in each commit, and trust no record", false)
    .option("--cache", "believe what earlier runs of this clone stored; never in CI", false)
    .option("--policy-from <revision>", "take the policy from this revision's config, not from the tree's")
    .action((revision: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/verify.ts")).verify(context, {
          ...options,
          ...(revision === undefined ? {} : { revision }),
          format: options.json ? "json" : options.format,
        }),
      );
    });
};
