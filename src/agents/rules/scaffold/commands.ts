// Command rows: the words that select a command, and which inputs are given by position.

import type { InterfaceRow } from "../../../spec/types.ts";
import type { CommandEntry, Note } from "./entries.ts";
import { inputsOf } from "./inputs.ts";
import { kebab, words } from "./names.ts";

/** The words of a command up to its first placeholder or option. */
export const commandKey = (name: string): string => {
  const leading = name.trim().split(/\s+/);
  const end = leading.findIndex((word) => /^[-<[{]/.test(word));
  return (end < 0 ? leading : leading.slice(0, end)).join(" ");
};

/** Inputs whose names stand as placeholders in the row's name are given by position. */
export const commandInputs = (
  row: InterfaceRow,
  note: Note,
): Pick<CommandEntry, "inputs" | "positionals"> => {
  const found = [...row.name.matchAll(/(?:^|\s)(?:<([^<>]+)>|\[([^[\]-][^[\]]*)\])/g)];
  const places = [...new Set(found.map((match) => kebab(words(match[1] ?? match[2] ?? ""))))];
  const inputs = inputsOf(row, () => "option", note).map((input) =>
    places.includes(input.wire) && input.shape.base === "list"
      ? { ...input, shape: { base: "text" as const } }
      : input,
  );
  const positionals = places.flatMap((place) => inputs.filter((input) => input.wire === place));
  return { inputs, positionals };
};

/** The program of `sessions purge` and `sessions list` is `sessions`; undefined when the commands share none. */
export const programOf = (rows: readonly InterfaceRow[]): string | undefined => {
  const keys = rows.filter((row) => row.kind === "command").map((row) => commandKey(row.name));
  const program = keys[0]?.split(" ")[0];
  return keys.every((key) => key.includes(" ") && key.split(" ")[0] === program) ? program : undefined;
};
