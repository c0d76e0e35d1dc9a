// The declared inputs of a row, each with its place, its name in code and its shape.

import type { InterfaceInput, InterfaceRow } from "../../../spec/types.ts";
import type { Input, Note, Where } from "./entries.ts";
import { camel, kebab, Names, orNumbered, words } from "./names.ts";
import { shapeOf } from "./shapes.ts";

const textPlaces: ReadonlySet<Where> = new Set(["path", "query", "header", "option"]);

/** Property names that mean something on every object. */
export const reservedProperties = [
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "then",
];

/** Inputs without a place, and those that stand twice, are left out. */
export const inputsOf = (
  row: InterfaceRow,
  whereOf: (input: InterfaceInput) => Where | undefined,
  note: Note,
): Input[] => {
  const properties = new Names(reservedProperties);
  const seen = new Set<string>();
  return row.inputs.flatMap((input, index): Input[] => {
    const where = whereOf(input);
    if (where === undefined) return [];
    const wire = wireName(input.name, where);
    if (seen.has(`${where} ${wire}`)) {
      note(`input \`${input.name}\` is declared twice: the first one counts`);
      return [];
    }
    seen.add(`${where} ${wire}`);
    const shape = shapeOf(input, textPlaces.has(where), note);
    // One header or path segment is one text; only a query repeats.
    const single = shape.base === "list" && (where === "header" || where === "path");
    if (single) note(`\`${input.name}\` is a list in a ${where}: it is checked as one text`);
    return [
      {
        where,
        wire,
        property: properties.take(camel(orNumbered(words(input.name), "input", index))),
        // A switch that is not given is off.
        optional: where === "path" ? false : input.optional || (where === "option" && shape.base === "flag"),
        shape: single ? { base: "text" } : shape,
      },
    ];
  });
};

/** Node gives headers in lower case; options are kebab-case by the custom of command lines. */
const wireName = (name: string, where: Where): string => {
  if (where === "header") return name.toLowerCase();
  return where === "option" ? kebab(words(name)) || "option" : name;
};
