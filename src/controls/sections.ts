// Controls beside the data that a repository has for them, as tables. instride supports a control with data; whether a
// control is met is for people to say.

import type { TypedTable } from "../report/typed-table.ts";
import type { PresentData } from "./data-kinds.ts";
import type { Control, ControlFramework, DataKind } from "./schema.ts";

export interface ControlRow extends Control {
  /** The least that any kind of its data has: `no` where a kind is not there at all. */
  readonly state: PresentData["state"];
  readonly here: readonly PresentData[];
}

export interface ControlSection {
  readonly framework: ControlFramework;
  readonly rows: readonly ControlRow[];
  readonly table: TypedTable;
}

const stateOf = (here: readonly PresentData[]): PresentData["state"] => {
  if (here.every(({ state }) => state === "yes")) return "yes";
  return here.every(({ state }) => state === "no") ? "no" : "some";
};

const tableOf = (framework: ControlFramework, rows: readonly ControlRow[]): TypedTable => ({
  id: `controls-${framework.id}`,
  title: `${framework.name} (${framework.version})`,
  columns: [
    { key: "framework", title: "Framework", kind: "text" },
    { key: "control", title: "Control", kind: "text", width: 12 },
    { key: "asks", title: "What it asks, in our words", kind: "text", width: 27 },
    { key: "support", title: "instride supports it", kind: "text", width: 8 },
    { key: "data", title: "With which data", kind: "text" },
    { key: "present", title: "Is it here", kind: "text", width: 6 },
    { key: "here", title: "Here", kind: "text" },
    { key: "missing", title: "Missing here", kind: "text", width: 24 },
    { key: "adds", title: "The organisation adds", kind: "text", width: 23 },
  ],
  rows: [
    ...rows.map((row) => [
      framework.id,
      row.id,
      row.asks,
      row.support,
      row.data.join("; "),
      row.state,
      row.here.map(({ title, here }) => `${title}: ${here}`).join("; "),
      row.here.flatMap(({ missing }) => missing).join("; ") || undefined,
      row.adds.join("; "),
    ]),
    ...framework.unserved.map(({ id, why }) => [
      framework.id,
      id,
      undefined,
      "none",
      undefined,
      "no",
      undefined,
      undefined,
      why,
    ]),
  ],
  notes: [
    "Paraphrases are ours and replace no text of the framework. instride supports controls with data; an auditor judges them.",
    ...framework.notes,
  ],
});

/** One section a framework, its controls in the framework's own order. */
export const controlSections = (
  frameworks: readonly ControlFramework[],
  present: readonly PresentData[],
): ControlSection[] => {
  const byKind = new Map<DataKind, PresentData>(present.map((each) => [each.kind, each]));
  return frameworks.map((framework) => {
    const rows = framework.controls.map((control): ControlRow => {
      const here = control.data.flatMap((kind) => byKind.get(kind) ?? []);
      return { ...control, here, state: stateOf(here) };
    });
    return { framework, rows, table: tableOf(framework, rows) };
  });
};

/** What is here at all, as a table. */
export const presentTable = (present: readonly PresentData[]): TypedTable => ({
  id: "data-present",
  title: "Data in this repository",
  columns: [
    { key: "data", title: "Data", kind: "text", width: 16 },
    { key: "present", title: "Is it here", kind: "text", width: 8 },
    { key: "here", title: "Here", kind: "text", width: 36 },
    { key: "missing", title: "Missing here", kind: "text", width: 40 },
  ],
  rows: present.map(({ title, state, here, missing }) => [
    title,
    state,
    here,
    missing.join("; ") || undefined,
  ]),
  notes: [],
});
