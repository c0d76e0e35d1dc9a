// Scaffolds TypeScript from a spec's interface table: decides what would be written, writes nothing. Files that exist
// are never among the proposed ones; what they lack is shown beside them.
//
// Relative imports end in `.js` (or `.mjs`), which compiled projects take everywhere. They end in `.ts` only when the
// existing files show that the project wants that: a tsconfig that allows it, or an import that already does.

import type { Spec } from "../../../spec/types.ts";
import type { ProposedFile } from "../../port.ts";
import { commandModules } from "./code-commands.ts";
import { consumerModules } from "./code-consumers.ts";
import { functionModules } from "./code-functions.ts";
import { httpModules } from "./code-http.ts";
import { supportModules } from "./code-support.ts";
import { driftNotes } from "./drift.ts";
import type { Entries } from "./entries.ts";
import { byFile, existingPath } from "./files.ts";
import { resolver } from "./imports.ts";
import { type Free, place, testsOf } from "./place.ts";
import { withoutPresent } from "./present.ts";
import { type Print, printFile, printMissing } from "./print.ts";
import { readEntries } from "./rows.ts";
import { routeTestModules } from "./tests-http.ts";
import { otherTestModules } from "./tests-other.ts";
import { oneLine } from "./text.ts";
import type { Module, ScaffoldPlan, Withheld } from "./types.ts";

export type { ScaffoldPlan, Withheld } from "./types.ts";

/** `existing` holds the content of the files that targets and tests match now, by path. */
export const scaffold = (spec: Spec, existing: Readonly<Record<string, string>>): ScaffoldPlan => {
  const read = readEntries(spec);
  const code = codeModules(read);
  const free = freeAmong(Object.keys(existing));
  const places = code.length === 0 ? undefined : place(code, spec.targets, spec.id, free);
  const own = new Set(places?.values() ?? []);
  const { entries, notes } = withoutPresent(read, existing, own, testsOf(spec.tests));
  const notesSoFar = [...read.notes, ...notes];
  if (places === undefined || count(entries) === 0)
    return {
      files: [],
      withheld: [],
      notes: finish([...notesSoFar, ...nothing(spec, count(read) > 0, places !== undefined)]),
    };

  const kept = codeModules(entries);
  const keptPlaces = place(kept, spec.targets, spec.id, free) ?? new Map<Module, string>();
  const testNotes: string[] = [];
  const note = (text: string): void => void testNotes.push(text);
  const tests = [...routeTestModules(entries.http, note), ...otherTestModules(entries, note)];
  const testPlaces = place(tests, spec.tests, spec.id, free);
  if (testPlaces === undefined)
    note(
      "the spec's `tests` leave no place for a TypeScript test: none is proposed. " +
        `Add a glob such as \`test/${oneLine(spec.id)}/**\``,
    );
  const all = new Map([...keptPlaces, ...(testPlaces ?? [])]);
  const print = printing(spec, kept, keptPlaces, existing);
  return {
    ...divide(all, existing, print),
    notes: finish([...notesSoFar, ...testNotes, ...driftNotes(all, existing)]),
  };
};

const codeModules = (entries: Entries): Module[] => [
  ...supportModules(entries),
  ...functionModules(entries.functions),
  ...consumerModules(entries.consumers),
  ...commandModules(entries.commands),
  ...httpModules(entries.http),
];

const count = ({ http, functions, commands, consumers }: Entries): number =>
  http.length + functions.length + commands.length + consumers.length;

const nothing = (spec: Spec, hasRows: boolean, hasPlace: boolean): string[] => {
  if (!hasRows) return ["the spec's interface names nothing that can be scaffolded: no file is proposed"];
  if (hasPlace) return [];
  const globs = spec.targets.map((glob) => `\`${oneLine(glob)}\``).join(", ");
  return [`no target leaves a place for TypeScript (${globs || "there are none"}): no file is proposed`];
};

/** File systems may fold case, so paths that differ only in case are the same file here. */
const freeAmong = (paths: readonly string[]): Free => {
  const files = new Set(paths.map((path) => path.toLowerCase()));
  return (path) => {
    const segments = path.toLowerCase().split("/");
    return !segments.slice(1).some((_, index) => files.has(segments.slice(0, index + 1).join("/")));
  };
};

const printing = (
  spec: Spec,
  modules: readonly Module[],
  places: ReadonlyMap<Module, string>,
  existing: Readonly<Record<string, string>>,
): Print => {
  const byStem = new Map(modules.map((module) => [module.stem, places.get(module)]));
  const exported = modules.flatMap((module) =>
    module.pieces.flatMap((piece): [string, string][] =>
      piece.kind === "declaration" && /^export async function/m.test(piece.code)
        ? [[piece.name, module.stem]]
        : [],
    ),
  );
  return {
    specPath: spec.path,
    resolve: resolver(new Map(exported)),
    pathOf: (stem) => byStem.get(stem),
    tsExtension: wantsTsExtension(existing),
  };
};

const wantsTsExtension = (existing: Readonly<Record<string, string>>): boolean =>
  Object.entries(existing).some(([path, content]) =>
    /(?:^|\/)tsconfig[^/]*\.json$/.test(path)
      ? /"(?:allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(content)
      : /\.m?ts$/.test(path) && /^(?:import|export)\b[^;'"]*["']\.{1,2}\/[^'"\n]*\.m?ts["']/m.test(content),
  );

const divide = (
  places: ReadonlyMap<Module, string>,
  existing: Readonly<Record<string, string>>,
  print: Print,
): { files: ProposedFile[]; withheld: Withheld[] } => {
  const files: ProposedFile[] = [];
  const withheld: Withheld[] = [];
  for (const [path, modules] of byFile(places)) {
    const present = existingPath(path, existing);
    if (present === undefined) {
      files.push({ path, content: printFile(path, modules, print) });
      continue;
    }
    const missing = printMissing(present, existing[present] ?? "", modules, print);
    if (missing !== undefined) withheld.push({ path: present, missing });
  }
  return { files, withheld };
};

const finish = (notes: readonly string[]): string[] => [...new Set(notes.map((text) => oneLine(text, 500)))];
