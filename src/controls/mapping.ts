// Reads a house mapping: frameworks of the organisation's own, in the schema of those that come with instride. Every
// problem is reported with its place.

import { LineCounter, parseDocument } from "yaml";
import { type Finding, type Place, sortFindings } from "../model/finding.ts";
import { nearest } from "../model/nearest.ts";
import { builtInFrameworks } from "./frameworks/index.ts";
import { type ControlFramework, dataKinds, mappingSchema, supports } from "./schema.ts";

const maxBytes = 1_000_000;

const closest = (value: unknown, among: readonly string[]): string => {
  const close = typeof value === "string" ? nearest(value, among) : undefined;
  return close === undefined ? "" : ` (did you mean \`${close}\`?)`;
};

/** @param text YAML or JSON */
export const parseMapping = (
  path: string,
  text: string,
): { frameworks: readonly ControlFramework[]; findings: Finding[] } => {
  const problem = (
    at: Place,
    message: string,
    next = "correct it; docs/COMPLIANCE.md shows an example",
  ): Finding => ({
    code: "bad-mapping",
    severity: "error",
    at,
    message,
    next,
  });
  const start = { path, line: 1, column: 1 };
  if (text.length > maxBytes)
    return { frameworks: [], findings: [problem(start, "Unexpected size, expected at most a megabyte")] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number | undefined): Place => {
    if (offset === undefined) return start;
    const { line, col } = lines.linePos(offset);
    return { path, line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0)
    return {
      frameworks: [],
      findings: document.errors.map((error) =>
        problem(
          at(error.pos[0]),
          `Unexpected content, expected YAML or JSON: ${error.message.split("\n")[0]}`,
        ),
      ),
    };
  const placeOf = (keys: readonly PropertyKey[]): Place => {
    for (let length = keys.length; length > 0; length -= 1) {
      const node = document.getIn(keys.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range !== undefined) return at(node.range[0]);
    }
    return start;
  };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { frameworks: [], findings: [problem(start, "Unexpected alias, expected plain values")] };
  }
  const parsed = mappingSchema.safeParse(value);
  if (!parsed.success)
    return {
      frameworks: [],
      findings: sortFindings(
        parsed.error.issues.flatMap((issue) => {
          const name = issue.path.map(String).join(".");
          if (issue.code === "unrecognized_keys")
            return issue.keys.map((key) =>
              problem(
                placeOf([...issue.path, key]),
                `Unexpected key \`${name === "" ? key : `${name}.${key}`}\``,
              ),
            );
          const given = document.getIn(issue.path);
          const hint =
            issue.path.at(-1) === "support"
              ? closest(given, supports)
              : issue.path.at(-2) === "data"
                ? closest(given, dataKinds)
                : "";
          return [
            problem(
              placeOf(issue.path),
              `Unexpected value of \`${name || "the file"}\`: ${issue.message}${hint}`,
            ),
          ];
        }),
      ),
    };
  const taken = new Set(builtInFrameworks.map(({ id }) => id));
  const findings = parsed.data.frameworks.flatMap(({ id, controls }, index) => {
    const found: Finding[] = [];
    const where = ["frameworks", index] as const;
    if (taken.has(id))
      found.push(
        problem(
          placeOf([...where, "id"]),
          `Unexpected framework id \`${id}\`, expected one that is not taken`,
        ),
      );
    taken.add(id);
    const seen = new Set<string>();
    controls.forEach((control, number) => {
      if (seen.has(control.id))
        found.push(
          problem(
            placeOf([...where, "controls", number, "id"]),
            `Unexpected control id \`${control.id}\`, expected each once`,
          ),
        );
      seen.add(control.id);
    });
    return found;
  });
  return findings.length > 0
    ? { frameworks: [], findings }
    : { frameworks: parsed.data.frameworks, findings: [] };
};
