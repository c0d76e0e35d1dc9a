// What a rule may ask: the facts of an element and of the things at it, by name and type. The view of an element
// (agents/rules) fills them from the map, the spec and the observation.

import type { ElementKind } from "../model/schema.ts";
import type { FactType, Vocabulary } from "./predicate.ts";
import { topicIds } from "./topics.ts";

type Names = Readonly<Record<string, FactType>>;

const prefixed = (prefix: string, flags: string, texts = ""): Names =>
  Object.fromEntries([
    ...flags.split(" ").map((name) => [`${prefix}.${name}`, "flag"] as const),
    ...texts
      .split(" ")
      .filter((name) => name !== "")
      .map((name) => [`${prefix}.${name}`, "text"] as const),
  ]);

/**
 * Items of the lists. `entry.seen`: its code was observed; `entry.stated`: the spec names it; `entry.guarded`: a check
 * was observed at it; `entry.public`: it is called over a network.
 */
export const itemFacts: Readonly<Record<string, Names>> = {
  entries: prefixed(
    "entry",
    "http command queue scheduled function seen stated guarded public authenticated anonymous changes credential takes-id admin webhook health list bounded validated upload recovery single-use sends token-in-url role-field role-stated role-seen owner-stated owner-seen free-text static-key session body sensitive document claims renders inside declared role-declared redeems login",
    "name auth method proof",
  ),
  outbound: prefixed(
    "outbound",
    "seen dynamic configured plain insecure timeout broker mail payment reads sensitive secret",
    "name host",
  ),
  launches: prefixed("launch", "shell dynamic evaluates", "name"),
  secrets: prefixed("secret", "database signing literal address", "name"),
  files: prefixed("file", "dynamic writes", "name"),
  crypto: prefixed("crypto", "weak password", "name"),
};

/** Flags of one list of items that a rule looks through are also asked of the focus. */
export type ListName = "entries" | "outbound" | "launches" | "secrets" | "files" | "crypto";

const common: Names = {
  name: "text",
  observed: "flag", // some code of the component was observed
  sensitive: "flag", // an asset at this element is confidential or secret
  secret: "flag", // an asset at this element is secret
  cookies: "flag", // sessions travel in cookies
  passwords: "flag", // the component checks passwords
  roles: "flag", // spec or code knows roles
  operators: "flag", // people who operate the component are on the map
  secrets: "number", // secrets that the element reads
  launches: "number", // programs that the element starts
  ...Object.fromEntries(
    topicIds.flatMap((topic) => [
      [`code.${topic}`, "flag"] as const, // observed in the code
      [`outside.${topic}`, "flag"] as const, // a control outside the code that the spec states
      [`stated.${topic}`, "flag"] as const, // the spec states it of the component itself
    ]),
  ),
};

const ofKind: Readonly<Record<ElementKind, Names>> = {
  external: prefixed("external", "person administrator service provider caller relay program"),
  process: { ...prefixed("process", "http logs merges concatenates") },
  store: prefixed("store", "networked shared audit passwords tokens concatenated written", "technology"),
  flow: prefixed(
    "flow",
    "inbound outbound storing internal crosses encrypted plain unstated ends-early repeats insecure networked changes to-model health undeclared configured",
    "data protocol protection",
  ),
};

/** The vocabulary of a rule for this kind of element that looks through this list. */
export const vocabularyOf = (kind: ElementKind, over?: ListName): Vocabulary => ({
  facts: { ...common, ...ofKind[kind] },
  lists: over === undefined ? itemFacts : { ...itemFacts, focus: itemFacts[over] ?? {} },
});

/**
 * Placeholders of templates. All kinds: the component, the element, the things in focus, where they are in the code,
 * who calls them, the assets at stake, the stores, the boundary crossed (` across …` or nothing), the secrets. A word
 * without a value has a phrase that still reads well.
 */
export const words: readonly string[] = [
  "component",
  "name",
  "focus",
  "at",
  "callers",
  "assets",
  "stores",
  "across",
  "secrets",
  "providers",
  "auth",
  "entries",
  "changing",
  "open",
  "outbound",
  "launches",
  "operators",
  "senders",
  "limits",
];

export const wordsOf: Readonly<Record<ElementKind, readonly string[]>> = {
  external: words,
  process: words,
  store: [...words, "holds", "others", "connection", "account"],
  flow: [...words, "from", "to", "data", "protocol", "protection"],
};
