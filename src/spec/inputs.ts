// Declared inputs: "email: string (1..254)", "limit?: integer 1..100", `role: "admin" | "user"`, "tags: string[] (max 10)".

import { splitInputs } from "./input-split.ts";
import { oneLine } from "./text.ts";
import type { InterfaceInput } from "./types.ts";

export interface ReadInput {
  readonly input: InterfaceInput;
  /** The part of the text that was read as this input. */
  readonly text: string;
  /** False when no type could be read; the input's type is `unknown` then. */
  readonly readable: boolean;
}

type Where = NonNullable<InterfaceInput["in"]>;

/** Reads a list of inputs. `where` is where all of them travel unless one says otherwise. */
export const readInputs = (text: string, where?: Where): ReadInput[] =>
  splitInputs(text).flatMap((part) => readGroup(part, where) ?? [readInput(part, where)]);

const places: Readonly<Record<string, Where>> = {
  path: "path",
  url: "path",
  param: "path",
  params: "path",
  query: "query",
  header: "header",
  headers: "header",
  cookie: "header",
  body: "body",
  json: "body",
  form: "body",
};

/** "body: { email: string, password: string }" declares the inputs inside. */
const readGroup = (part: string, where: Where | undefined): ReadInput[] | undefined => {
  const group = /^(?:([a-z]+)\s*:?\s*)?\{([\s\S]*)\}$/i.exec(part);
  if (group === null || (group[2] as string).trim() === "") return undefined;
  const place = places[(group[1] ?? "body").toLowerCase()];
  return place === undefined
    ? undefined
    : readInputs(group[2] as string, group[1] === undefined ? where : place);
};

const declaration =
  /^([\p{L}_$][\p{L}\p{N}_$.-]*(?:\[\])?)\s*(\?)?\s*(?::|=(?!=)|\s+[—–-]\s+|\s+(?=[\p{L}"'`(]))\s*([\s\S]+)$/u;
const bare = /^([\p{L}_$][\p{L}\p{N}_$.-]*)\s*(\?)?$/u;

const readInput = (part: string, where: Where | undefined): ReadInput => {
  const words = oneLine(part);
  const match = declaration.exec(words);
  const place = where === undefined ? {} : { in: where };
  if (match === null) {
    const name = bare.exec(words);
    return {
      input: { name: name?.[1] ?? part, type: "unknown", optional: name?.[2] !== undefined, ...place },
      text: part,
      readable: false,
    };
  }
  const { type, ...constraints } = readType(match[3] as string);
  return {
    input: {
      name: match[1] as string,
      type: type ?? "unknown",
      ...place,
      ...constraints,
      optional: match[2] !== undefined || constraints.optional,
    },
    text: part,
    readable: type !== undefined,
  };
};

/** Notations of a type: what it is called here, and the format that it implies. */
const types: Readonly<Record<string, readonly [type: string, format?: string]>> = {
  string: ["string"],
  str: ["string"],
  text: ["string"],
  char: ["string"],
  varchar: ["string"],
  integer: ["integer"],
  int: ["integer"],
  int32: ["integer"],
  int64: ["integer"],
  long: ["integer"],
  bigint: ["integer"],
  number: ["number"],
  float: ["number"],
  double: ["number"],
  decimal: ["number"],
  boolean: ["boolean"],
  bool: ["boolean"],
  object: ["object"],
  record: ["object"],
  map: ["object"],
  json: ["object"],
  array: ["array"],
  list: ["array"],
  uuid: ["string", "uuid"],
  ulid: ["string", "ulid"],
  email: ["string", "email"],
  url: ["string", "uri"],
  uri: ["string", "uri"],
  date: ["string", "date"],
  datetime: ["string", "date-time"],
  "date-time": ["string", "date-time"],
  timestamp: ["string", "date-time"],
  time: ["string", "time"],
  duration: ["string", "duration"],
  ip: ["string", "ip"],
  ipv4: ["string", "ipv4"],
  ipv6: ["string", "ipv6"],
  hostname: ["string", "hostname"],
  base64: ["string", "base64"],
  hex: ["string", "hex"],
  slug: ["string", "slug"],
  jwt: ["string", "jwt"],
  file: ["string", "binary"],
  bytes: ["string", "binary"],
  binary: ["string", "binary"],
  buffer: ["string", "binary"],
};

interface Declared extends Omit<InterfaceInput, "name" | "type"> {
  readonly type?: string;
}

const readType = (text: string): Declared => {
  const whole = text.trim();
  const choice = readChoice(whole);
  const { head, rest } = choice ?? readHead(whole);
  const type = choice?.type ?? head?.type;
  const words = rest.toLowerCase();
  const where = /(?:^|[\s(,;])(?:in |from )?(?:the )?(path|query|headers?|cookie|body)(?=[\s),;]|$)/.exec(
    words,
  )?.[1];
  const format =
    head?.format ??
    /\b(?:format[:\s]+)?(uuid|email|uri|url|date-time|date|ipv4|ipv6|hostname|base64|hex|slug|jwt)\b/.exec(
      words,
    )?.[1];
  return {
    ...(type === undefined ? {} : { type }),
    optional:
      /\boptional\b|\bdefaults?\b|(?:^|\s)=\s*\S|\bnullable\b|\bmay be (?:absent|empty|null)\b/.test(words) ||
      (choice?.nullable ?? head?.nullable ?? false),
    ...readBounds(words),
    ...(choice === undefined ? {} : { oneOf: choice.oneOf }),
    ...(format === undefined || type === "object" ? {} : { format: types[format]?.[1] ?? format }),
    ...(where === undefined ? {} : { in: places[where] as Where }),
  };
};

interface Head {
  readonly type: string;
  readonly format?: string;
  readonly nullable: boolean;
}

const readHead = (text: string): { head?: Head; rest: string } => {
  const match =
    /^(?:an? )?(?:(array|list|set) of |(array|list|set)<\s*)?\(?([a-z][a-z0-9-]*?)s?\)?>?(\[\])?(\s*\|\s*null)?(?=$|[^\p{L}\p{N}_-])/iu.exec(
      text,
    );
  const word = match?.[3]?.toLowerCase() ?? "";
  const type = types[word];
  if (match === null || type === undefined) return { rest: text };
  const many = match[1] !== undefined || match[2] !== undefined || match[4] !== undefined;
  const rest = text.slice(match[0].length);
  return {
    head: {
      type: many ? `${type[0]}[]` : type[0],
      ...(type[1] === undefined ? {} : { format: type[1] }),
      nullable: match[5] !== undefined,
    },
    rest,
  };
};

interface Choice {
  readonly type: string;
  readonly oneOf: readonly string[];
  readonly nullable: boolean;
  readonly head?: undefined;
  readonly rest: string;
}

const literal = `(?:"[^"]*"|'[^']*'|\`[^\`]*\`|-?\\d+(?:\\.\\d+)?|[\\p{L}_][\\p{L}\\p{N}_.-]*)`;
const choicePattern = new RegExp(`^\\(?\\s*(${literal}(?:\\s*\\|\\s*${literal})+)\\s*\\)?(\\[\\])?`, "u");
const quotedPattern = /^("[^"]*"|'[^']*')(\[\])?/;
const enumPattern =
  /^(?:string\s*)?(?:\(?\s*(?:enum|one of|oneof|either)\s*:?\s*)[([{]?([^)\]}]+)[)\]}]?\s*\)?/i;

