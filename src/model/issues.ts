// What a schema finds wrong, in words that a person or an agent can act on.

import type { z } from "zod";
import { suggestion } from "./nearest.ts";
import { dotted } from "./pointer.ts";
import { idPattern, ownedByPeople, threatIdPattern } from "./schema.ts";

export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  /** The problem is with the last key of the path itself, not with its value. */
  readonly onKey: boolean;
  readonly rule:
    | "missing-field"
    | "wrong-type"
    | "unknown-field"
    | "owned-by-people"
    | "not-one-of"
    | "bad-format"
    | "too-short";
  readonly message: string;
  readonly expected: string;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
  null: "null",
};

const formats: Readonly<Record<string, string>> = {
  [String(idPattern)]: "a kebab-case id such as `session-store`",
  [String(threatIdPattern)]: "a threat id such as `S-7f3ka`",
  "/^CWE-\\d+$/": "`CWE-` and a number",
  "/^CAPEC-\\d+$/": "`CAPEC-` and a number",
  "/^\\d{4}-\\d{2}-\\d{2}$/": "a date such as `2031-05-30`",
  "/^[a-z]+:\\S.*$/": "the key of a fact such as `entry:POST /sessions`",
  "/^[^\\s#:][^#\\n]*(?:#[^\\n]+)?$/": "an anchor `path` or `path#symbol`",
};

const owned = new Set<string>([...ownedByPeople, "sign-offs", "disagreement"]);

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    input,
  );

/** A value as it is quoted in a message: short, on one line. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  const text = (typeof value === "string" ? value : String(value)).replace(/\s+/g, " ");
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
};

/**
 * One problem for each thing that is wrong. `input` is what was validated, `path` where that stands, `fieldsAt` tells
 * which fields the schema knows at a path, for suggestions.
 */
export const describeIssues = (
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  path: readonly PropertyKey[] = [],
  fieldsAt: (path: readonly PropertyKey[]) => Iterable<string> = () => [],
): SchemaProblem[] =>
  issues.flatMap((issue): SchemaProblem[] => {
    const place = [...path, ...issue.path];
    const value = at(input, issue.path);
    const name = issue.path.length === 0 ? "the value" : `\`${dotted(issue.path)}\``;
    const problem = (rule: SchemaProblem["rule"], expected: string, extra = ""): SchemaProblem => ({
      path: place,
      onKey: false,
      rule: value === undefined ? "missing-field" : rule,
      message:
        value === undefined
          ? `Unexpected absence of ${name}, expected ${expected}`
          : `Unexpected ${shown(value)} for ${name}, expected ${expected}${extra}`,
      expected,
    });
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => {
          const isOwned = owned.has(key);
          const expected = isOwned ? "a field that agents may set" : "a field that the schema knows";
          return {
            path: [...place, key],
            onKey: true,
            rule: isOwned ? "owned-by-people" : "unknown-field",
            message: isOwned
              ? `Unexpected field \`${key}\`, expected none: people own it; use \`disagree\` to object`
              : `Unexpected field \`${key}\`, expected ${expected}${suggestion(key, fieldsAt(issue.path))}`,
            expected,
          };
        });
      case "invalid_type": {
        const expected = typeNames[issue.expected] ?? issue.expected;
        const quoted = issue.expected === "string" && typeof value === "number" ? "; put it in quotes" : "";
        return [problem("wrong-type", expected, quoted)];
      }
      case "invalid_value": {
        const values = issue.values.map(String);
        const expected = values.length === 1 ? `\`${values[0]}\`` : `one of ${values.join(", ")}`;
        return [problem("not-one-of", expected, suggestion(String(value), values))];
      }
      case "invalid_key": {
        const key = String(issue.path.at(-1));
        const inner = issue.issues[0];
        const expected = inner === undefined ? "another key" : expectedFormat(inner);
        return [
          {
            path: place,
            onKey: true,
            rule: "bad-format",
            message: `Unexpected key ${shown(key)}, expected ${expected}`,
            expected,
          },
        ];
      }
      case "invalid_union": {
        const field = issue.discriminator ?? "";
        const options = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
        const expected = options.length === 0 ? `a known \`${field}\`` : `one of ${options.join(", ")}`;
        return [problem("not-one-of", expected, suggestion(String(value), options))];
      }
      case "too_small":
        return [problem("too-short", "text that is not empty")];
      default:
        return [problem("bad-format", expectedFormat(issue))];
    }
  });

const expectedFormat = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_format") return formats[issue.pattern ?? ""] ?? `text like ${issue.pattern}`;
  return issue.message;
};
