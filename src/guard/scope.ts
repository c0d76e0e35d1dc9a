// Assignments: what a line gives to its variables.

import { type Field, fieldOf, known, type Scope } from "./fields.ts";
import type { Part, Word } from "./word.ts";

export interface Assignment {
  readonly name: string;
  readonly value: Field;
  /** `name+=value`. */
  readonly appended: boolean;
}

/** @param folder where the line starts; empty when that is not known */
export const newScope = (gitAliases: Readonly<Record<string, string>>, folder = ""): Scope => ({
  variables: new Map(),
  shellAliases: new Map(),
  gitAliases: new Map(Object.entries(gitAliases).map(([name, value]) => [name.toLowerCase(), value])),
  folder,
});

/** Reads a word as `NAME=value`; undefined for any other word. */
export const assignmentOf = (word: Word, scope: Scope): Assignment | undefined => {
  const [first, ...rest] = word;
  if (first?.kind !== "text" || first.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)(\+?)=/.exec(first.text);
  if (match === null) return undefined;
  const value: Part[] = [{ kind: "text", text: first.text.slice(match[0].length), quoted: true }, ...rest];
  return { name: match[1] as string, value: fieldOf(value, scope), appended: match[2] === "+" };
};

/** The same for a field that a program takes as `NAME=value`. */
export const assignmentIn = (field: Field): Assignment | undefined => {
  const match = /^([A-Za-z_]\w*)=/.exec(field.text);
  if (match === null) return undefined;
  const { length } = match[0];
  const value = { ...field, text: field.text.slice(length), whole: field.whole.slice(length) };
  return {
    name: match[1] as string,
    value: field.open === "no" ? known(value.text) : value,
    appended: false,
  };
};

/** Remembers a value. A variable with more than one has none that can be relied on. */
export const assign = (scope: Scope, { name, value, appended }: Assignment): void => {
  const before = scope.variables.get(name);
  const differs = scope.variables.has(name) && before?.whole !== value.whole;
  scope.variables.set(name, appended || differs ? undefined : value);
};
