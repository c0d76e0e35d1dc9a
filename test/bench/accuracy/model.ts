// Small systems and models for the tests of the scorer.

import type { System, Truth } from "../../../bench/accuracy/truth.ts";
import { modelSchema, type ThreatModel } from "../../../src/model/schema.ts";

const nothing: Truth = {
  entries: [],
  flows: [],
  stores: [],
  boundaries: [],
  controls: [],
  risks: [],
  assumptions: [],
  threats: [],
  traps: [],
};

export const system = (truth: Partial<Truth>, series: System["series"] = []): System => ({
  id: "notes",
  language: "typescript",
  names: { Browser: /browser/i, Database: /database|postgres/i },
  truth: { ...nothing, ...truth },
  series,
});

export interface ThreatText {
  readonly weakness?: string;
  readonly status?: "open" | "mitigated" | "retired";
  readonly level?: string;
  readonly entries?: readonly string[];
  readonly code?: readonly string[];
  readonly title?: string;
  readonly mitigations?: Readonly<Record<string, unknown>>;
}

export const threat = ({
  weakness = "CWE-89",
  status = "open",
  level = "medium",
  entries = [],
  code = [],
  title = "Callers change queries",
  mitigations = {},
}: ThreatText = {}): Record<string, unknown> => ({
  title,
  scenario: "A caller sends a quote.",
  weakness: [weakness],
  "entry-points": entries,
  code,
  severity: { level, reason: "Who: any caller." },
  status,
  mitigations,
});

/** A model of a process with a route, a caller and a database. */
export const model = (
  answers: Readonly<Record<string, unknown>> = {},
  map: Readonly<Record<string, unknown>> = {},
): ThreatModel =>
  modelSchema.parse({
    instride: 1,
    component: "notes",
    framework: "stride",
    map: {
      externals: { browser: { name: "Browser" } },
      processes: { notes: { name: "notes" } },
      stores: { postgres: { name: "Postgres" } },
      flows: {
        "browser-to-notes": { name: "Browser to notes", from: "browser", to: "notes" },
        "notes-to-postgres": { name: "notes to Postgres", from: "notes", to: "postgres" },
      },
      "entry-points": { "get-notes-id": { name: "GET /notes/:id", process: "notes" } },
      ...map,
    },
    answers,
  });

export const onProcess = (category: string, threats: Readonly<Record<string, unknown>>): ThreatModel =>
  model({ notes: { [category]: { threats } } });
