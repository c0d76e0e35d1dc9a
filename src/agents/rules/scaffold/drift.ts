// Where existing code and the spec say different things about the same entry point.

import { byFile, existingPath } from "./files.ts";
import { declares, keyAt } from "./lookup.ts";
import { literal } from "./text.ts";
import type { ListEntry, Module } from "./types.ts";

/** One note for each guard that differs and each declared input that is not read. */
export const driftNotes = (
  places: ReadonlyMap<Module, string>,
  existing: Readonly<Record<string, string>>,
): string[] =>
  byFile(places).flatMap(([path, modules]) => {
    const present = existingPath(path, existing);
    const content = present === undefined ? undefined : existing[present];
    if (present === undefined || content === undefined) return [];
    return [
      ...differingGuards(content, modules).map(
        ({ entry, found }) =>
          `\`${entry.key}\` in ${present} requires \`${found}\`, the spec says \`${entry.requires}\`: change one of them`,
      ),
      ...unreadInputs(content, modules).map(
        ({ name, input, line }) =>
          `\`${name}\` in ${present} does not read the input \`${input}\` that the spec declares: add \`${line}\``,
      ),
    ];
  });

/** Entries of a table whose requirement in an existing file is not the spec's. */
const differingGuards = (
  content: string,
  modules: readonly Module[],
): { readonly entry: ListEntry; readonly found: string }[] =>
  modules
    .flatMap((module) => module.pieces)
    .flatMap((piece) => (piece.kind === "list" ? piece.entries : []))
    .flatMap((entry) => {
      const at = entry.requires === undefined ? -1 : keyAt(content, entry.key);
      if (at < 0) return [];
      const found = /^[^\n]*\n?[^\n]*?\brequires:\s*["'`]([^"'`\n]*)["'`]/.exec(content.slice(at))?.[1];
      const expected = literal(entry.requires ?? "").slice(1, -1);
      return found === undefined || found === expected ? [] : [{ entry, found }];
    });

/** Declared inputs that an existing file, which validates the scaffold's way, does not read. */
const unreadInputs = (
  content: string,
  modules: readonly Module[],
): { readonly name: string; readonly input: string; readonly line: string }[] =>
  modules
    .flatMap((module) => module.pieces)
    .flatMap((piece) => (piece.kind === "declaration" && declares(content, piece.name) ? [piece] : []))
    .flatMap(({ name, reads = [] }) =>
      content.includes("readInputs")
        ? reads
            .filter(({ start }) => !content.includes(start))
            .map(({ input, line }) => ({ name, input, line }))
        : [],
    );
