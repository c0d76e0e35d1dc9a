// Reads a system's spec and code from the corpus.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { projectRoot } from "../repositories.ts";
import { specPathOf, type Tree } from "./series.ts";

const folderOf = (id: string): string => join(projectRoot(), "bench/accuracy/systems", id);

/** The first commit's files, by path in the repository, in byte order. */
export const loadTree = (id: string): Tree => {
  const code = join(folderOf(id), "code");
  const files = readdirSync(code, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(code, name)).isFile())
    .map((name) => [name.split(sep).join("/"), readFileSync(join(code, name), "utf8")] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([[specPathOf(id), readFileSync(join(folderOf(id), "spec.md"), "utf8")], ...files]);
};
