// Histories as values, for tests of what is computed over time.

import type { ComponentState, History, Moment } from "../../src/history/moment.ts";
import { emptyModel } from "../../src/model/empty.ts";
import { type Threat, type ThreatModel, threatSchema } from "../../src/model/schema.ts";

export const threat = (fields: Partial<Threat> = {}): Threat =>
  threatSchema.parse({
    title: "Somebody replays a callback",
    scenario: "Who has seen one sends it again.",
    severity: { level: "medium", reason: "needs one callback" },
    status: "open",
    ...fields,
  });

export const model = (component: string, threats: Readonly<Record<string, Threat>>): ThreatModel => ({
  ...emptyModel(component, "stride"),
  answers: { service: { tampering: { threats } } },
});

export const state = (of: ThreatModel | undefined, inStep = true): ComponentState => ({
  modelPath: `specs/${of?.component ?? "x"}.threats.yaml`,
  model: of,
  unreadable: of === undefined,
  inStep,
});

/** One commit a day from 2030-01-01 on. */
export const history = (
  steps: readonly Readonly<Record<string, ComponentState | undefined>>[],
  records: readonly Moment["records"][] = [],
): History => ({
  from: undefined,
  to: "f".repeat(40),
  complete: true,
  before: new Map(),
  moments: steps.map((components, at) => ({
    commit: {
      id: String(at).padStart(40, "0"),
      author: "Ada",
      email: "ada@example.test",
      day: new Date(Date.UTC(2030, 0, 1 + at)).toISOString().slice(0, 10),
      title: `Commit ${at}`,
    },
    components: new Map(Object.entries(components)),
    records: records[at] ?? [],
    merged: new Map(),
  })),
});
