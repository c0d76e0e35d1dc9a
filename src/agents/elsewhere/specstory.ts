// Histories that SpecStory keeps as Markdown in `.specstory/history/`, often untracked. Read as they are.

import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { compare } from "../../model/finding.ts";
import { type ForeignContext, type FoundContext, foreignContext, maxStored } from "./foreign-context.ts";

const folder = ".specstory/history";

const foundAt = (name: string): FoundContext => ({
  source: "specstory",
  id: name,
  provenance: { where: `${folder}/${name}` },
});

/** Regular files in regular folders: nothing is read through a link. Newest first, because names begin with the time. */
const names = async (repository: Repository): Promise<string[]> => {
  for (const part of [".specstory", folder]) {
    const info = await lstat(join(repository.root, part)).catch(() => undefined);
    if (info?.isDirectory() !== true) return [];
  }
  const entries = await readdir(join(repository.root, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map(({ name }) => name)
    .sort((a, b) => compare(b, a));
};

export const findSpecStory = async (repository: Repository): Promise<FoundContext[]> =>
  (await names(repository)).map(foundAt);

export const readSpecStory = async (
  repository: Repository,
  id: string,
): Promise<ForeignContext | undefined> => {
  if (!(await names(repository)).includes(id)) return undefined;
  const file = await open(join(repository.root, folder, id), "r");
  try {
    const { size } = await file.stat();
    // The end of a conversation counts most.
    const length = Math.min(size, maxStored);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return foreignContext(foundAt(id), buffer.subarray(0, bytesRead).toString("utf8"));
  } finally {
    await file.close();
  }
};
