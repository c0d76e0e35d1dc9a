// The command context of this process: the one place that reads the environment, the terminal and the clock.

import { decideColour } from "../report/colour.ts";
import { version } from "../version.ts";
import type { CommandContext } from "./context.ts";

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
