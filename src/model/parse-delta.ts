// Reads a delta from whatever an agent sent, and says all at once what is wrong with its shape.

import type { z } from "zod";
import {
  type Delta,
  type DeltaProblem,
  newThreatSchema,
  type Operation,
  operationSchema,
  threatPatchSchema,
} from "./delta.ts";
import { describeIssues, shown } from "./issues.ts";
import { fieldsAt, type Layout, layoutOf } from "./layout.ts";
import { suggestion } from "./nearest.ts";
import { dotted } from "./pointer.ts";

export interface ParsedOperations {
  /** The operations that are well formed, by their index in what was sent. */
  readonly operations: ReadonlyMap<number, Operation>;
  readonly problems: readonly DeltaProblem[];
  /** Ids that malformed operations name. What refers to them is not blamed a second time. */
  readonly hoped: ReadonlySet<string>;
}

const options = new Map(
  operationSchema.options.map((option) => [[...option.shape.op.values][0] as string, layoutOf(option, "")]),
);
const threatLayout = layoutOf(newThreatSchema, "");
const patchLayout = layoutOf(threatPatchSchema, "");

const knownFields = (operation: unknown, path: readonly PropertyKey[]): Iterable<string> => {
  const op = (operation as { op?: unknown } | null)?.op;
  const layout: Layout | undefined = options.get(String(op));
  if (path[0] === "threat") return fieldsAt(threatLayout, path.slice(1));
  if (path[0] === "set") return fieldsAt(patchLayout, path.slice(1));
  return layout === undefined ? [] : fieldsAt(layout, path);
};

/** `operations` of a delta, of a bare list, or of a single operation. */
const listOf = (value: unknown): { list: unknown[]; extra: string[] } | undefined => {
  if (Array.isArray(value)) return { list: value, extra: [] };
  if (typeof value !== "object" || value === null) return undefined;
  if ("op" in value) return { list: [value], extra: [] };
  const { operations, ...rest } = value as { operations?: unknown };
  return Array.isArray(operations) ? { list: operations, extra: Object.keys(rest) } : undefined;
};

/** Takes every operation by itself, so that one bad operation does not hide what is wrong with the others. */
export const parseOperations = (value: unknown): ParsedOperations => {
  const operations = new Map<number, Operation>();
  const problems: DeltaProblem[] = [];
  const hoped = new Set<string>();
  const found = listOf(value);
  if (found === undefined) {
    const expected = "a list of operations";
    const message = `Unexpected ${shown(value)}, expected ${expected}`;
    return { operations, hoped, problems: [{ path: "operations", rule: "wrong-type", message, expected }] };
  }
  for (const key of found.extra)
    problems.push({
      path: key,
      rule: "unknown-field",
      message: `Unexpected field \`${key}\`, expected \`operations\` alone`,
      expected: "`operations` alone",
    });
  for (const [index, operation] of found.list.entries()) {
    const parsed = operationSchema.safeParse(operation);
    if (parsed.success) {
      operations.set(index, parsed.data);
      continue;
    }
    const id = (operation as { id?: unknown } | null | undefined)?.id;
    if (typeof id === "string") hoped.add(id);
    for (const problem of problemsOf(parsed.error.issues, operation, index)) problems.push(problem);
  }
  return { operations, problems, hoped };
};

const problemsOf = (
  issues: readonly z.core.$ZodIssue[],
  operation: unknown,
  index: number,
): DeltaProblem[] => {
  const known = (path: readonly PropertyKey[]): Iterable<string> => knownFields(operation, path);
  return describeIssues(issues, operation, ["operations", index], known).map((problem) => {
    const { expected, message } = problem;
    const path = dotted(problem.path);
    if (problem.path.length !== 3 || problem.path[2] !== "op")
      return { path, rule: problem.rule, message, expected };
    const op = String((operation as { op?: unknown } | null)?.op);
    const names = [...options.keys()];
    return {
      path,
      rule: "unknown-operation",
      message: `Unexpected operation \`${op}\`, expected one of ${names.join(", ")}${suggestion(op, names)}`,
      expected: `one of ${names.join(", ")}`,
    };
  });
};

/**
 * Reads a delta. Lenient about the frame: a bare list of operations, or a single one, will do. Never throws; there is
 * a delta only when there are no problems.
 */
export const parseDelta = (value: unknown): { delta?: Delta; problems: DeltaProblem[] } => {
  const { operations, problems } = parseOperations(value);
  if (problems.length > 0) return { problems: [...problems] };
  return { delta: { operations: [...operations.values()] }, problems: [] };
};
