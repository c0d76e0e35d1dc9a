// What a fresh reading of a component holds that its kept threat model lacks, and the reverse; in meaning. Who read afresh
// chose ids, names and cuts of its own: none of these is a difference.

import { entriesOf } from "./align.ts";
import { alignThreats, type ThreatPair } from "./align-threats.ts";
import { mintThreatId, questionKey } from "./ids.ts";
import { type Answered, fieldsOf, heldBy, holders, type LoneEntry, placeEntries } from "./place-entries.ts";
import { renameInThreat } from "./rename-ids.ts";
import type { Level, Threat, ThreatModel } from "./schema.ts";
import { effectiveLevel } from "./status.ts";
import { answerOf, isLiving, type PlacedThreat, threatsOf } from "./threats.ts";

export type { Answered, LoneEntry } from "./place-entries.ts";

/** A threat that only one side has, in the ids of the kept map. */
export interface LoneThreat extends PlacedThreat {
  readonly level: Level;
  /** Tells it from a threat of the kept model that would get the same id. */
  readonly distinct?: string;
}

export interface Opinion {
  /** Entries and threats that both sides have; living threats, those elsewhere included. */
  readonly both: { readonly map: number; readonly threats: number };
  readonly freshMap: readonly LoneEntry[];
  readonly freshThreats: readonly LoneThreat[];
  readonly answered: readonly Answered[];
  /** The same weakness in nearly the same words, but at another place of the kept model. */
  readonly elsewhere: readonly { readonly id: string; readonly title: string; readonly place: string }[];
  readonly rated: readonly {
    readonly id: string;
    readonly title: string;
    readonly kept: Level;
    readonly fresh: Level;
  }[];
  readonly keptMap: readonly LoneEntry[];
  readonly keptThreats: readonly LoneThreat[];
  /** Kept ids by fresh ids: entries, as far as both have them or the fresh one goes on the map under a free id. */
  readonly ids: ReadonlyMap<string, string>;
  /** Ids of threats in the kept model by fresh ids, those included that only the fresh reading has. */
  readonly threatIds: ReadonlyMap<string, string>;
}

export interface OpinionOptions {
  /** The framework's categories, each with the letter that begins its threat ids. */
  readonly letters: Readonly<Record<string, string>>;
  /** Keys of the facts that spec and code have. */
  readonly facts: ReadonlySet<string>;
}

/** Ids that threats would be given in the kept model; none is one that it has already. */
const mintAll = (
  threats: readonly PlacedThreat[],
  kept: ThreatModel,
  letters: Readonly<Record<string, string>>,
): { readonly fresh: string; readonly threat: LoneThreat }[] => {
  const taken = new Map(threatsOf(kept).map((each) => [each.id, questionKey(each.element, each.category)]));
  return threats.map(({ id: fresh, element, category, threat }) => {
    const { weakness, code: anchors, title } = threat;
    const identity = {
      component: kept.component,
      element,
      category,
      letter: letters[category] ?? fresh.slice(0, fresh.indexOf("-")),
      weakness,
      anchors,
      title,
    };
    let id = mintThreatId(identity, taken);
    let distinct: string | undefined;
    for (let number = 1; taken.has(id); number++) {
      distinct = number === 1 ? title : `${title} ${number}`;
      id = mintThreatId({ ...identity, distinct }, taken);
    }
    taken.set(id, questionKey(element, category));
    const level = effectiveLevel(threat);
    return {
      fresh,
      threat: { id, element, category, threat, level, ...(distinct === undefined ? {} : { distinct }) },
    };
  });
};

const answeredThreat = (
  { id, element, category, threat: { title: name } }: PlacedThreat,
  how: Answered["how"],
  reason: string,
): Answered => ({ kind: "threat", id, name, place: `${element}/${category}`, how, reason });

const ratedOf = ({ fresh, kept }: ThreatPair): Opinion["rated"] => {
  const [was, is] = [kept.threat, fresh.threat];
  const [level, other] = [effectiveLevel(was), effectiveLevel(is)];
  return !isLiving(was) || was["false-positive"] !== undefined || level === other
    ? []
    : [{ id: kept.id, title: was.title, kept: level, fresh: other }];
};

const lone = ({ id, element, category, threat }: PlacedThreat): LoneThreat => ({
  id,
  element,
  category,
  threat,
  level: effectiveLevel(threat),
});

/** Compares a fresh reading with the kept model of the same component. Equal models differ in nothing. */
export const secondOpinion = (fresh: ThreatModel, kept: ThreatModel, options: OpinionOptions): Opinion => {
  const placing = placeEntries(fresh, kept, options.facts);
  const { ids } = placing;
  const translate = (threat: Threat): Threat => renameInThreat(threat, ids);
  const here = threatsOf(fresh).map((each) => ({
    ...each,
    element: ids.get(each.element) ?? each.element,
    threat: translate(each.threat),
    asideBecause: placing.aside.get(each.element),
  }));
  const there = threatsOf(kept);
  const pairs = alignThreats(here, there);
  const paired = new Map(pairs.map((pair) => [pair.fresh.id, pair]));
  const answered: Answered[] = [...placing.answered];
  const missing: PlacedThreat[] = [];
  for (const { asideBecause, ...each } of here) {
    const pair = paired.get(each.id);
    if (!isLiving(each.threat)) continue;
    if (pair !== undefined) {
      const { retired, status } = pair.kept.threat;
      if (status === "retired")
        answered.push(
          answeredThreat({ ...each, id: pair.kept.id }, "retired", retired?.reason ?? "no reason given"),
        );
      continue;
    }
    const none = answerOf(kept, each.element, each.category)?.["not-applicable"];
    if (none !== undefined) answered.push(answeredThreat(each, "not applicable", none.reason));
    else if (asideBecause !== undefined) answered.push(answeredThreat(each, "set aside", asideBecause));
    else missing.push(each);
  }
  const minted = mintAll(missing, kept, options.letters);
  const living = pairs.filter(({ kept: { threat } }) => isLiving(threat));
  const matched = new Set([...ids.values()]);
  const freshHolders = holders(fresh);
  return {
    both: { map: placing.shared, threats: living.length },
    freshMap: placing.lone,
    freshThreats: minted.map(({ threat }) => threat),
    answered,
    elsewhere: living
      .filter((pair) => pair.isElsewhere)
      .map(({ kept: { id, element, category, threat } }) => ({
        id,
        title: threat.title,
        place: `${element}/${category}`,
      })),
    rated: living.flatMap(ratedOf),
    keptMap: entriesOf(kept)
      .filter((entry) => !matched.has(entry.id) && heldBy(entry, freshHolders, options.facts) === undefined)
      .map((entry) => ({
        section: entry.section,
        id: entry.id,
        name: entry.name,
        value: fieldsOf(kept, entry),
      })),
    keptThreats: there
      .filter(({ id, threat }) => isLiving(threat) && !pairs.some((pair) => pair.kept.id === id))
      .map(lone),
    ids,
    threatIds: new Map([
      ...pairs.map((pair) => [pair.fresh.id, pair.kept.id] as const),
      ...minted.map(({ fresh: id, threat }) => [id, threat.id] as const),
    ]),
  };
};
