// The predicate language of the rules: plain data, no code, no eval. A predicate is checked against a vocabulary when
// its rule is loaded and evaluated against a view of one element later.
//
//   { has: "entry.admin" }                    the flag is set, or the text or list is not empty
//   { eq: ["store.technology", "files"] }     equal to a text, number or flag
//   { matches: ["flow.data", "token|key"] }   a regular expression, without regard to case; a list: any of its texts
//   { atLeast: ["process.entries", 2] }       a number, or the length of a list
//   { some: ["entries", { has: … }] }         at least one item of a list satisfies the predicate
//   { all: […] } { any: […] } { not: … }      as their names say; an empty all holds, an empty any does not

export type Scalar = string | number | boolean;
export type Value = Scalar | readonly string[];

export type Predicate =
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate }
  | { readonly has: string }
  | { readonly eq: readonly [string, Scalar] }
  | { readonly matches: readonly [string, string] }
  | { readonly atLeast: readonly [string, number] }
  | { readonly some: readonly [string, Predicate] };

export type FactType = "flag" | "text" | "number" | "texts";

/** Which facts may be named: those of the element, and for each list those of its items. */
export interface Vocabulary {
  readonly facts: Readonly<Record<string, FactType>>;
  readonly lists: Readonly<Record<string, Readonly<Record<string, FactType>>>>;
}

export type Facts = Readonly<Record<string, Value>>;

export interface Item {
  readonly facts: Facts;
}

export interface Scope {
  readonly facts: Facts;
  /** Facts of the item that is looked at; they hide the element's. */
  readonly item?: Facts;
  readonly lists: Readonly<Record<string, readonly Item[]>>;
}

/**
 * Whether a predicate holds. Inside `some`, names are looked up in the item first and in the element after that. A fact
 * that the view does not carry counts as absent: flags as false, texts as empty.
 */
export const holds = (predicate: Predicate, scope: Scope): boolean => {
  if ("all" in predicate) return predicate.all.every((part) => holds(part, scope));
  if ("any" in predicate) return predicate.any.some((part) => holds(part, scope));
  if ("not" in predicate) return !holds(predicate.not, scope);
  if ("has" in predicate) return isSet(factOf(scope, predicate.has));
  if ("eq" in predicate) return factOf(scope, predicate.eq[0]) === predicate.eq[1];
  if ("matches" in predicate) {
    const pattern = patternOf(predicate.matches[1]);
    return textsOf(factOf(scope, predicate.matches[0])).some((text) => pattern.test(text));
  }
  if ("atLeast" in predicate) return sizeOf(factOf(scope, predicate.atLeast[0])) >= predicate.atLeast[1];
  const [list, part] = predicate.some;
  return (scope.lists[list] ?? []).some((item) => holds(part, within(scope, item)));
};

/** The scope inside an item of a list. */
export const within = (scope: Scope, item: Item): Scope => ({
  facts: scope.facts,
  lists: scope.lists,
  item: item.facts,
});

const factOf = ({ facts, item }: Scope, name: string): Value | undefined => item?.[name] ?? facts[name];

const patterns = new Map<string, RegExp>();

/** Patterns come from a fixed catalogue, so that keeping the compiled ones is bounded. */
const patternOf = (source: string): RegExp => {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(source, "iu");
  patterns.set(source, pattern);
  return pattern;
};

const isSet = (value: Value | undefined): boolean =>
  typeof value === "object"
    ? value.length > 0
    : value !== undefined && value !== "" && value !== false && value !== 0;

const textsOf = (value: Value | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "object" ? value : [String(value)];

const sizeOf = (value: Value | undefined): number =>
  typeof value === "number" ? value : typeof value === "object" ? value.length : 0;

/** What is wrong with a predicate, one phrase each. It may come from data, so nothing about its shape is trusted. */
export const predicateProblems = (predicate: unknown, vocabulary: Vocabulary): string[] => {
  if (typeof predicate !== "object" || predicate === null || Array.isArray(predicate))
    return ["unexpected predicate, expected an object with one operator"];
  const entries = Object.entries(predicate);
  const [operator, operand] = entries[0] ?? ["", undefined];
  if (entries.length !== 1 || !Object.hasOwn(checks, operator))
    return [
      `unexpected operators '${entries.map(([key]) => key).join(", ")}', expected one of ${Object.keys(checks).join(", ")}`,
    ];
  return (checks[operator] as Check)(operand, vocabulary);
};

type Check = (operand: unknown, vocabulary: Vocabulary) => string[];

const each: Check = (operand, vocabulary) =>
  Array.isArray(operand)
    ? operand.flatMap((part) => predicateProblems(part, vocabulary))
    : ["unexpected operand of all or any, expected a list of predicates"];

const typed =
  (types: readonly FactType[], operandType: (value: unknown, type: FactType) => boolean): Check =>
  (operand, vocabulary) => {
    const [name, value] = Array.isArray(operand) && operand.length === 2 ? operand : [undefined, undefined];
    if (typeof name !== "string") return ["unexpected operand, expected [name of a fact, value]"];
    const type = Object.hasOwn(vocabulary.facts, name) ? vocabulary.facts[name] : undefined;
    if (type === undefined) return [`unknown fact '${name}'`];
    if (!types.includes(type)) return [`unexpected ${type} '${name}', expected ${types.join(" or ")}`];
    return operandType(value, type)
      ? []
      : [`unexpected value ${JSON.stringify(value)} for the ${type} '${name}'`];
  };

const isPattern = (value: unknown): boolean => {
  if (typeof value !== "string" || value === "") return false;
  try {
    return new RegExp(value, "iu") instanceof RegExp;
  } catch {
    return false;
  }
};

const checks: Readonly<Record<string, Check>> = {
  all: each,
  any: each,
  not: predicateProblems,
  has: (operand, vocabulary) =>
    typeof operand !== "string"
      ? ["unexpected operand of has, expected the name of a fact"]
      : Object.hasOwn(vocabulary.facts, operand)
        ? []
        : [`unknown fact '${operand}'`],
  eq: typed(["flag", "text", "number"], (value, type) =>
    type === "flag"
      ? typeof value === "boolean"
      : type === "text"
        ? typeof value === "string"
        : typeof value === "number",
  ),
  matches: typed(["text", "texts"], isPattern),
  atLeast: typed(["number", "texts"], (value) => typeof value === "number"),
  some: (operand, vocabulary) => {
    const [list, part] = Array.isArray(operand) && operand.length === 2 ? operand : [undefined, undefined];
    if (typeof list !== "string") return ["unexpected operand of some, expected [name of a list, predicate]"];
    if (!Object.hasOwn(vocabulary.lists, list)) return [`unknown list '${list}'`];
    return predicateProblems(part, {
      facts: { ...vocabulary.facts, ...vocabulary.lists[list] },
      lists: vocabulary.lists,
    });
  },
};
