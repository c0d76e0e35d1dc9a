// What every command is given: where it runs, where it prints, and the clock. Nothing below reads them elsewhere.

import type { Writable } from "node:stream";

export interface CommandContext {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdin: NodeJS.ReadableStream;
  /** Colour on standard output and on standard error. */
  readonly colour: { readonly out: boolean; readonly err: boolean };
  /** Columns of the terminal; 80 when there is none. */
  readonly width: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly version: string;
  /** Fires when the person interrupts; commands that wait for somebody pass it on. */
  readonly signal?: AbortSignal;
}

export const print = (context: CommandContext, text: string): void => {
  context.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
};

/** Progress and remarks, kept apart from what a machine reads. */
export const remark = (context: CommandContext, text: string): void => {
  context.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
};
