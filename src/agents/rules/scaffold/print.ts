// From modules with places to source text: whole files, or only what an existing file lacks.

import { importLines, type Resolve } from "./imports.ts";
import { declares, hasKey } from "./lookup.ts";
import { lineComment, remark } from "./text.ts";
import type { List, Module, Piece } from "./types.ts";

export interface Print {
  readonly specPath: string;
  readonly resolve: Resolve;
  /** The file of a generated module of code, by its stem. */
  readonly pathOf: (stem: string) => string | undefined;
  readonly tsExtension: boolean;
}

const importsOf = (path: string, pieces: readonly Piece[], print: Print): string[] => {
  const uses = pieces.flatMap((piece) => [
    ...piece.uses,
    ...(piece.kind === "list" ? piece.entries.flatMap((entry) => entry.uses) : []),
  ]);
  return importLines(path, uses, print.resolve, print.pathOf, print.tsExtension);
};

const listCode = ({ open, close, entries }: List): string =>
  entries.length === 0
    ? `${open}${close}`
    : `${open}\n${entries.map((entry) => entry.code).join("\n")}\n${close}`;

const pieceCode = (piece: Piece): string => (piece.kind === "list" ? listCode(piece) : piece.code);

/** Modules that share a file may bring the same helper: it is printed once. */
const distinctPieces = (modules: readonly Module[]): readonly Piece[] => [
  ...new Map(modules.flatMap((module) => module.pieces).map((piece) => [piece.name, piece])).values(),
];

/** A new file that holds these modules. */
export const printFile = (path: string, modules: readonly Module[], print: Print): string => {
  const pieces = distinctPieces(modules);
  const about =
    modules.length > 2
      ? "Everything that the spec's interface names."
      : modules.map((module) => module.about).join(" ");
  const header = lineComment(`${about} Scaffolded from ${remark(print.specPath)}.`);
  const imports = importsOf(path, pieces, print);
  return `${[header.trimEnd(), ...(imports.length === 0 ? [] : [imports.join("\n")]), ...pieces.map(pieceCode)].join("\n\n")}\n`;
};

/** What an existing file lacks of these modules, ready to be pasted; undefined when it has everything. */
export const printMissing = (
  path: string,
  content: string,
  modules: readonly Module[],
  print: Print,
): string | undefined => {
  const pieces = distinctPieces(modules);
  const missing = pieces.flatMap((piece): Piece[] => {
    if (piece.kind === "declaration") {
      const served = piece.servedBy !== undefined && declares(content, piece.servedBy);
      return served || declares(content, piece.name) ? [] : [piece];
    }
    if (!declares(content, piece.name)) return [piece];
    const entries = piece.entries.filter((entry) => !hasKey(content, entry.key));
    return entries.length === 0 ? [] : [{ ...piece, entries }];
  });
  if (missing.length === 0) return undefined;
  const imports = importsOf(path, missing, print).filter((line) => !content.includes(line));
  const shown = missing.map((piece) =>
    piece.kind === "list" && declares(content, piece.name)
      ? `// into \`${piece.name}\`:\n${piece.entries.map((entry) => entry.code).join("\n")}`
      : pieceCode(piece),
  );
  return `${[...(imports.length === 0 ? [] : [imports.join("\n")]), ...shown].join("\n\n")}\n`;
};
