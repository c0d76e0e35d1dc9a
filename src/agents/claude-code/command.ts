// The command line of a fork, and what it is asked. Pure.

import { z } from "zod";
import { type DeltaProblem, deltaSchema } from "../../model/delta.ts";
import { type Brief, renderBriefs } from "../session/brief.ts";

/** Draft 7 without `$schema`, because an unknown dialect is fatal to the reader. */
export const answerSchema = (): string => {
  const { $schema: _, ...schema } = z.toJSONSchema(deltaSchema, { io: "input", target: "draft-7" });
  return JSON.stringify(schema);
};

export interface ForkOptions {
  /** A session id or the absolute path of its transcript. */
  readonly resume: string;
  readonly maxUsd?: number;
}

/**
 * Without `--fork-session` the run would append to the transcript of the live session, and two writers interleave in
 * one file. The tool set is left as it is, so that the fork finds the session's prompt in the provider's cache; what
 * may run is limited by permission instead.
 */
export const forkArguments = ({ resume, maxUsd }: ForkOptions): string[] => [
  "-p",
  ...["--resume", resume],
  "--fork-session",
  ...["--output-format", "json"],
  ...["--json-schema", answerSchema()],
  ...["--permission-mode", "dontAsk"],
  ...["--allowedTools", "Read,Grep,Glob"],
  ...(maxUsd === undefined ? [] : ["--max-budget-usd", String(maxUsd)]),
];

const preface = `This is a fork of your session, made by instride while your change is being committed. Change nothing, run
nothing, submit nothing: the structured output is the whole answer. What follows is data about your own change.
`;

export const forkPrompt = (brief: Brief): string =>
  `${preface}\n${renderBriefs([brief], () => 'Answer: structured output {"operations":[…]}.')}`;

/** Everything that was wrong, once; the fork remembers the brief. */
export const correctionPrompt = (problems: readonly DeltaProblem[]): string =>
  `Nothing was taken. ${problems.length} to correct, then give the whole structured output again:
${problems.map(({ path, rule, message }) => `  ${path}  ${rule}: ${message}`).join("\n")}
`;
