// Facts are what the spec states and what the code observably has, in one vocabulary, so that the map can be
// checked from both sides (rule 3 of the invariant).

import type { Place } from "./finding.ts";

export type FactKind =
  | "asset"
  | "entry" // an entry point: route, command, queue consumer
  | "boundary"
  | "flow"
  | "auth" // an authentication or authorization decision
  | "control" // a control outside the code
  | "risk" // an accepted risk
  | "assumption"
  | "outbound" // a call that leaves the process over the network
  | "store" // a database, cache, bucket or file store
  | "launch" // a child process
  | "secret" // a secret read from the environment
  | "file" // file access
  | "crypto" // use of cryptography
  | "limit"; // a check or bound on what comes in: size, rate, time, shape, and what callers see of errors

/** Kinds that a spec can state and a model must account for. */
export const specFactKinds = [
  "asset",
  "entry",
  "boundary",
  "flow",
  "control",
  "risk",
  "assumption",
] as const satisfies readonly FactKind[];

/** Kinds that observation finds and a map must cover. */
export const codeFactKinds = [
  "entry",
  "outbound",
  "store",
  "launch",
  "secret",
] as const satisfies readonly FactKind[];

export interface Fact {
  /** `<kind>:<normalised name>`; the same thing has the same key in spec and code. */
  readonly key: string;
  readonly kind: FactKind;
  /** As a person would write it: `POST /sessions`, `Session tokens`, `DATABASE_URL`. */
  readonly name: string;
  /** The statement in full, or the snippet of code that was seen, on one line. */
  readonly text: string;
  readonly at: Place;
  /** Enclosing symbol in code (`login`, `Sessions.revoke`), when there is one. */
  readonly symbol?: string;
  /**
   * Further structure by lower-case name. Spec: the cells of the row (`from`, `to`, `data`, `protection`, `owner`,
   * `reason`, `expires`, `authentication`, …). Code: `library`, `method`, `route`, `host`, `operation`, …
   */
  readonly fields: Readonly<Record<string, string>>;
}

/** So many answers are kept, for names of so many characters at most: a component has a few hundred names. */
const keptAnswers = 10_000;
const keptLength = 200;

/** The same names are asked for again and again, by every entry of a map for every fact. */
const remembered = (answer: (name: string) => string): ((name: string) => string) => {
  const known = new Map<string, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = answer(name);
    if (known.size >= keptAnswers) known.clear();
    if (name.length <= keptLength) known.set(name, made);
    return made;
  };
};

/**
 * Lower-case slug of a name: letters and digits of any script, words joined with `-`; never empty. An apostrophe inside a
 * word is dropped: `agent's` is `agents`.
 */
export const slug: (name: string) => string = remembered((name) => {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/(?<=[\p{L}\p{N}])['\u2019\u02bc](?=\p{L})/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words === null ? "x" : words.join("-");
});

const methods = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ALL|ANY|WS";
const routePattern = new RegExp(`^(${methods})\\s+(/\\S*)$`, "i");

/**
 * Normalises an entry point's name. Routes get an upper-case method, no trailing slash, and parameters without
 * their names (`GET /users/:id` and `GET /users/{userId}` are one); anything else becomes a slug.
 */
export const entryName: (name: string) => string = remembered((name) => {
  const trimmed = name.trim().replace(/\s+/g, " ");
  const route = routePattern.exec(trimmed);
  if (route === null) return slug(trimmed);
  const method = (route[1] as string).toUpperCase();
  const path = (route[2] as string)
    .replace(/[?#].*$/, "")
    .replace(/\/(?::[^/]+|\{[^/]+\}|\[[^/]+\]|<[^/]+>)/g, "/{}")
    .replace(/(.)\/+$/, "$1");
  return `${method} ${path}`;
});

/** Kinds that are stated in sentences: their keys are the beginning of one. */
export const sentenceKinds: ReadonlySet<FactKind> = new Set<FactKind>([
  "control",
  "risk",
  "assumption",
  "auth",
]);
const mostWords = 8;
const mostCharacters = 60;

/** A slug that is too long for a key, by its first words. */
const beginning = (whole: string): string => {
  if (whole.length <= mostCharacters) return whole;
  const words = whole.split("-").slice(0, mostWords);
  while (words.length > 1 && words.join("-").length > mostCharacters) words.pop();
  return words.join("-").slice(0, mostCharacters);
};

/**
 * The key of a fact: kinds whose names are identifiers keep them, the rest are slugged. A control, an accepted risk, an
 * assumption and a decision of more than 60 characters have the first eight words of theirs; where two in one spec begin
 * alike, whoever reads the spec tells the later ones apart by `-2`, `-3` behind the key.
 */
export const factKey = (kind: FactKind, name: string): string => {
  switch (kind) {
    case "entry":
      return `entry:${entryName(name)}`;
    case "secret":
    case "outbound":
    case "store":
    case "launch":
    case "file":
    case "crypto":
    case "limit":
      return `${kind}:${name.trim()}`;
    default:
      return `${kind}:${sentenceKinds.has(kind) ? beginning(slug(name)) : slug(name)}`;
  }
};
