// What one model says of accepted risks: threats that a person accepted, and risks that the spec states.

import type { Level, Risk, Threat, ThreatModel } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";
import { sorted, threatsOf } from "../model/threats.ts";

export type RiskKind = "threat" | "risk of the spec";

/** What one model says of one accepted risk. */
export interface Stated {
  readonly id: string;
  readonly kind: RiskKind;
  readonly title: string;
  readonly reason: string | undefined;
  readonly owner: string | undefined;
  readonly by: string | undefined;
  readonly on: string | undefined;
  readonly until: string | undefined;
  readonly level: Level | undefined;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const riskOf = (model: ThreatModel, threat: string): Risk | undefined =>
  sorted(model.map.risks).find(([, risk]) => risk.threats.includes(threat))?.[1];

/** Every accepted risk of a model; threats that are retired are none. */
export const statedIn = (model: ThreatModel): Stated[] => {
  const threats = threatsOf(model).filter(({ threat }) => threat.status !== "retired");
  const accepted = threats.flatMap(({ id, threat }): Stated[] => {
    const { acceptance } = threat;
    if (acceptance === undefined) return [];
    const { by, reason, on, until } = acceptance;
    const owner = text(acceptance["owner"]) ?? riskOf(model, id)?.owner;
    return [
      {
        id,
        kind: "threat",
        title: threat.title,
        reason,
        owner,
        by,
        on,
        until,
        level: effectiveLevel(threat),
      },
    ];
  });
  const risks = sorted(model.map.risks).map(([id, risk]): Stated => {
    const carried = threats.filter((each) => risk.threats.includes(each.id)).map(({ threat }) => threat);
    const { name: title, reason, owner, expires: until } = risk;
    const by = approversOf(risk, carried);
    return {
      id,
      kind: "risk of the spec",
      title,
      reason,
      owner,
      by,
      on: undefined,
      until,
      level: highest(carried),
    };
  });
  return [...accepted, ...risks];
};

/** A spec names an owner; who approved is said by the acceptances of the threats that carry the risk. */
const approversOf = (risk: Risk, carried: readonly Threat[]): string | undefined => {
  const named = text(risk["approver"]);
  const people = new Set(
    carried.flatMap(({ acceptance }) => (acceptance === undefined ? [] : [acceptance.by])),
  );
  return named ?? (people.size === 0 ? undefined : [...people].sort().join(", "));
};

const order: readonly Level[] = ["none", "low", "medium", "high", "critical"];
/** For comparing levels; undefined is below all. */
export const rank = (level: Level | undefined): number => (level === undefined ? -1 : order.indexOf(level));
const highest = (threats: readonly Threat[]): Level | undefined =>
  threats
    .map(effectiveLevel)
    .sort((a, b) => rank(a) - rank(b))
    .at(-1);
