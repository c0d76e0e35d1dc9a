// How many threat ids did not survive a commit although nothing about them changed. Pure.

import type { ThreatModel } from "../../src/model/schema.ts";
import { livingThreats } from "./match.ts";
import { neutralPlants, type Plant } from "./truth.ts";

export interface Churn {
  /** Ids that lived before the commits. */
  readonly before: number;
  /** Those that did not survive: another id stands for the same statement, or a neutral commit ended or added one. */
  readonly churned: readonly string[];
}

const identityOf = ({ element, category, threat }: ReturnType<typeof livingThreats>[number]): string =>
  [element, category, ...[...threat.weakness].sort()].join(" ");

/** Compares the models before and after one commit. */
export const churnBetween = (before: ThreatModel, after: ThreatModel, plant: Plant): Churn => {
  const old = livingThreats(before);
  const now = livingThreats(after);
  const oldIds = new Set(old.map(({ id }) => id));
  const nowIds = new Set(now.map(({ id }) => id));
  const isNeutral = neutralPlants.has(plant);
  const newIdentities = new Set(now.filter(({ id }) => !oldIds.has(id)).map(identityOf));
  const lost = old.filter(
    (each) => !nowIds.has(each.id) && (isNeutral || newIdentities.has(identityOf(each))),
  );
  const lostIdentities = new Set(lost.map(identityOf));
  const minted = isNeutral
    ? now.filter((each) => !oldIds.has(each.id) && !lostIdentities.has(identityOf(each)))
    : [];
  return { before: old.length, churned: [...lost, ...minted].map(({ id }) => id) };
};

export const sumChurn = (all: readonly Churn[]): Churn => ({
  before: all.reduce((sum, { before }) => sum + before, 0),
  churned: all.flatMap(({ churned }) => churned),
});
