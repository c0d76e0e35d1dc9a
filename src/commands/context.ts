// What every command is given: where it runs, where it prints, and the clock. Nothing below reads them elsewhere.

import type { Writable } from "node:stream";
import { visible } from "../report/foreign.ts";

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

const lines = (text: string): string => visible(text.endsWith("\n") ? text : `${text}\n`);

/** Results. Whatever foreign text is in them, here and in {@link remark} it can't act on the terminal. */
export const print = (context: CommandContext, text: string): void => {
  context.stdout.write(lines(text));
};

/** Progress and remarks, kept apart from what a machine reads. */
export const remark = (context: CommandContext, text: string): void => {
  context.stderr.write(lines(text));
};
