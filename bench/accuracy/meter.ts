// What a step spent, read from the ledger that the product keeps of every HTTP attempt: it also holds what led to no model.

import { readLedger } from "../../src/git/ledger.ts";
import type { Repository } from "../../src/git/repository.ts";
import type { Usage } from "../../src/model/provenance.ts";

export type Meter = <T>(step: () => Promise<T>) => Promise<T>;

/** @param spent told after each step, also one that failed */
export const meterOf = (repository: Repository, spent: (usage: readonly Usage[]) => void): Meter => {
  let read = 0;
  return async (step) => {
    try {
      return await step();
    } finally {
      const lines = await readLedger(repository);
      const usage = lines.slice(read).flatMap((line) => line.usage ?? []);
      read = lines.length;
      if (usage.length > 0) spent(usage);
    }
  };
};
