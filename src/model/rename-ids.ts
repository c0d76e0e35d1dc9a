// Parts of a model with other ids on the map: every place that names an entry by its id is renamed with it.

import { fieldsWithIds, kindOfGround } from "./references.ts";
import type { MapSection, NotApplicable, Threat } from "./schema.ts";

/** New ids by old ones; an id that is not in it stays. */
export type Renaming = ReadonlyMap<string, string>;

const renamed = (value: unknown, ids: Renaming): unknown => {
  if (typeof value === "string") return ids.get(value) ?? value;
  return Array.isArray(value) ? [...new Set(value.map((each) => renamed(each, ids)))] : value;
};

/** An entry of the map that names others by their new ids. */
export const renameInEntry = <E extends Readonly<Record<string, unknown>>>(
  section: MapSection,
  entry: E,
  ids: Renaming,
): E => ({
  ...entry,
  ...Object.fromEntries(
    fieldsWithIds(section)
      .filter(({ field }) => entry[field] !== undefined)
      .map(({ field }) => [field, renamed(entry[field], ids)]),
  ),
});

/** A threat whose assets, entry points and controls have their new ids. */
export const renameInThreat = (threat: Threat, ids: Renaming): Threat => ({
  ...threat,
  assets: renamed(threat.assets, ids) as string[],
  "entry-points": renamed(threat["entry-points"], ids) as string[],
  mitigations: Object.fromEntries(
    Object.entries(threat.mitigations).map(([id, mitigation]) => [
      id,
      mitigation.control === undefined
        ? mitigation
        : { ...mitigation, control: ids.get(mitigation.control) ?? mitigation.control },
    ]),
  ),
});

/** "Not applicable" that rests on the new ids; fact keys and anchors stay. */
export const renameInReason = (none: NotApplicable, ids: Renaming): NotApplicable => ({
  ...none,
  "rests-on": none["rests-on"].map((ground) =>
    kindOfGround(ground) === "id" ? (ids.get(ground) ?? ground) : ground,
  ),
});
