// What was spent on this machine, one line an HTTP attempt, whether or not it led to a record.

import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Attempt } from "../agents/context/entry.ts";
import { localFolder, readLocal, writeLocal } from "./local.ts";
import type { Repository } from "./repository.ts";

export interface LedgerLine extends Attempt {
  readonly component: string;
}

const fileOf = (repository: Repository): string => join(localFolder(repository.commonDir), "ledger.jsonl");

/** Adds attempts. Lines are short enough to be written whole, so that writers side by side do not mix. */
export const addToLedger = async (repository: Repository, lines: readonly LedgerLine[]): Promise<void> => {
  if (lines.length === 0) return;
  const file = fileOf(repository);
  if ((await readLocal(file)) === undefined) await writeLocal(file, "");
  const handle = await open(file, "a", 0o600);
  try {
    await handle.writeFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  } finally {
    await handle.close();
  }
};

/** Every attempt, oldest first; lines that can't be read are left out. */
export const readLedger = async (repository: Repository): Promise<LedgerLine[]> =>
  ((await readLocal(fileOf(repository))) ?? "").split("\n").flatMap((line) => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as LedgerLine];
    } catch {
      return [];
    }
  });
