// What folds records on purpose, and what git and the hooks of coding agents run.

import { Option } from "commander";
import { exitCodes } from "../commands/outcome.ts";
import { agentFormats } from "../guard/protocol.ts";
import type { Declaring } from "./declaring.ts";

export const plumbing = ({ command, choose }: Declaring): void => {
  command("gc", "fold records into one base record a component; on purpose, on the default branch", [
    "instride gc --dry-run",
  ])
    .option("--dry-run", "print the plan, write nothing", false)
    .action((options) => {
      choose(async (context) => (await import("../commands/gc.ts")).gc(context, options));
    });

  command(
    "merge-driver <base> <ours> <theirs> <path>",
    "git's merge driver for threat models (installed by init)",
    [
      'git config merge.instride.driver "node node_modules/instride/bin/instride.js merge-driver %O %A %B %P"',
    ],
  ).action((base: string, ours: string, theirs: string, path: string) => {
    choose(async (context) =>
      (await import("../commands/merge-driver.ts")).mergeDriver(context, { base, ours, theirs, path }),
    );
  });

  command(
    "guard",
    "judge the shell command or edit that a coding agent is about to make (reads its hook's JSON)",
    ["instride guard --format claude < hook.json"],
  )
    .addOption(new Option("--format <agent>", "whose JSON it is").choices(agentFormats).default("claude"))
    .action((options) => {
      choose(async (context) => (await import("../commands/guard.ts")).guard(context, options));
    });

  command("agent-note", "note what a coding agent touched (reads its hook's JSON)", [
    "instride agent-note < hook.json",
  ]).action(() => {
    choose(async (context) => (await import("../commands/agent-note.ts")).agentNote(context));
  });

  command("hook <name>", "what a git hook runs (pre-commit, pre-merge-commit, post-commit, pre-push)", [
    "instride hook pre-commit",
  ]).action((name: string) => {
    choose(async () => {
      const code = await (await import("../commands/hook.ts")).runHook(name);
      return code === exitCodes.clean ? "clean" : code === exitCodes.findings ? "findings" : "failed";
    });
  });
};
