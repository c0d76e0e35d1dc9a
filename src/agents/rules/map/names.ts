// What a name that stands at the end of a flow, in a caller's column or in a fact of the code is: the component itself, a
// store, or something outside.

import { stems } from "../phrases.ts";

export type Technology = "relational" | "document" | "cache" | "bucket" | "files" | "queue" | "unknown";

const technologies: readonly (readonly [Technology, RegExp])[] = [
  [
    "relational",
    /postgres|mysql|maria|sqlite|\bpg\b|\bsql\b|oracle|cockroach|prisma|knex|drizzle|sequelize|typeorm|\bdatabase\b|\bdb\b|\btables?\b/i,
  ],
  ["cache", /redis|memcache|valkey|keydb|\bcache\b/i],
  ["document", /mongo|dynamo|firestore|couch|cosmos|elastic|opensearch|cassandra|\bindex\b/i],
  ["bucket", /\bs3\b|bucket|\bblob|minio|\bgcs\b|object stor/i],
  ["queue", /kafka|rabbit|\bsqs\b|\bnats\b|\bqueue\b|\btopic\b|pub.?sub|\bbroker\b|bullmq|\bstream\b/i],
  [
    "files",
    /\bfiles?\b|\bdisk\b|folder|director(y|ies)|file system|filesystem|\bwork(ing)? ?tree\b|git repositor(y|ies)|\blocal stor|\bfs\b/i,
  ],
];

export const technologyOf = (text: string): Technology =>
  technologies.find(([, pattern]) => pattern.test(text))?.[0] ?? "unknown";

/** Products under which one store goes by several names. */
const products: readonly (readonly [string, RegExp])[] = [
  ["postgres", /postgres|\bpg\b/i],
  ["mysql", /mysql|maria/i],
  ["sqlite", /sqlite/i],
  ["redis", /redis|valkey/i],
  ["mongo", /mongo/i],
  ["dynamo", /dynamo/i],
  ["s3", /\bs3\b|bucket|minio/i],
  ["kafka", /kafka/i],
  ["rabbit", /rabbit|amqp/i],
  ["files", /\bfiles?\b|\bdisk\b|folder|director|filesystem|file system|\bfs\b/i],
];

export const productsIn = (text: string): string[] =>
  products.filter(([, pattern]) => pattern.test(text)).map(([product]) => product);

export const productOf = (text: string): string | undefined =>
  products.find(([, pattern]) => pattern.test(text))?.[0];

const isActor =
  /\b(users?|person|people|customers?|clients?|browsers?|admins?|administrators?|operators?|teams?|service|services|api|app|provider|gateway|proxy|developer|reviewer|attacker|worker|consumer|producer|publisher)\b/i;
const isStore =
  /\b(store|storage|database|db|cache|bucket|disk|files?|folder|directory|table|log file|repository|index|vault|ledger table|queue|topic)s?$/i;

/** Whether a name is that of something that keeps data. */
export const looksLikeStore = (name: string): boolean => {
  const bare = name.replace(/\s*\([^)]*\)\s*$/, "").trim();
  if (isStore.test(bare)) return true;
  if (isActor.test(bare)) return false;
  const technology = technologyOf(bare);
  return technology !== "unknown" && technology !== "queue" ? true : technology === "queue";
};

const filler = new Set([
  "the",
  "thi",
  "this",
  "our",
  "service",
  "api",
  "server",
  "app",
  "application",
  "component",
  "http",
  "process",
  "backend",
  "cli",
  "tool",
  "module",
  "system",
  "we",
  "itself",
  "code",
]);

const core = (text: string): string =>
  stems(text)
    .filter((word) => !filler.has(word))
    .join(" ");

/** What parts of a component are called after the component's own name: `Hook scripts`, `Session handler`. */
const partWords = new Set([
  "script",
  "entry",
  "runner",
  "handler",
  "engine",
  "worker",
  "parser",
  "loader",
  "reader",
  "writer",
  "router",
  "controller",
  "library",
  "core",
  "logic",
  "shell",
  "function",
  "file",
  "source",
]);

export const isPartWord = (word: string): boolean => partWords.has(word);

export interface Self {
  readonly id: string;
  readonly title: string;
  /** Other names of the component, such as the program whose commands it holds. */
  readonly aliases?: readonly string[];
}

/** Whether a name means the component itself, or a part of it. */
export const isComponent = (name: string, component: Self): boolean => {
  const own = core(name.replace(/\s*\([^)]*\)\s*$/, ""));
  // "The service" is the component; "Services" are others that call it.
  if (own === "") return !/(?:services|servers|apps|applications|systems|tools|backends)$/i.test(name.trim());
  return [component.id, component.title, ...(component.aliases ?? [])].map(core).some((each) => {
    if (own === each) return true;
    if (each === "" || !own.startsWith(`${each} `)) return false;
    return own
      .slice(each.length + 1)
      .split(" ")
      .every((word) => partWords.has(word));
  });
};

/** The parts of a cell that lists several: `Browser, mobile app and Operator`. */
export const parts = (cell: string): string[] =>
  cell
    .replace(/`/g, "")
    .split(/\s*(?:,|;|\/|\s+(?:and|or|und|&)\s+)\s*/i)
    .map((part) => part.replace(/^(?:the|any|an|a)\s+/i, "").trim())
    .filter((part) => part !== "");

/** A name as a title: first letter in upper case, without an article. */
export const title = (name: string): string => {
  const bare = name
    .replace(/`/g, "")
    .replace(/^(?:the|any|an|a)\s+/i, "")
    .replace(/\s+/g, " ")
    .trim();
  return /^\p{Ll}+(?:\s|$)/u.test(bare) ? `${bare.charAt(0).toUpperCase()}${bare.slice(1)}` : bare;
};

/** Names of people who run things, by what they are called. */
export const isAdministrator =
  /\b(admin\w*|operators?|ops|staff|support|superuser|root|dba|maintainers?|on.?call)\b/i;
