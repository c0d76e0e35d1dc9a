// Starts the fork and waits for it, at most for the time limit.

import { oneLine } from "../../report/foreign.ts";

export interface ForkRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
  /** Milliseconds. */
  readonly limit: number;
  readonly signal?: AbortSignal;
}

/** What it printed, or why it has to be left at that. */
export type ForkResult = { readonly stdout: string; readonly exitCode: number } | { readonly fault: string };

const maxOutput = 10_000_000;

const lastLine = (text: string): string => {
  const line = oneLine(text.trim().split("\n").pop() ?? "");
  return line === "" ? "" : `: ${line.slice(0, 160)}`;
};

export const runFork = async (run: ForkRun): Promise<ForkResult> => {
  const { execa } = await import("execa");
  const result = await execa(run.command, run.args, {
    cwd: run.cwd,
    env: run.env,
    extendEnv: false,
    input: run.input,
    timeout: run.limit,
    maxBuffer: maxOutput,
    reject: false,
    stripFinalNewline: true,
    windowsHide: true,
    ...(run.signal === undefined ? {} : { cancelSignal: run.signal }),
  });
  if (result.timedOut) return { fault: `no answer within the time limit of ${run.limit / 1000} s` };
  if (result.isCanceled) return { fault: "it was interrupted" };
  if (result.isMaxBuffer) return { fault: "it printed more than an answer can be" };
  if (result.code === "ENOENT") return { fault: `there is no program '${run.command}' here` };
  if (result.exitCode === undefined)
    return { fault: `it could not be run${lastLine(result.shortMessage ?? "")}` };
  // A run that failed may still say why in its answer.
  if (result.exitCode !== 0 && result.stdout.trim() === "")
    return { fault: `it ended with exit code ${result.exitCode}${lastLine(result.stderr)}` };
  return { stdout: result.stdout, exitCode: result.exitCode };
};
