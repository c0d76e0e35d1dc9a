// Takes what the model sent as a delta, checks it, and says everything that is wrong with it at once.

import type { Delta, DeltaProblem } from "../../model/delta.ts";
import { parseDelta } from "../../model/parse-delta.ts";
import { deltaInput, placed, unfold } from "./flat.ts";

export type Read = { readonly delta: Delta } | { readonly problems: readonly DeltaProblem[] };

/** @param check what else must hold; its paths name operations by index */
export const readDelta = (input: unknown, check: (delta: Delta) => readonly DeltaProblem[]): Read => {
  const parsed = deltaInput.safeParse(input);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map((issue) => ({
        path: issue.path
          .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
          .join("")
          .replace(/^\./, ""),
        rule: "wrong-type",
        message: issue.message,
      })),
    };
  const { operations, places, problems } = unfold(parsed.data);
  if (problems.length > 0) return { problems };
  if (operations.length === 0)
    return {
      problems: [
        { path: "", rule: "empty", message: "Unexpected absence of operations, expected at least no_change" },
      ],
    };
  const read = parseDelta({ operations });
  if (read.delta === undefined) return { problems: placed(read.problems, places) };
  const found = check(read.delta);
  return found.length > 0 ? { problems: placed(found, places) } : { delta: read.delta };
};

const shownAtMost = 40;

export const problemText = (problems: readonly DeltaProblem[]): string => {
  const distinct = [
    ...new Set(problems.map(({ path, message }) => `- ${path === "" ? "" : `${path}: `}${message}`)),
  ];
  const rest = distinct.length - shownAtMost;
  return [
    `Not taken; nothing was changed. ${distinct.length} to correct, then send all of it again:`,
    ...distinct.slice(0, shownAtMost),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ].join("\n");
};
