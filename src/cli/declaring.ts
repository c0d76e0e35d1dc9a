// What a group of commands declares itself with.

import type { Command } from "commander";
import type { CommandContext } from "../commands/context.ts";
import type { Outcome } from "../commands/outcome.ts";

/** What a command does once the command line was read. It loads its own code. */
export type Run = (context: CommandContext) => Promise<Outcome>;

export interface Declaring {
  /**
   * Adds a command.
   * @param usage its name and arguments
   * @param summary one line, for the list of commands and for its own help
   * @param examples command lines that work
   */
  readonly command: (usage: string, summary: string, examples: readonly string[]) => Command;
  /** Names what will run: called by the action of the command that was given. */
  readonly choose: (run: Run) => void;
}
