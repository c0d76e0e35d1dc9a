// Reads the interface table: every row that can be scaffolded becomes an entry, the others a note.

import { entryName, factKey } from "../../../model/fact.ts";
import type { InterfaceRow, Spec } from "../../../spec/types.ts";
import { commandInputs, commandKey, programOf } from "./commands.ts";
import type { CommandEntry, Entries, Entry, HttpEntry, Note } from "./entries.ts";
import { fixedNames } from "./imports.ts";
import { inputsOf } from "./inputs.ts";
import { camel, kebab, Names, orNumbered, pascal, words } from "./names.ts";
import { requiresOf } from "./requires.ts";
import { routeInputs, routeOf, routeWords } from "./routes.ts";

export const readEntries = (spec: Spec): Entries => {
  const notes: string[] = [];
  const identifiers = Names.topLevel(fixedNames);
  const files = new Names();
  const seen = new Set<string>();
  const program = programOf(spec.interface);
  const http: HttpEntry[] = [];
  const functions: Entry[] = [];
  const commands: CommandEntry[] = [];
  const consumers: Entry[] = [];

  const named = (parts: readonly string[]): Pick<Entry, "name" | "work" | "inputType"> => ({
    name: identifiers.take(camel(parts)),
    work: identifiers.take(`perform${pascal(parts)}`),
    inputType: identifiers.take(`${pascal(parts)}Input`),
  });
  /** What every entry has; undefined for a row that an earlier one stands for. */
  const common = (
    row: InterfaceRow,
    key: string,
    note: Note,
  ): Pick<Entry, "row" | "key" | "requires"> | undefined => {
    const identity = `${row.kind} ${row.kind === "http" ? entryName(key) : key}`;
    if (seen.has(identity)) {
      note("the interface has it twice: the first row is scaffolded");
      return undefined;
    }
    seen.add(identity);
    return { row, key, requires: demandOf(spec, row, note) };
  };

  for (const row of spec.interface) {
    const note: Note = (text) => void notes.push(`\`${row.name}\`: ${text}`);
    switch (row.kind) {
      case "http": {
        const target = routeOf(row, note);
        if (target === undefined) break;
        const entry = common(row, `${target.method} ${target.route}`, note);
        if (entry === undefined) break;
        const parts = routeWords(target);
        const inputs = routeInputs(row, target, note);
        http.push({ ...entry, ...target, inputs, ...named(parts), stem: files.take(kebab(parts)) });
        break;
      }
      case "function": {
        const called = (/^[^(]*/.exec(row.name)?.[0] ?? "").trim();
        const entry = common(row, called, note);
        if (entry === undefined) break;
        const parts = orNumbered(words(called), "function", functions.length);
        functions.push({ ...entry, inputs: inputsOf(row, () => "argument", note), ...named(parts) });
        break;
      }
      case "command": {
        const full = commandKey(row.name);
        const entry = common(row, program === undefined ? full : full.slice(program.length + 1), note);
        if (entry === undefined) break;
        const parts = orNumbered(words(entry.key), "command", commands.length);
        commands.push({ ...entry, ...commandInputs(row, note), ...named([...parts, "command"]) });
        break;
      }
      case "queue": {
        const bare = row.name.replace(/^(?:queue|topic|consume[sr]?|event|subject|on)[:\s]+/i, "").trim();
        const entry = common(row, bare || row.name, note);
        if (entry === undefined) break;
        const parts = orNumbered(words(entry.key), "message", consumers.length);
        consumers.push({ ...entry, inputs: inputsOf(row, () => "body", note), ...named(["on", ...parts]) });
        break;
      }
      case "other":
        note("neither a route, a function, a command nor a queue: it is left to you");
    }
  }
  return { http, functions, commands, consumers, notes };
};

const demandOf = (spec: Spec, row: InterfaceRow, note: Note): string => {
  const cell = row.auth ?? statedAuth(spec, row);
  if (cell === undefined && row.authLeftBlank === true) {
    note("its authorization is left blank: it is closed to everybody until the spec says who may, or `none`");
    return "denied";
  }
  const requires = requiresOf(cell);
  if (requires === "denied")
    note(`authorization \`${cell}\` cannot be read: it is closed to everybody until the spec says who may`);
  if (cell === undefined) note("the spec does not say who may call it: it is scaffolded without a guard");
  return requires;
};

/** What the security section says of the same entry point, for a table without an authorization column. */
const statedAuth = (spec: Spec, row: InterfaceRow): string | undefined => {
  const fact = spec.facts.find((each) => each.key === factKey("entry", row.name));
  return fact?.fields["authorization"] ?? fact?.fields["authentication"];
};
