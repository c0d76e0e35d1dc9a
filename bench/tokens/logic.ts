// Plain logic of the made-up service: functions that hold neither an entry point nor a store nor a call to elsewhere.

import { between, pick, type Random } from "./random.ts";

const nouns = [
  "account",
  "address",
  "allowance",
  "basket",
  "bonus",
  "carrier",
  "charge",
  "coupon",
  "customer",
  "delivery",
  "deposit",
  "discount",
  "invoice",
  "ledger",
  "margin",
  "parcel",
  "payment",
  "quota",
  "refund",
  "region",
  "reserve",
  "shipment",
  "supplier",
  "tariff",
  "ticket",
  "voucher",
  "warehouse",
] as const;
const fields = [
  "amount",
  "balance",
  "count",
  "distance",
  "duration",
  "height",
  "level",
  "limit",
  "offset",
  "price",
  "quantity",
  "rate",
  "score",
  "share",
  "total",
  "weight",
] as const;
const verbs = [
  "settle",
  "spread",
  "rank",
  "merge",
  "check",
  "round",
  "weigh",
  "split",
  "match",
  "trim",
] as const;

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

const record = (random: Random, name: string): string => {
  const chosen = Array.from({ length: between(random, 3, 6) }, () => pick(random, fields));
  const distinct = [...new Set(chosen)];
  return [
    `/** What is known of one ${name.toLowerCase()} while it is worked on. */`,
    `export interface ${name} {`,
    "  readonly id: string;",
    ...distinct.map((field) => `  readonly ${field}: number;`),
    "}",
  ].join("\n");
};

const table = (random: Random, name: string): string =>
  [
    `const steps${name}: readonly (readonly [from: number, share: number])[] = [`,
    ...Array.from(
      { length: between(random, 4, 9) },
      (_, at) => `  [${at * between(random, 10, 90)}, ${between(random, 1, 99) / 100}],`,
    ),
    "];",
  ].join("\n");

const fold = (random: Random, name: string): string => {
  const [field, other] = [pick(random, fields), pick(random, fields)];
  const low = between(random, 1, 50);
  return [
    `/** Sums the ${field} of all that lie above ${low}; nothing below it counts. */`,
    `export const ${pick(random, verbs)}${name} = (rows: readonly { ${field}: number; ${other}2: number }[]): number => {`,
    "  let sum = 0;",
    "  for (const row of rows) {",
    `    if (row.${field} <= ${low}) continue;`,
    `    const part = row.${field} * ${between(random, 2, 9)} - row.${other}2;`,
    "    sum += part > 0 ? part : 0;",
    "  }",
    `  return Math.round(sum * ${between(random, 10, 100)}) / ${between(random, 10, 100)};`,
    "};",
  ].join("\n");
};

const decide = (random: Random, name: string): string => {
  const field = pick(random, fields);
  const limits = [between(random, 1, 20), between(random, 21, 60), between(random, 61, 99)];
  return [
    `export const ${pick(random, verbs)}${name}By${capital(field)} = (${field}: number): string => {`,
    ...limits.map((limit) => `  if (${field} < ${limit}) return "${pick(random, nouns)}-${limit}";`),
    `  return "${pick(random, nouns)}";`,
    "};",
  ].join("\n");
};

const validate = (random: Random, name: string): string => {
  const used = [...new Set(Array.from({ length: between(random, 2, 4) }, () => pick(random, fields)))];
  return [
    `/** Everything that is wrong with it, in the order of its fields. */`,
    `export const problemsOf${name} = (value: Readonly<Record<string, number>>): string[] => {`,
    "  const problems: string[] = [];",
    ...used.flatMap((field) => [
      `  const ${field} = value["${field}"];`,
      `  if (${field} === undefined) problems.push("${field} is missing");`,
      `  else if (${field} < 0 || ${field} > ${between(random, 100, 9999)}) problems.push("${field} is out of range");`,
    ]),
    "  return problems;",
    "};",
  ].join("\n");
};

const shapes = [record, table, fold, decide, validate] as const;

/** A file of about `lines` lines. */
export const logicFile = (random: Random, lines: number): string => {
  const parts: string[] = [];
  let length = 0;
  for (let at = 0; length < lines; at++) {
    const name = `${capital(pick(random, nouns))}${capital(pick(random, nouns))}${at}`;
    const text = pick(random, shapes)(random, name);
    parts.push(text);
    length += text.split("\n").length + 1;
  }
  return `${parts.join("\n\n")}\n`;
};

export const words: readonly string[] = nouns;
