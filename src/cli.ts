// The command line: groups of commands, in the order in which help lists them; a command's code is loaded when it runs.

import { Command, CommanderError } from "commander";
import { agents } from "./cli/agents.ts";
import { deciding } from "./cli/deciding.ts";
import type { Declaring, Run } from "./cli/declaring.ts";
import { everyday } from "./cli/everyday.ts";
import { exchange } from "./cli/exchange.ts";
import { looking } from "./cli/looking.ts";
import { plumbing } from "./cli/plumbing.ts";
import { proving } from "./cli/proving.ts";
import { exitCodes } from "./commands/outcome.ts";
import { interruptible, processContext } from "./commands/terminal.ts";
import { release } from "./version.ts";

let chosen: Run | undefined;

const groups: Readonly<Record<string, (declaring: Declaring) => void>> = {
  "From the first day": everyday,
  "Look at threat models": looking,
  "Decide, as a person": deciding,
  "Prove, from git history": proving,
  "Exchange with other tools": exchange,
  "For coding agents": agents,
  "Upkeep, and what hooks run": plumbing,
};

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

  const choose = (run: Run): void => {
    chosen = run;
  };
  for (const [title, declare] of Object.entries(groups)) {
    program.commandsGroup(`${title}:`);
    declare({ command, choose });
  }
  program.helpCommand("help [command]", "what a command takes, with examples");
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