const readChoice = (text: string): Choice | undefined => {
  const match = choicePattern.exec(text) ?? quotedPattern.exec(text);
  const listed = match === null ? enumPattern.exec(text) : null;
  const found = match ?? listed;
  if (found === null) return undefined;
  const all = (found[1] as string)
    .split(match === null ? /\s*(?:,|\||\bor\b)\s*/ : /\s*\|\s*/)
    .map((value) => value.trim())
    .filter((value) => value !== "");
  const values = all.filter((value) => value !== "null" && value !== "undefined");
  // "string | null" and "string | number" are types, not values.
  if (values.length === 0 || values.every((value) => types[value.toLowerCase()] !== undefined))
    return undefined;
  const many = match !== null && match[2] !== undefined;
  const numeric = values.every((value) => /^-?\d/.test(value));
  const base = numeric ? (values.every((value) => /^-?\d+$/.test(value)) ? "integer" : "number") : "string";
  return {
    type: many ? `${base}[]` : base,
    oneOf: values.map((value) => value.replace(/^(["'`])(.*)\1$/, "$2")),
    nullable: values.length < all.length,
    rest: text.slice(found[0].length),
  };
};

// A figure starts where digits start: inside a long one there is nothing to look for.
const figure = "(?<![\\d_])(-?\\d[\\d_]*(?:\\.\\d+)?)";
const ranges = [
  new RegExp(`${figure}\\s*(?:\\.{2,3}|…|–|—|\\s-\\s|-(?=\\d)|\\bto\\b|\\band\\b)\\s*${figure}`),
  new RegExp(`\\[\\s*${figure}\\s*,\\s*${figure}\\s*\\]`),
];
const least = new RegExp(
  `(?:\\bmin(?:imum|length|items)?\\b|\\bat least\\b|>=|≥)\\s*[:=]?\\s*${figure}|${figure}\\s*\\+|${figure}\\s*\\.\\.(?!\\.?\\s*-?\\d)`,
);
const most = new RegExp(
  `(?:\\bmax(?:imum|length|items)?\\b|\\bat most\\b|\\bup to\\b|<=|≤|(?<!\\d)\\.\\.)\\s*[:=]?\\s*${figure}`,
);
const exact = new RegExp(`\\b(?:exactly|length|len)\\s*[:=]?\\s*${figure}`);

const readBounds = (words: string): { min?: number; max?: number } => {
  const value = (text: string): number => Number(text.replaceAll("_", ""));
  for (const range of ranges) {
    const match = range.exec(words);
    if (match !== null) return { min: value(match[1] as string), max: value(match[2] as string) };
  }
  const low = least.exec(words);
  const high = most.exec(words);
  if (low === null && high === null) {
    const length = exact.exec(words)?.[1];
    return length === undefined ? {} : { min: value(length), max: value(length) };
  }
  return {
    ...(low === null ? {} : { min: value((low[1] ?? low[2] ?? low[3]) as string) }),
    ...(high === null ? {} : { max: value(high[1] as string) }),
  };
};
