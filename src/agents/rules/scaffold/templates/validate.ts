// Source of the generated `validate.ts`.

export const validate = `/** Where an input comes from. Path, query, header and option values arrive as text. */
export type Where = "path" | "query" | "header" | "body" | "argument" | "option";

export type Values = Readonly<Record<string, unknown>>;

/** Everything that a caller sent, not checked yet. */
export interface InputSource {
  readonly path?: Values;
  readonly query?: Values;
  readonly header?: Values;
  readonly body?: unknown;
  readonly argument?: Values;
  readonly option?: Values;
}

/** Returns the value that it accepts, and throws a Problem otherwise. */
export type Rule<T> = (raw: unknown, asText: boolean) => T;

export interface Field<T> {
  readonly where: Where;
  /** The name that callers use. */
  readonly name: string;
  readonly rule: Rule<T>;
  readonly optional: boolean;
}

export type Fields<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> };

export interface Range {
  /** Inclusive: length of texts (UTF-16 code units) and lists, value of numbers. */
  readonly min?: number;
  readonly max?: number;
}

export type Format = "uuid" | "email" | "date" | "date-time" | "url";

class Problem extends Error {}

const maxIssues = 20;

/**
 * Reads the declared inputs and refuses everything else in body and query.
 * Throws InvalidInput with every problem found.
 */
export function readInputs<T extends object>(source: InputSource, fields: Fields<T>): T {
  const issues: Issue[] = [];
  const accepted: [string, unknown][] = [];
  const body = bodyValues(source.body, issues);
  const declared = Object.entries(fields) as [string, Field<unknown>][];
  for (const [property, field] of declared) {
    const values = field.where === "body" ? body : (source[field.where] ?? {});
    const raw = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (raw === undefined) {
      if (!field.optional) issues.push({ in: field.where, name: field.name, problem: "is required" });
      continue;
    }
    try {
      accepted.push([property, field.rule(raw, field.where !== "body" && field.where !== "argument")]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      issues.push({ in: field.where, name: field.name, problem: error.message });
    }
  }
  const closed = { body, query: source.query ?? {} };
  for (const [where, values] of Object.entries(closed)) {
    const known = new Set(
      declared.filter(([, field]) => field.where === where).map(([, field]) => field.name),
    );
    for (const name of Object.keys(values).filter((key) => !known.has(key)))
      issues.push({ in: where, name, problem: "is not expected" });
  }
  if (issues.length > 0) throw new InvalidInput(issues.slice(0, maxIssues));
  return Object.fromEntries(accepted) as T;
}

function bodyValues(body: unknown, issues: Issue[]): Values {
  if (body === undefined) return {};
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Values;
  issues.push({ in: "body", name: "", problem: "must be a JSON object" });
  return {};
}

export function path<T>(name: string, rule: Rule<T>): Field<T> {
  return { where: "path", name, rule, optional: false };
}

export function query<T>(name: string, rule: Rule<T>): Field<T> {
  return { where: "query", name, rule, optional: false };
}

export function header<T>(name: string, rule: Rule<T>): Field<T> {
  return { where: "header", name, rule, optional: false };
}

export function body<T>(name: string, rule: Rule<T>): Field<T> {
  return { where: "body", name, rule, optional: false };
}

export function argument<T>(name: string, rule: Rule<T>): Field<T> {
  return { where: "argument", name, rule, optional: false };
}

export function option<T>(name: string, rule: Rule<T>): Field<T> {
  return { where: "option", name, rule, optional: false };
}

export function optional<T>(required: Field<T>): Field<T> {
  return { ...required, optional: true };
}

export function text(limits: Range & { readonly format?: Format } = {}): Rule<string> {
  return (raw) => {
    if (typeof raw !== "string") throw new Problem("must be a text");
    checkRange(raw.length, limits, "a length");
    if (limits.format !== undefined && !formats[limits.format](raw))
      throw new Problem(\`must be a valid \${limits.format}\`);
    return raw;
  };
}

export function integer(limits: Range = {}): Rule<number> {
  return (raw, asText) => {
    const value = asText && typeof raw === "string" && /^-?\\d{1,16}$/.test(raw) ? Number(raw) : raw;
    if (typeof value !== "number" || !Number.isSafeInteger(value))
      throw new Problem("must be a whole number");
    checkRange(value, limits, "a value");
    return value;
  };
}

export function decimal(limits: Range = {}): Rule<number> {
  const notation = /^-?\\d{1,400}(?:\\.\\d{1,400})?(?:e[+-]?\\d{1,3})?$/i;
  return (raw, asText) => {
    const value = asText && typeof raw === "string" && notation.test(raw) ? Number(raw) : raw;
    if (typeof value !== "number" || !Number.isFinite(value)) throw new Problem("must be a number");
    checkRange(value, limits, "a value");
    return value;
  };
}

export function flag(): Rule<boolean> {
  return (raw, asText) => {
    const value = asText && (raw === "true" || raw === "false") ? raw === "true" : raw;
    if (typeof value !== "boolean") throw new Problem("must be true or false");
    return value;
  };
}

export function oneOf<T extends string | number>(choices: readonly T[]): Rule<T> {
  return (raw, asText) => {
    const choice = choices.find((each) => (asText ? String(each) === String(raw) : each === raw));
    if (choice === undefined) throw new Problem(\`must be one of \${choices.join(", ")}\`);
    return choice;
  };
}

export function list<T>(item: Rule<T>, limits: Range = {}): Rule<readonly T[]> {
  return (raw, asText) => {
    const items: unknown = asText && !Array.isArray(raw) ? [raw] : raw;
    if (!Array.isArray(items)) throw new Problem("must be a list");
    checkRange(items.length, limits, "a length");
    return items.map((each: unknown) => item(each, asText));
  };
}

export function anything(): Rule<unknown> {
  return (raw) => raw;
}

function checkRange(measured: number, { min, max }: Range, what: string): void {
  if (min !== undefined && measured < min) throw new Problem(\`must have \${what} of at least \${min}\`);
  if (max !== undefined && measured > max) throw new Problem(\`must have \${what} of at most \${max}\`);
}

const formats: Readonly<Record<Format, (value: string) => boolean>> = {
  uuid: (value) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value),
  // The length comes first: it bounds the work of the pattern.
  email: (value) => value.length <= 254 && /^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(value),
  date: isDate,
  "date-time": (value) => {
    const time =
      /^(.{10})T(?:[01]\\d|2[0-3])(?::[0-5]\\d){2}(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)$/;
    const day = time.exec(value)?.[1];
    return day !== undefined && isDate(day);
  },
  url: (value) => value.length <= 2048 && /^https?:/i.test(value) && URL.canParse(value),
};

function isDate(value: string): boolean {
  if (!/^\\d{4}-\\d{2}-\\d{2}$/.test(value)) return false;
  const day = new Date(\`\${value}T00:00:00Z\`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
`;
