// Values for the generated tests: one that an input accepts, and those just outside what it accepts.

import { numberCode, type Shape } from "./shapes.ts";
import { literal } from "./text.ts";

export type Value = string | number | boolean | null | readonly Value[];

/** Longest text that a test sends; longer ones meet the limits of transport before the rule. */
const longest = { text: 4000, json: 20_000 } as const;

const formatSamples = {
  uuid: "3f0c6b1e-8d5a-4c1e-9b7a-2f6d1c0a9e55",
  email: "ada@example.com",
  date: "2030-01-31",
  "date-time": "2030-01-31T12:00:00Z",
  url: "https://example.com/",
} as const;

/** A value that the shape accepts, or undefined when none can be made that also travels well. */
export const validSample = (shape: Shape, asText: boolean): Value | undefined => {
  const sample = candidate(shape, asText);
  return sample !== undefined && fits(shape, sample) ? sample : undefined;
};

const candidate = (shape: Shape, asText: boolean): Value | undefined => {
  const limit = asText ? longest.text : longest.json;
  if (shape.oneOf !== undefined) return shape.oneOf.find((choice) => !asText || travels(String(choice)));
  const { min, max } = shape;
  switch (shape.base) {
    case "text": {
      if (shape.format === "email" && (min ?? 0) > formatSamples.email.length)
        return `${"a".repeat(Math.min((min ?? 0) - "@example.com".length, 64))}@example.com`;
      if (shape.format !== undefined) return formatSamples[shape.format];
      const length = Math.max(min ?? 1, Math.min(max ?? 1, 1));
      return length > limit || (asText && length === 0) ? undefined : "x".repeat(length);
    }
    case "integer":
      return min !== undefined ? Math.ceil(min) : Math.floor(Math.min(max ?? 1, 1));
    case "decimal":
      return min ?? Math.min(max ?? 1, 1);
    case "flag":
      return true;
    case "anything":
      return asText ? "x" : "anything";
    case "list": {
      const count = Math.max(min ?? 0, Math.min(max ?? 1, 1));
      if (count === 0) return asText ? undefined : [];
      const item = shape.item === undefined ? "x" : validSample(shape.item, asText);
      return item === undefined || count > 50 ? undefined : Array.from({ length: count }, () => item);
    }
  }
};

/** Text that a URL segment and a header both carry unchanged. */
const travels = (text: string): boolean =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && text !== "." && text !== "..";

const fits = (shape: Shape, value: Value): boolean => {
  if (shape.oneOf !== undefined) return shape.oneOf.some((choice) => choice === value);
  if (typeof value === "number")
    return (
      (shape.base === "decimal" || Number.isSafeInteger(value)) &&
      within(value, shape) &&
      Number(numberCode(value)) === value
    );
  if (typeof value === "string") return within(value.length, shape) || shape.base === "anything";
  if (Array.isArray(value)) return within(value.length, shape);
  return true;
};

const within = (value: number, { min, max }: Shape): boolean =>
  (min === undefined || value >= min) && (max === undefined || value <= max);

/** Values that the shape must refuse: of another type, too short, too long, out of range, not among the choices. */
export const invalidSamples = (shape: Shape, asText: boolean): Value[] => {
  if (shape.base === "anything") return [];
  const limit = asText ? longest.text : longest.json;
  const found: Value[] = [];
  const wrongType = shape.base === "text" || shape.base === "list" ? 7 : "seven";
  if (!asText || (shape.base !== "text" && shape.base !== "list")) found.push(wrongType);
  if (!asText) found.push(null);
  if (shape.oneOf !== undefined) return [...found, ...[unlisted(shape.oneOf)]];
  const { min, max } = shape;
  switch (shape.base) {
    case "text":
      if (min !== undefined && min > (asText ? 1 : 0) && min <= limit) found.push("x".repeat(min - 1));
      if (max !== undefined && max < limit) found.push("x".repeat(max + 1));
      if (shape.format !== undefined) found.push("not in the format");
      break;
    case "integer":
      found.push(1.5);
      if (min !== undefined && Number.isSafeInteger(Math.ceil(min) - 1)) found.push(Math.ceil(min) - 1);
      if (max !== undefined && Number.isSafeInteger(Math.floor(max) + 1)) found.push(Math.floor(max) + 1);
      break;
    case "decimal":
      if (min !== undefined && min - 1 < min) found.push(min - 1);
      if (max !== undefined && max + 1 > max) found.push(max + 1);
      break;
    case "list": {
      const item = shape.item === undefined ? "x" : validSample(shape.item, asText);
      if (item !== undefined && max !== undefined && max < 50)
        found.push(Array.from({ length: max + 1 }, () => item));
      if (!asText && min !== undefined && min > 0) found.push([]);
      if (!asText && shape.item !== undefined && shape.item.base !== "anything") found.push([null]);
      break;
    }
  }
  return found;
};

const unlisted = (choices: readonly (string | number)[]): Value => {
  if (typeof choices[0] === "number") return Math.max(...(choices as readonly number[])) + 1;
  let other = "other";
  while (choices.includes(other)) other += "-x";
  return other;
};

/** A value as source text. Long runs of one character are written as a repetition. */
export const valueCode = (value: Value): string => {
  if (typeof value === "string") {
    const run = value.length > 40 && value === value.charAt(0).repeat(value.length);
    return run ? `${literal(value.charAt(0))}.repeat(${value.length})` : literal(value);
  }
  if (typeof value === "number") return numberCode(value);
  if (value === null || typeof value === "boolean") return String(value);
  return `[${value.map(valueCode).join(", ")}]`;
};
