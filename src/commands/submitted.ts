// What became of a submission, as a value and in words.

import type { DeltaProblem } from "../model/delta.ts";
import { oneLine } from "../report/foreign.ts";

export interface Submitted {
  readonly component?: string;
  readonly brief?: string;
  /** For a component in step: the files that were staged; none when nothing in it changes the model. */
  readonly staged?: readonly string[];
  /** Of these, the files of the work tree that keep an edit of the author's. */
  readonly left?: readonly string[];
  readonly problems: readonly DeltaProblem[];
}

const described = (
  component: string | undefined,
  staged: readonly string[] | undefined,
  left: readonly string[],
): string => {
  if (staged === undefined) return `kept for ${component}; git commit applies it to exactly these files`;
  if (staged.length === 0) return `${component} is in step, and nothing in this changes its model`;
  return [
    `staged for ${component}, whose code did not change; git commit makes it part of the history`,
    ...left.map((path) => `  ${oneLine(path)} has unstaged edits, so that file stays as it is`),
  ].join("\n");
};

/** What became of a submission, in words; every problem on a line of its own. */
export const describeSubmitted = ({ component, problems, staged, left }: Submitted): string =>
  problems.length === 0
    ? described(component, staged, left ?? [])
    : [
        `not taken; nothing was changed. ${problems.length} to correct, then submit all of it again:`,
        ...problems.map(({ path, rule, message, expected }) => {
          const wanted = expected === undefined || message.includes(expected) ? "" : `; expected ${expected}`;
          return `  ${oneLine(path || "submission")}  ${oneLine(`${rule}: ${message}${wanted}`)}`;
        }),
      ].join("\n");
