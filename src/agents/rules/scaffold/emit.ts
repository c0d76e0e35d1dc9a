// Parts that routes, functions, commands and consumers share: the interface of the inputs, the reading of them, and
// the doc comment that ties the code to its row of the spec.

import type { Entry, Input } from "./entries.ts";
import { ruleCode, ruleUses, typeCode } from "./shapes.ts";
import { doc, literal, remark } from "./text.ts";
import type { Declaration } from "./types.ts";

export const declaration = (name: string, code: string, uses: readonly string[]): Declaration => ({
  kind: "declaration",
  name,
  code: code.trimEnd(),
  uses,
});

/** The interface of the inputs, or nothing when there are none. */
export const inputInterface = (entry: Entry): Declaration[] => {
  if (entry.inputs.length === 0) return [];
  const fields = entry.inputs.map(
    (input) => `  readonly ${input.property}${input.optional ? "?" : ""}: ${typeCode(input.shape)};\n`,
  );
  const code = `export interface ${entry.inputType} {\n${fields.join("")}}`;
  return [{ ...declaration(entry.inputType, code, []), servedBy: entry.name }];
};

/** The statement that validates; `source` is the expression that holds what the caller sent. */
export const readStatement = (entry: Entry, source: string): string => {
  if (entry.inputs.length === 0) return `  readInputs<Record<string, never>>(${source}, {});\n`;
  const fields = entry.inputs.map((input) => `    ${input.property}: ${fieldCode(input)},\n`);
  const isName = /^\w+$/.test(source);
  const named = isName ? "" : `  const source = ${source};\n`;
  return `${named}  const input = readInputs<${entry.inputType}>(${isName ? source : "source"}, {\n${fields.join("")}  });\n`;
};

/** The head of an async function, on one line where it fits. */
export const signature = (head: string, params: readonly string[], result: string): string => {
  const line = `${head}(${params.join(", ")}): Promise<${result}> {\n`;
  if (line.length <= 111) return line;
  return `${head}(\n${params.map((param) => `  ${param},\n`).join("")}): Promise<${result}> {\n`;
};

const fieldCode = (input: Input): string => {
  const field = `${input.where}(${literal(input.wire)}, ${ruleCode(input.shape)})`;
  return input.optional ? `optional(${field})` : field;
};

/** The function that callers reach: it checks, then calls the work. */
export const entryFunction = (entry: Entry, code: string, uses: readonly string[]): Declaration => ({
  ...declaration(entry.name, rowDoc(entry) + code, uses),
  reads: entry.inputs.map((input) => ({
    input: input.wire,
    start: `${input.where}(${literal(input.wire)}`,
    line: `${input.property}: ${fieldCode(input)},`,
  })),
});

/** Names that {@link readStatement} uses. */
export const readUses = (entry: Entry): string[] => [
  "readInputs",
  ...entry.inputs.flatMap((input) => [
    input.where,
    ...(input.optional ? ["optional"] : []),
    ...ruleUses(input.shape),
  ]),
];

/** The row in words. Every line begins with a word of ours, so that none of the spec's can act as a tag. */
const rowDoc = (entry: Entry): string => {
  const { row } = entry;
  return doc([
    `Entry point ${row.name}`,
    ...(row.description === undefined || row.description === "" ? [] : [`Spec: ${row.description}`]),
    `Requires: ${entry.requires}${entry.requires === "denied" ? ` (the spec says ${remark(row.auth ?? "", 80)})` : ""}`,
    ...(row.output === undefined || row.output === "" ? [] : [`Answers: ${row.output}`]),
    ...(row.errors.length === 0 ? [] : [`Errors: ${row.errors.join("; ")}`]),
  ]);
};

/** The function that holds the work: it says clearly that nobody has written it. */
export const workFunction = (
  entry: Entry,
  params: readonly string[],
  result: string,
  uses: readonly string[],
): Declaration => {
  const all = [...(entry.inputs.length === 0 ? [] : [`_input: ${entry.inputType}`]), ...params];
  const code =
    "/** The work itself: the caller may do it, and the input is valid. */\n" +
    signature(`async function ${entry.work}`, all, result) +
    `  throw new NotImplemented(${literal(entry.row.name)});\n}`;
  return { ...declaration(entry.work, code, ["NotImplemented", ...uses]), servedBy: entry.name };
};

/** A call of the work with the input first, where there is one. */
export const workCall = (entry: Entry, args: readonly string[]): string =>
  `${entry.work}(${[...(entry.inputs.length === 0 ? [] : ["input"]), ...args].join(", ")})`;
