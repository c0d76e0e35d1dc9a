// Made-up records for tests of the ledger.

import { prices } from "../../src/cost/price-table.ts";
import type { ComponentSize, Spend } from "../../src/cost/spend.ts";
import { noTokens } from "../../src/cost/usage.ts";
import type { Usage } from "../../src/model/provenance.ts";

export const pricing = { table: prices };
export const reference = "claude-opus-5-5";

export const usage = (some: Partial<Usage> = {}): Usage => ({ ...noTokens, model: reference, ...some });

export const size: ComponentSize = {
  inputs: [
    { path: "specs/notes.md", oid: "a".repeat(40), bytes: 25_500 },
    { path: "src/notes/server.ts", oid: "b".repeat(40), bytes: 21_000 },
  ],
  model: { path: "specs/notes.threats.yaml", oid: "c".repeat(40), bytes: 26_000 },
};

let made = 0;

export const spend = (some: Partial<Spend> = {}): Spend => {
  made += 1;
  return {
    record: made.toString(16).padStart(12, "0"),
    component: "notes",
    mode: "same-context",
    agent: "claude",
    repository: "shop",
    commit: made.toString(16).padStart(40, "0"),
    author: "Ada",
    day: "2026-11-20",
    usage: [],
    size,
    ...some,
  };
};
