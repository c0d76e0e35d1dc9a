// Reads `instride.config.json`, with the place of everything that is wrong in it.

import { LineCounter, parseDocument } from "yaml";
import { type Finding, type Place, sortFindings } from "../model/finding.ts";
import { nearest } from "../model/nearest.ts";
import { type Config, configSchema } from "./schema.ts";

/** The settings of a repository that has no config file. */
export const defaultConfig = (): Config => configSchema.parse({});

const known = Object.keys(configSchema.shape);

/** JSON is read as the subset of YAML that it is, because that parser knows where each key stands. */
export const parseConfig = (path: string, text: string): { config?: Config; findings: Finding[] } => {
  const problem = (at: Place, message: string, next: string): Finding => ({
    code: "bad-config",
    severity: "error",
    at,
    message,
    next,
  });
  const start = { path, line: 1, column: 1 };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const place = placeOfSyntaxError(path, text);
    return {
      findings: [
        problem(
          place ?? start,
          `Unexpected content, expected JSON: ${(error as Error).message}`,
          "mend the JSON",
        ),
      ],
    };
  }
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return { config: parsed.data, findings: [] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const placeOf = (keys: readonly PropertyKey[]): Place => {
    for (let length = keys.length; length > 0; length -= 1) {
      const node = document.getIn(keys.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range === undefined) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return { path, line, column: col };
    }
    return start;
  };
  return {
    findings: sortFindings(
      parsed.error.issues.flatMap((issue) => {
        if (issue.code === "unrecognized_keys")
          return issue.keys.map((key) => {
            const close = issue.path.length === 0 ? nearest(key, known) : undefined;
            return problem(
              placeOf([...issue.path, key]),
              `Unexpected key \`${[...issue.path, key].map(String).join(".")}\`, expected ${close === undefined ? "a setting that instride knows" : `\`${close}\``}`,
              "the JSON schema named in $schema lists all settings",
            );
          });
        const name = issue.path.map(String).join(".");
        return [
          problem(
            placeOf(issue.path),
            `Unexpected value of \`${name}\`: ${issue.message}`,
            "correct the value",
          ),
        ];
      }),
    ),
  };
};

const placeOfSyntaxError = (path: string, text: string): Place | undefined => {
  const lines = new LineCounter();
  const [error] = parseDocument(text, { lineCounter: lines }).errors;
  if (error === undefined) return undefined;
  const { line, col } = lines.linePos(error.pos[0]);
  return { path, line, column: col };
};
