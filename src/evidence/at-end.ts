// What stands at the end of the period: each component, each accepted risk, each sign-off.

import { levels, type ThreatModel } from "../model/schema.ts";
import { signOffsOf } from "../model/sign-offs.ts";
import { effectiveLevel, effectiveStatus } from "../model/status.ts";
import { sorted, threatsOf } from "../model/threats.ts";
import type { Component } from "../pairing/component.ts";
import type { Verdict } from "../pairing/step.ts";
import { gapOf } from "./gaps-pairing.ts";
import type { AcceptanceAtEnd, ComponentAtEnd, Gap, Row } from "./types.ts";

const counted = (model: ThreatModel | undefined, asOf: string) => {
  const counts = { open: 0, mitigated: 0, accepted: 0, falsePositive: 0, retired: 0, provisional: 0 };
  let highest = -1;
  for (const { threat } of model === undefined ? [] : threatsOf(model)) {
    const status = effectiveStatus(threat, asOf);
    if (status === "open" || status === "expired") {
      counts.open += 1;
      highest = Math.max(highest, levels.indexOf(effectiveLevel(threat)));
    } else if (status === "false-positive") counts.falsePositive += 1;
    else counts[status] += 1;
    if (threat.provisional === true && threat.status !== "retired") counts.provisional += 1;
  }
  return { ...counts, highestOpen: levels[highest] ?? "" };
};

export const componentAtEnd = (
  component: Component,
  verdict: Verdict,
  rows: readonly Row[],
  asOf: string,
): ComponentAtEnd => ({
  id: component.id,
  title: component.spec.title,
  owner: component.spec.owner ?? "",
  spec: component.spec.path,
  model: component.model === undefined ? "" : component.modelPath,
  inStep: verdict.inStep,
  files: component.inputs.size,
  ...counted(component.model, asOf),
  changes: rows.filter((row) => row.components.includes(component.id)).length,
  signOffs: component.model === undefined ? [] : signOffsOf(component.model),
});

export const acceptancesAtEnd = (component: Component, asOf: string): AcceptanceAtEnd[] => {
  const { id: of, model } = component;
  if (model === undefined) return [];
  const ofThreats = threatsOf(model).flatMap(({ id, threat }): AcceptanceAtEnd[] => {
    const { acceptance } = threat;
    if (acceptance === undefined || threat.status === "retired") return [];
    const { by, on, reason, until = "" } = acceptance;
    const level = effectiveLevel(threat);
    return [
      {
        component: of,
        id,
        title: threat.title,
        level,
        by,
        on,
        until,
        reason,
        expired: until !== "" && until < asOf,
      },
    ];
  });
  const ofSpec = sorted(model.map.risks).map(([id, risk]): AcceptanceAtEnd => {
    const until = risk.expires ?? "";
    return {
      component: of,
      id,
      title: risk.name,
      level: "",
      by: risk.owner ?? "",
      on: "",
      until,
      reason: risk.reason ?? "",
      expired: /^\d{4}-\d{2}-\d{2}$/.test(until) && until < asOf,
    };
  });
  return [...ofThreats, ...ofSpec];
};

/** Gaps of what stands at the end. Findings of verify on the end's tree are told by the caller. */
export const endGaps = (
  components: readonly ComponentAtEnd[],
  acceptances: readonly AcceptanceAtEnd[],
): Gap[] => [
  ...components
    .filter(({ signOffs }) => signOffs.length === 0)
    .map(({ id }) => gapOf("no-sign-off", `${id} has no sign-off at END`, { component: id })),
  ...acceptances
    .filter(({ expired }) => expired)
    .map(({ component, id, by, until }) =>
      gapOf("acceptance-expired", `acceptance of ${id} by ${by} ended on ${until}`, { component }),
    ),
];
