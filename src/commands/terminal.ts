// The command context of this process: the one place that reads the environment, the terminal and the clock.

import { getEventListeners } from "node:events";
import { decideColour } from "../report/colour.ts";
import { version } from "../version.ts";
import { type CommandContext, remark } from "./context.ts";
import { exitCodes } from "./outcome.ts";

export const processContext = (): CommandContext => ({
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  colour: {
    out: decideColour(process.env, process.stdout.isTTY === true),
    err: decideColour(process.env, process.stderr.isTTY === true),
  },
  width: process.stdout.columns ?? 80,
  today: new Date().toISOString().slice(0, 10),
  version,
});

/** How long a command that listens may take to end in good order. */
const graceMs = 3000;

/**
 * Ends at once on Ctrl-C, unless something listens to the context's signal: then that ends its requests and keeps what it
 * has. A second Ctrl-C never waits.
 */
export const interruptible = (context: CommandContext): CommandContext => {
  const stop = new AbortController();
  const leave = (): never => process.exit(exitCodes.interrupted);
  process.on("SIGINT", () => {
    if (stop.signal.aborted) leave();
    remark(context, "\ninstride: interrupted");
    if (getEventListeners(stop.signal, "abort").length === 0) leave();
    stop.abort();
    setTimeout(leave, graceMs).unref();
  });
  return { ...context, signal: stop.signal };
};
