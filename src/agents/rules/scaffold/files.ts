// Modules by the file that they go to, and files that are there already.

import { compare } from "../../../model/finding.ts";
import type { Module } from "./types.ts";

export const byFile = (places: ReadonlyMap<Module, string>): [string, Module[]][] => {
  const files = new Map<string, Module[]>();
  for (const [module, path] of places) files.set(path, [...(files.get(path) ?? []), module]);
  return [...files].sort(([a], [b]) => compare(a, b));
};

/** The path of an existing file, where file systems that fold case would see the same one. */
export const existingPath = (path: string, existing: Readonly<Record<string, string>>): string | undefined =>
  Object.keys(existing).find((each) => each.toLowerCase() === path.toLowerCase());
