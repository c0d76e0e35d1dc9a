// What a declared input may hold: read from the spec's notation, printed as a TypeScript type and as a rule of the
// generated `validate.ts`.

import type { InterfaceInput } from "../../../spec/types.ts";
import type { Note } from "./entries.ts";
import { literal } from "./text.ts";

export type Format = "uuid" | "email" | "date" | "date-time" | "url";

export interface Shape {
  readonly base: "text" | "integer" | "decimal" | "flag" | "anything" | "list";
  /** Length of texts (UTF-16 code units) and lists, value of numbers; inclusive. */
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly (string | number)[];
  readonly format?: Format;
  readonly item?: Shape;
}

const bases: Readonly<Record<string, Shape["base"]>> = {
  string: "text",
  text: "text",
  str: "text",
  integer: "integer",
  int: "integer",
  long: "integer",
  number: "decimal",
  float: "decimal",
  double: "decimal",
  decimal: "decimal",
  boolean: "flag",
  bool: "flag",
  flag: "flag",
  array: "list",
  list: "list",
};

const formats: Readonly<Record<string, Format>> = {
  uuid: "uuid",
  guid: "uuid",
  email: "email",
  "e-mail": "email",
  mail: "email",
  date: "date",
  "date-time": "date-time",
  datetime: "date-time",
  timestamp: "date-time",
  "iso-8601": "date-time",
  "rfc-3339": "date-time",
  url: "url",
  uri: "url",
};

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const untyped = new Set(["", "unknown", "any", "object", "json"]);

/** The shape of an input. `asText` tells that its value always arrives as text: path, query, header, option. */
export const shapeOf = (input: InterfaceInput, asText: boolean, note: Note): Shape => {
  const type = input.type.trim().toLowerCase();
  const array = /^(.*)\[\]$/.exec(type) ?? /^(?:array|list)(?:<| of )(.+?)>?$/.exec(type);
  if (array !== null || own(bases, type) === "list") {
    const item = shapeOf({ ...withoutBounds(input), type: array?.[1] ?? "unknown" }, asText, note);
    return { base: "list", item, ...bounds(input, "list", note) };
  }
  const named = own(formats, (input.format ?? "").trim().toLowerCase()) ?? own(formats, type);
  if (input.format !== undefined && named === undefined)
    note(`format \`${input.format}\` of \`${input.name}\` is not one that the scaffold can check`);
  const bounded = [input.min, input.max, input.oneOf, named].some((value) => value !== undefined);
  const base = own(bases, type) ?? (bounded || asText ? "text" : "anything");
  if (own(bases, type) === undefined && named === undefined && !untyped.has(type))
    note(`type \`${input.type}\` of \`${input.name}\` is not known: it is checked as ${base}`);
  return {
    base,
    ...bounds(input, base, note),
    ...choices(input, base, note),
    ...(named !== undefined && base === "text" ? { format: named } : {}),
  };
};

const withoutBounds = (input: InterfaceInput): InterfaceInput => {
  const { min: _min, max: _max, ...rest } = input;
  return rest;
};

const bounds = (input: InterfaceInput, base: Shape["base"], note: Note): { min?: number; max?: number } => {
  if (base === "flag" || base === "anything") return {};
  const isLength = base === "text" || base === "list";
  const usable = (value: number | undefined): value is number =>
    value !== undefined &&
    Number.isFinite(value) &&
    !(isLength && (value < 0 || !Number.isSafeInteger(value)));
  const { min, max } = input;
  if ((min !== undefined && !usable(min)) || (max !== undefined && !usable(max)))
    note(`a bound of \`${input.name}\` is not one that a ${base} can have: it is not checked`);
  if (usable(min) && usable(max) && min > max) {
    note(`the bounds ${min}..${max} of \`${input.name}\` allow nothing: neither is checked`);
    return {};
  }
  return { ...(usable(min) ? { min } : {}), ...(usable(max) ? { max } : {}) };
};

const choices = (
  input: InterfaceInput,
  base: Shape["base"],
  note: Note,
): { oneOf?: readonly (string | number)[] } => {
  const { oneOf } = input;
  if (oneOf === undefined || oneOf.length === 0) return {};
  const distinct = [...new Set(oneOf)];
  if (base === "text") return { oneOf: distinct };
  const numbers = distinct.map(Number);
  if ((base === "integer" || base === "decimal") && distinct.every(isPlainNumber)) return { oneOf: numbers };
  note(`the choices of \`${input.name}\` do not fit its type: they are not checked`);
  return {};
};

const isPlainNumber = (text: string): boolean => /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text);

/** The TypeScript type of a value that passed its rule. */
export const typeCode = (shape: Shape): string => {
  if (shape.oneOf !== undefined) return shape.oneOf.map(constantCode).join(" | ");
  switch (shape.base) {
    case "text":
      return "string";
    case "integer":
    case "decimal":
      return "number";
    case "flag":
      return "boolean";
    case "anything":
      return "unknown";
    case "list": {
      const item = shape.item === undefined ? "unknown" : typeCode(shape.item);
      return `readonly ${item.includes(" ") ? `(${item})` : item}[]`;
    }
  }
};

/** A call that builds the rule, from functions of the generated `validate.ts`. */
export const ruleCode = (shape: Shape): string => {
  if (shape.oneOf !== undefined) return `oneOf([${shape.oneOf.map(constantCode).join(", ")}])`;
  const limits = [
    ...(shape.min === undefined ? [] : [`min: ${numberCode(shape.min)}`]),
    ...(shape.max === undefined ? [] : [`max: ${numberCode(shape.max)}`]),
    ...(shape.format === undefined ? [] : [`format: ${literal(shape.format)}`]),
  ];
  const options = limits.length === 0 ? "" : `{ ${limits.join(", ")} }`;
  if (shape.base !== "list") return `${shape.base}(${options})`;
  const item = shape.item === undefined ? "anything()" : ruleCode(shape.item);
  return options === "" ? `list(${item})` : `list(${item}, ${options})`;
};

/** Functions of `validate.ts` that {@link ruleCode} calls. */
export const ruleUses = (shape: Shape): string[] =>
  shape.oneOf !== undefined
    ? ["oneOf"]
    : [
        shape.base,
        ...(shape.base === "list" ? (shape.item === undefined ? ["anything"] : ruleUses(shape.item)) : []),
      ];

export const numberCode = (value: number): string => String(value === 0 ? 0 : value);

const constantCode = (value: string | number): string =>
  typeof value === "number" ? numberCode(value) : literal(value);
