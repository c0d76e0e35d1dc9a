// The plan of a person's own edit: model, rendering, and a record in mode `human`.

import { compare } from "../model/finding.ts";
import type { Threat, ThreatModel } from "../model/schema.ts";
import { type Comments, printModel } from "../model/yaml.ts";
import type { Component } from "./component.ts";
import { recordPathOf } from "./files.ts";
import { chainOf, type PlannedFile, type PlanTools } from "./plan.ts";
import { printRecord, recordIdOf } from "./record.ts";

/** The fields that a person's command sets. */
export type ThreatEdit = Partial<
  Pick<Threat, "acceptance" | "false-positive" | "override" | "notes" | "status" | "retired">
>;

export interface PersonsEdit {
  readonly person: string;
  readonly reason: string;
  readonly changed: readonly string[];
  readonly retired: readonly string[];
}

export const planEdit = (
  component: Component & { readonly comments?: Comments },
  after: ThreatModel,
  edit: PersonsEdit,
  tools: PlanTools,
): PlannedFile[] => {
  const outputs = {
    [component.modelPath]: printModel(after, {
      ...(component.comments === undefined ? {} : { comments: component.comments }),
      ...(tools.schema === undefined ? {} : { schema: tools.schema }),
    }),
    [component.readablePath]: tools.render(after),
  };
  const record = printRecord({
    instride: 1,
    component: component.id,
    mode: "human",
    agent: edit.person,
    usage: [],
    claims: {},
    ...chainOf(component, outputs),
    threats: {
      added: [],
      changed: [...edit.changed].sort(compare),
      retired: [...edit.retired].sort(compare),
    },
    reason: edit.reason,
  });
  return [
    ...Object.entries(outputs).map(([path, content]) => ({ path, content })),
    { path: recordPathOf(component.id, recordIdOf(record)), content: record },
  ];
};
