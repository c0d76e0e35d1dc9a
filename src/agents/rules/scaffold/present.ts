// Entry points that code outside the scaffold's own files has already: they are not scaffolded a second time.

import { entryName } from "../../../model/fact.ts";
import type { PathTest } from "../../../pairing/targets.ts";
import type { Entries, Entry } from "./entries.ts";

/** Leaves out what existing files serve. `own` are the scaffold's paths: those are compared part by part instead. */
export const withoutPresent = (
  entries: Entries,
  existing: Readonly<Record<string, string>>,
  own: ReadonlySet<string>,
  isTest: PathTest,
): { readonly entries: Entries; readonly notes: readonly string[] } => {
  const paths = new Set([...own].map((path) => path.toLowerCase()));
  const foreign = Object.entries(existing)
    .filter(([path]) => /\.[cm]?[jt]sx?$/.test(path) && !isTest(path) && !paths.has(path.toLowerCase()))
    .map(([path, content]) => ({ path, routes: routesIn(content), content }));
  const notes: string[] = [];
  const absent = <T extends Entry>(
    list: readonly T[],
    has: (entry: T, file: (typeof foreign)[number]) => boolean,
  ): T[] =>
    list.filter((entry) => {
      const file = foreign.find((each) => has(entry, each));
      if (file !== undefined)
        notes.push(`\`${entry.row.name}\` is in ${file.path} already: it is left as it is`);
      return file === undefined;
    });
  return {
    entries: {
      ...entries,
      http: absent(entries.http, (entry, { routes }) => routes.has(entryName(entry.key))),
      functions: absent(entries.functions, (entry, { content }) => exportsFunction(content, entry.name)),
    },
    notes,
  };
};

/** Routes as literal keys (`"POST /sessions"`) and as calls (`app.post("/sessions"`). */
const routesIn = (content: string): ReadonlySet<string> => {
  const keys = content.matchAll(/["'`]((?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+\/[^"'`\n]*)["'`]/g);
  const calls = content.matchAll(/\.(get|head|post|put|patch|delete|options)\(\s*["'`](\/[^"'`\n]*)["'`]/g);
  return new Set([
    ...[...keys].map((found) => entryName(found[1] ?? "")),
    ...[...calls].map((found) => entryName(`${found[1]} ${found[2]}`)),
  ]);
};

const exportsFunction = (content: string, name: string): boolean =>
  new RegExp(`^export\\s+(?:async\\s+)?(?:function|const)\\s+${name}\\b`, "m").test(content);
