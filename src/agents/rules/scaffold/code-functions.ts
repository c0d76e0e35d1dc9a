// The module of exported functions.

import {
  declaration,
  entryFunction,
  inputInterface,
  readStatement,
  readUses,
  signature,
  workCall,
  workFunction,
} from "./emit.ts";
import { type Entry, type Input, needsAccess } from "./entries.ts";
import { fixedNames } from "./imports.ts";
import { Names } from "./names.ts";
import { typeCode } from "./shapes.ts";
import { literal, propertyKey } from "./text.ts";
import type { Module, Piece } from "./types.ts";

export const functionModules = (entries: readonly Entry[]): Module[] => {
  if (entries.length === 0) return [];
  const access = declaration(
    "Access",
    "/** Who calls a guarded function, and who decides. */\nexport interface Access {\n" +
      '  readonly authorizer: Authorizer;\n  readonly credentials: AccessRequest["credentials"];\n}',
    ["Authorizer", "AccessRequest"],
  );
  return [
    {
      stem: "functions",
      role: "code",
      about: "Functions of the spec's interface.",
      pieces: [...(entries.some(needsAccess) ? [access] : []), ...entries.flatMap(functionPieces)],
    },
  ];
};

const functionPieces = (entry: Entry): Piece[] => {
  const guarded = needsAccess(entry);
  const params = paramsOf(entry.inputs);
  const result = resultType(entry.row.output);
  const accepted = [...(guarded ? ["access: Access"] : []), ...params.map((param) => param.code)];
  const given = entry.inputs.map((input, index) => shorthand(input.wire, params[index]?.name ?? ""));
  const check =
    `  const caller = await guard(access.authorizer, ${literal(entry.requires)}, {\n` +
    `    entry: ${literal(entry.key)},\n    credentials: access.credentials,\n    params: {},\n  });\n`;
  const read = entry.inputs.length === 0 ? "" : readStatement(entry, `{ argument: { ${given.join(", ")} } }`);
  return [
    ...inputInterface(entry),
    entryFunction(
      entry,
      signature(`export async function ${entry.name}`, accepted, result) +
        `${guarded ? check : ""}${read}  return await ${workCall(entry, guarded ? ["caller"] : [])};\n}`,
      [...(guarded ? ["guard", "Access"] : []), ...(read === "" ? [] : readUses(entry))],
    ),
    workFunction(entry, guarded ? ["_caller: string | undefined"] : [], result, []),
  ];
};

const shorthand = (wire: string, name: string): string =>
  wire === name ? name : `${propertyKey(wire)}: ${name}`;

/** Parameters in the declared order. An optional one before a required one may be undefined but not left out. */
const paramsOf = (inputs: readonly Input[]): { readonly name: string; readonly code: string }[] => {
  const names = Names.topLevel(fixedNames);
  const lastRequired = inputs.map((input) => input.optional).lastIndexOf(false);
  return inputs.map((input, index) => {
    const name = names.take(input.property);
    const type = typeCode(input.shape);
    if (!input.optional) return { name, code: `${name}: ${type}` };
    return { name, code: index > lastRequired ? `${name}?: ${type}` : `${name}: ${type} | undefined` };
  });
};

const results: Readonly<Record<string, string>> = {
  string: "string",
  text: "string",
  integer: "number",
  int: "number",
  number: "number",
  boolean: "boolean",
  bool: "boolean",
  void: "void",
  nothing: "void",
  none: "void",
  "string[]": "readonly string[]",
  "number[]": "readonly number[]",
};

const resultType = (output: string | undefined): string => {
  const key = (output ?? "").replace(/[`*_]/g, "").trim().toLowerCase();
  return Object.hasOwn(results, key) ? (results[key] ?? "unknown") : "unknown";
};
