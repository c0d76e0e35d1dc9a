// The command line: one table of commands; each command's file is loaded when it runs.

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "./commands/context.ts";
import { exitCodes, type Outcome } from "./commands/outcome.ts";
import { interruptible, processContext } from "./commands/terminal.ts";
import { groupings } from "./cost/ledger.ts";
import { exportFormats, importFormats } from "./exchange/formats.ts";
import { agentFormats } from "./guard/protocol.ts";
import { release } from "./version.ts";

const formats = ["text", "json", "sarif", "github"] as const;

type Run = (context: CommandContext) => Promise<Outcome>;
let chosen: Run | undefined;

const nonEmpty = (value: string): string => {
  if (value.trim() === "") throw new InvalidArgumentError("it must not be empty");
  return value;
};

const wholeNumber = (value: string): number => {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("give a whole number");
  return Number(value);
};

const dollars = (value: string): number => {
  const amount = Number(value);
  if (!(amount > 0)) throw new InvalidArgumentError("give US dollars, such as 2.50");
  return amount;
};

const formatOption = (): Option =>
  new Option("--format <format>", "how to print findings").choices(formats).default("text");

const build = (): Command => {
  const program = new Command("instride")
    .description("Keeps spec, code and threat model in step in every commit.")
    .version(release)
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      "\nExit codes: 0 clean, 1 findings, 2 could not run. Documentation: README.md of the package.",
    );

  const command = (usage: string, summary: string, examples: readonly string[]): Command =>
    program
      .command(usage)
      .summary(summary)
      .description(summary)
      .exitOverride()
      .addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ ${line}`).join("\n")}`);

  command("init", "set this repository up: settings, attributes, one line in each git hook", [
    "npx instride init",
    "npx instride init --uninstall",
  ])
    .option("--hooks", "only point git at the hooks (what the prepare script of every clone runs)", false)
    .option("--agents", "also add the guard and notes for coding agents, and a block in AGENTS.md", false)
    .option("--uninstall", "take out every byte that init put in; specs, models and records stay", false)
    .action((options) => {
      chosen = async (context) => (await import("./commands/init.ts")).init(context, options);
    });

  command("doctor", "find hooks that are silently off, and what else keeps a commit from being looked at", [
    "npx instride doctor",
  ])
    .option("--json", "print JSON", false)
    .action((options) => {
      chosen = async (context) => (await import("./commands/doctor.ts")).doctor(context, options);
    });

  command("new <name>", "write a spec that lints clean and teaches by its comments", [
    'instride new sessions --target "src/sessions/**" --owner "Identity team"',
    "instride new auth --from openspec/specs/auth/spec.md",
  ])
    .option("--target <glob>", "code that the spec drives (default: src/<name>/**)")
    .option("--owner <who>", "who answers for the component")
    .option("--from <spec>", "write the companion of a spec of Tessl, OpenSpec, Spec Kit or Kiro")
    .action((name: string, options) => {
      chosen = async (context) =>
        (await import("./commands/new.ts")).newCommand(context, { name, ...options });
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
      chosen = async (context) =>
        (await import("./commands/lint.ts")).lint(context, {
          paths,
          format: options.json ? "json" : options.format,
          ...(options.explain === undefined ? {} : { explain: options.explain }),
        });
    });

  command("generate <spec>", "write the code that a spec drives, and its threat model, from one context", [
    "instride generate specs/sessions.md",
    "instride generate sessions --dry-run",
  ])
    .option("--dry-run", "print the plan and an estimate of its cost, write nothing", false)
    .option("--max-usd <dollars>", "stop before an agent has spent more than this", dollars)
    .option("--allow-check", "let the agent run the config's claude.check on a copy", false)
    .action((spec: string, options) => {
      chosen = async (context) =>
        (await import("./commands/generate.ts")).generate(context, { spec, ...options });
    });

  command(
    "sync [components...]",
    "bring stale components of the index in step, and stage instride's own files",
    ["instride sync", "instride sync sessions --dry-run"],
  )
    .option("--dry-run", "print the plan, write nothing", false)
    .option("--json", "print JSON", false)
    .action((components: string[], options) => {
      chosen = async (context) =>
        (await import("./commands/sync.ts")).sync(context, { components, ...options });
    });

  command("status [revision]", "where each component stands (default: the index)", [
    "instride status",
    "instride status HEAD~3",
  ])
    .option("--json", "print JSON", false)
    .action((revision: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/status.ts")).status(context, {
          ...(revision === undefined ? {} : { revision }),
          ...options,
        });
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
      chosen = async (context) =>
        (await import("./commands/verify.ts")).verify(context, {
          ...options,
          ...(revision === undefined ? {} : { revision }),
          format: options.json ? "json" : options.format,
        });
    });

  command("brief [component]", "ask the agent that made a change the few questions that it raised", [
    "instride brief",
    "instride brief sessions --staged",
  ])
    .option("--staged", "what is staged alone; else the work tree as git add -A would store it", false)
    .option("--json", "print JSON", false)
    .action((component: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/brief.ts")).brief(context, {
          ...(component === undefined ? {} : { component }),
          ...options,
        });
    });

  command("submit", "take the answers to a brief; the next commit applies them", [
    "instride submit --file answer.json",
    "cat answer.json | instride submit --file -",
  ])
    .requiredOption("--file <path>", "JSON with the brief's id and the operations; - for standard input")
    .option("--agent <name>", "the agent's own name, kept as a claim")
    .option("--json", "print JSON", false)
    .action((options) => {
      chosen = async (context) => (await import("./commands/submit.ts")).submit(context, options);
    });

  command("mcp", "serve the Model Context Protocol over standard input and output, for coding agents", [
    "claude mcp add instride -- npx instride mcp",
  ]).action(() => {
    chosen = async (context) => (await import("./commands/mcp.ts")).mcp(context);
  });

  const contexts = command(
    "context",
    "the conversations behind this code: instride's own, and what other tools keep of them",
    ["instride context list", "instride context show entire:01JABCDEFGHJKMNPQRSTVWXYZ0"],
  );
  contexts
    .command("list")
    .summary("Entire checkpoints, git-ai notes and SpecStory histories, one a line")
    .option("--json", "print JSON", false)
    .action((options) => {
      chosen = async (context) =>
        (await import("./commands/foreign-contexts.ts")).contextList(context, options);
    });
  contexts
    .command("show <name>")
    .summary("one of them: bounded, without credentials")
    .option("--json", "print JSON", false)
    .action((name: string, options) => {
      chosen = async (context) =>
        (await import("./commands/foreign-contexts.ts")).contextShow(context, { name, ...options });
    });

  contexts
    .command("prune [component]")
    .summary("remove all but the newest conversations that instride keeps")
    .option("--keep <count>", "how many to keep for each component", wholeNumber, 3)
    .action((component: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/contexts.ts")).contextPrune(context, {
          ...(component === undefined ? {} : { component }),
          ...options,
        });
    });
  contexts
    .command("export <name>")
    .summary("one of instride's own as JSON lines, without credentials")
    .action((name: string) => {
      chosen = async (context) => (await import("./commands/contexts.ts")).contextExport(context, { name });
    });
  contexts
    .command("push <remote> [components...]")
    .summary("share instride's own through refs/instride/contexts/*, without credentials")
    .action((remote: string, components: string[]) => {
      chosen = async (context) =>
        (await import("./commands/contexts.ts")).contextPush(context, { remote, components });
    });
  contexts
    .command("fetch <remote>")
    .summary("take over what others shared there")
    .action((remote: string) => {
      chosen = async (context) => (await import("./commands/contexts.ts")).contextFetch(context, { remote });
    });

  command("show <name>", "print the threat model of a component, or one threat by id", [
    "instride show sessions",
    "instride show S-7f3ka --at v1.2.0",
  ])
    .option("--at <revision>", "as of this revision (default: the index)")
    .option("--json", "print JSON", false)
    .action((name: string, options) => {
      chosen = async (context) => (await import("./commands/show.ts")).show(context, { name, ...options });
    });

  command("diff [from] [to]", "what changed in the threat models, in meaning (default: HEAD and the index)", [
    "instride diff",
    "instride diff v1.0..v1.1",
    "instride diff main HEAD --format markdown",
  ])
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(["text", "json", "markdown"])
        .default("text"),
    )
    .action((from: string | undefined, to: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/diff.ts")).diff(context, {
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          format: options.format,
        });
    });

  command(
    "report [components...]",
    "threat models as one self-contained HTML page (default: all components)",
    ["instride report --html", "instride report --html sessions --at v1.2.0 -o sessions.html"],
  )
    .option("--html", "write HTML, the only form there is", true)
    .option("-o, --output <file>", "where to write it; - for standard output", "instride-report.html")
    .option("--at <revision>", "as of this revision (default: the index)")
    .action((components: string[], options) => {
      chosen = async (context) =>
        (await import("./commands/report.ts")).report(context, { components, ...options });
    });

  command(
    "log <component> [revision]",
    "the history of each threat, from birth to retirement, with the commits",
    ["instride log sessions", "instride log sessions v1.0..v1.1 --threat S-7f3ka"],
  )
    .option("--threat <id>", "this threat alone")
    .option("--json", "print JSON", false)
    .action((component: string, revision: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/log.ts")).log(context, {
          component,
          ...options,
          ...(revision === undefined ? {} : { revision }),
        });
    });

  command(
    "risks",
    "the accepted-risk register: owner, approver, end, renewals (exit code 1: one has ended)",
    ["instride risks", "instride risks --at v1.2.0 --csv"],
  )
    .option("--at <revision>", "as of this revision and its day (default: HEAD, today)")
    .option("--json", "print JSON", false)
    .option("--csv", "print CSV", false)
    .action((options) => {
      chosen = async (context) =>
        (await import("./commands/risks.ts")).risks(context, {
          ...(options.at === undefined ? {} : { at: options.at }),
          format: options.json ? "json" : options.csv ? "csv" : "text",
        });
    });

  command(
    "controls [revision]",
    "which controls of SOC 2, PCI DSS, ISO 27001 … this repository supports with data (default: HEAD)",
    [
      "instride controls",
      "instride controls v1.0..v1.1 --framework soc2 --framework pci-dss",
      "instride controls --mapping house-controls.yaml --csv",
    ],
  )
    .option(
      "--framework <id>",
      "this framework in full; may be given again",
      (id: string, others: string[]) => [...others, ...id.split(",").map((each) => each.trim())],
      [] as string[],
    )
    .option("--mapping <file>", "controls of your own, beside those that the settings name")
    .option("--json", "print JSON", false)
    .option("--csv", "print CSV", false)
    .action((revision: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/controls.ts")).controls(context, {
          ...(revision === undefined ? {} : { revision }),
          frameworks: options.framework,
          ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
          format: options.json ? "json" : options.csv ? "csv" : "text",
        });
    });

  command("trend [revision]", "coverage and freshness over the commits of a branch (default: HEAD)", [
    "instride trend",
    "instride trend v1.0..v1.1 --svg > trend.svg",
  ])
    .option("--json", "print JSON", false)
    .option("--csv", "print CSV, one line a commit", false)
    .option("--svg", "print the plot", false)
    .action((revision: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/trend.ts")).trend(context, {
          ...(revision === undefined ? {} : { revision }),
          format: options.json ? "json" : options.csv ? "csv" : options.svg ? "svg" : "text",
        });
    });

  command("accept <threat>", "accept a risk, or mark a false positive; only people do", [
    'instride accept S-7f3ka --until 2027-03-31 --reason "the gateway drops replays; replaced in Q1"',
  ])
    .requiredOption("--reason <why>", "why it is acceptable", nonEmpty)
    .option("--until <date>", "when the acceptance ends, YYYY-MM-DD")
    .option("--false-positive", "it is no threat at all", false)
    .action((id: string, options) => {
      chosen = async (context) => (await import("./commands/people.ts")).accept(context, { id, ...options });
    });

  command("challenge <threat>", "set a note or your own level beside an agent's words", [
    'instride challenge T-4k2mq --level high --reason "this table also feeds billing"',
  ])
    .requiredOption("--reason <why>", "what you hold against it", nonEmpty)
    .option("--level <level>", "your own level; it wins over the agent's")
    .action((id: string, options) => {
      chosen = async (context) =>
        (await import("./commands/people.ts")).challenge(context, { id, ...options });
    });

  command("retire <threat>", "end a threat with a reason; it stays in the model as retired", [
    'instride retire S-7f3ka --reason "the callback route was removed"',
  ])
    .requiredOption("--reason <why>", "what ended it", nonEmpty)
    .action((id: string, options) => {
      chosen = async (context) => (await import("./commands/people.ts")).retire(context, { id, ...options });
    });

  command("signoff <component>", "sign the threat model off as it stands in the index", [
    'instride signoff sessions --note "reviewed for release 2.4"',
  ])
    .option("--note <text>", "what was looked at")
    .action((component: string, options) => {
      chosen = async (context) =>
        (await import("./commands/people.ts")).signoff(context, { component, ...options });
    });

  command(
    "cost [range]",
    "what the threat models cost, read from git, and what reconstruction would have cost",
    [
      "instride cost",
      "instride cost main~50..main --by month",
      "instride cost --by commit --csv > cost.csv",
      "instride cost --html cost.html",
      "instride cost --repo ../shop --repo ../billing --by repository",
      "instride cost --prices model_prices_and_context_window.json",
    ],
  )
    .addOption(new Option("--by <key>", "what a row stands for").choices(groupings).default("component"))
    .option("--reference <model>", "model whose prices compare both ways", "claude-opus-5-5")
    .option("--repo <path...>", "repositories that are counted together, each record once", [])
    .option("--prices <file>", "LiteLLM's price file, in place of the one that the settings name")
    .option("--count-tokens", "let the provider count (needs a key; contents are sent to it)", false)
    .option("--json", "print JSON, with every record", false)
    .addOption(new Option("--csv", "print CSV").default(false).conflicts("json"))
    .addOption(
      new Option(
        "--html <file>",
        "write a page with plots that needs nothing beside it; - for standard output",
      ).conflicts(["json", "csv"]),
    )
    .action((range: string | undefined, options) => {
      chosen = async (context) =>
        (await import("./commands/cost.ts")).cost(context, {
          ...(range === undefined ? {} : { range }),
          by: options.by,
          referenceModel: options.reference,
          format: options.json ? "json" : options.csv ? "csv" : "text",
          repositories: options.repo,
          countTokens: options.countTokens,
          ...(options.html === undefined ? {} : { html: options.html }),
          ...(options.prices === undefined ? {} : { prices: options.prices }),
        });
    });

  command(
    "export [components...]",
    "write threat models for other tools: SARIF, TM-BOM, Threat Dragon, Threat Composer, OTM, Threagile, CycloneDX",
    [
      "instride export --format sarif -o instride.sarif",
      "instride export sessions --format threat-dragon -o sessions.json",
      "instride export --format otm -o exports/ --at v1.2.0",
    ],
  )
    .addOption(new Option("--format <format>", "whose format").choices(exportFormats).makeOptionMandatory())
    .option("-o, --output <file>", "file to write, or a folder for several (default: standard output)")
    .option("--at <revision>", "as of this revision (default: the index)")
    .option("--plain", "without instride's own model inside the file, which brings everything back", false)
    .action((components: string[], options) => {
      chosen = async (context) =>
        (await import("./commands/export.ts")).exportCommand(context, { components, ...options });
    });

  command("import <file>", "make a threat model from another tool's file; overwrites nothing", [
    "instride import sessions.json --format threat-dragon --component sessions",
    'instride import shop.tc.json --format threat-composer --component shop --target "src/shop/**"',
  ])
    .addOption(new Option("--format <format>", "whose format").choices(importFormats).makeOptionMandatory())
    .requiredOption("--component <name>", "the component that the model is of", nonEmpty)
    .option("--target <glob>", "code that a new spec drives (default: src/<name>/**)")
    .option("--decisions", "also take over what people decided; only people do", false)
    .option("--dry-run", "print what would be written, write nothing", false)
    .action((file: string, options) => {
      chosen = async (context) =>
        (await import("./commands/import.ts")).importCommand(context, { file, ...options });
    });

  const evidence = command(
    "evidence [range]",
    "what an auditor takes from git history, as one folder: every change of START..END, gaps first",
    [
      "instride evidence v1.0..v1.1",
      'instride evidence v1.0..v1.1 --sample 25 --seed "2027-Q1" --merges merges.json --sign-key key.pem',
      "instride evidence verify evidence-1f0c…-9ab3…",
    ],
  )
    .option("--out <folder>", "the folder to make (default: evidence-START-END)")
    .option("--sample <count>", "draw so many changes, with a sheet for each", wholeNumber)
    .option("--seed <text>", "what the sample is drawn with; the auditor chooses it", nonEmpty)
    .option("--merges <file>", "the forge's list of merges, CSV or JSON, to reconcile with")
    .option("--previous <folder>", "the package before this one: its end must be part of this history")
    .option("--previous-end <commit>", "the recorded end of an earlier package, by full id")
    .option(
      "--allowed-signers <path>",
      "this file in the tree of START says whose keys count",
      ".instride/allowed-signers",
    )
    .option(
      "--framework <id>",
      "list the controls of this framework, or of all; may be given again",
      (id: string, others: string[]) => [...others, ...id.split(",").map((each) => each.trim())],
      [] as string[],
    )
    .option("--as-of <date>", "the day by which acceptances end, YYYY-MM-DD (default: today)")
    .option("--sign-key <file>", "sign the manifest: a PEM key (Ed25519, ECDSA), or an SSH key")
    .option("--timestamp-request", "write an RFC 3161 request over the manifest; nothing is sent", false)
    .option("--json", "print JSON", false)
    .action((range: string | undefined, options) => {
      chosen = async (context) => {
        if (range === undefined) {
          const { UserError } = await import("./commands/outcome.ts");
          throw new UserError("no period is named", { next: "instride evidence v1.0..v1.1" });
        }
        return (await import("./commands/evidence.ts")).evidence(context, { ...options, range });
      };
    });
  evidence
    .enablePositionalOptions() // both have --json; each keeps its own
    .command("verify <folder>")
    .summary("check a package again, with a clone of the repository and git alone")
    .option("--repository <clone>", "a clone of the repository (default: the current folder)")
    .option("--files-only", "compare the files with their manifest, not with git", false)
    .option("--key <file>", "the public key that must have signed: PEM, or an SSH public key")
    .option("--json", "print JSON", false)
    .action((folder: string, options) => {
      chosen = async (context) =>
        (await import("./commands/evidence-verify.ts")).evidenceVerify(context, { folder, ...options });
    });

  command("gc", "fold records into one base record a component; on purpose, on the default branch", [
    "instride gc --dry-run",
  ])
    .option("--dry-run", "print the plan, write nothing", false)
    .action((options) => {
      chosen = async (context) => (await import("./commands/gc.ts")).gc(context, options);
    });

  command(
    "merge-driver <base> <ours> <theirs> <path>",
    "git's merge driver for threat models (installed by init)",
    [
      'git config merge.instride.driver "node node_modules/instride/bin/instride.js merge-driver %O %A %B %P"',
    ],
  ).action((base: string, ours: string, theirs: string, path: string) => {
    chosen = async (context) =>
      (await import("./commands/merge-driver.ts")).mergeDriver(context, { base, ours, theirs, path });
  });

  command("guard", "judge the shell command that a coding agent is about to run (reads its hook's JSON)", [
    "instride guard --format claude < hook.json",
  ])
    .addOption(new Option("--format <agent>", "whose JSON it is").choices(agentFormats).default("claude"))
    .action((options) => {
      chosen = async (context) => (await import("./commands/guard.ts")).guard(context, options);
    });

  command("agent-note", "note what a coding agent touched (reads its hook's JSON)", [
    "instride agent-note < hook.json",
  ]).action(() => {
    chosen = async (context) => (await import("./commands/agent-note.ts")).agentNote(context);
  });

  command("hook <name>", "what a git hook runs (pre-commit, pre-merge-commit, post-commit, pre-push)", [
    "instride hook pre-commit",
  ]).action((name: string) => {
    chosen = async () => {
      const code = await (await import("./commands/hook.ts")).runHook(name);
      return code === exitCodes.clean ? "clean" : code === exitCodes.findings ? "findings" : "failed";
    };
  });
  return program;
};

/** Parses, runs the chosen command, and sets the exit code. A closed pipe ends quietly. */
export const main = async (argv: readonly string[]): Promise<void> => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    throw error;
  });
  const context = processContext();
  try {
    const program = build();
    if (argv.length <= 2) {
      program.outputHelp();
      return;
    }
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? exitCodes.clean : exitCodes.failed;
    return;
  }
  if (chosen === undefined) return;
  const running = interruptible(context);
  try {
    process.exitCode = exitCodes[await chosen(running)];
  } catch (error) {
    const { reportError } = await import("./commands/show-findings.ts");
    const code = reportError(context, error);
    process.exitCode = running.signal?.aborted === true ? exitCodes.interrupted : code;
  }
};
