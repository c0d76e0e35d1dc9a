// What has to go: covers and anchors that name nothing any more, and entries that neither spec nor code supports.

import { naturalKeys } from "../../../model/coverage.ts";
import { compare } from "../../../model/finding.ts";
import { type MapSection, mapSections, type ThreatModel } from "../../../model/schema.ts";
import { isLiving, threatsOf } from "../../../model/threats.ts";
import { ownReasons } from "./elements.ts";
import { resolves, type Sources } from "./facts.ts";
import type { Entry, Sheet } from "./sheet.ts";

const lists: readonly (readonly [MapSection, string])[] = [
  ["stores", "holds"],
  ["flows", "assets"],
  ["boundaries", "inside"],
  ["entry-points", "from"],
];

/** Ids that threats and answers of people and other agents name: these stay, whatever the code says now. */
export const pinnedIds = (model: ThreatModel): Map<string, string> => {
  const pinned = new Map<string, string>();
  const pin = (id: string | undefined, by: string): void => {
    if (id !== undefined && !pinned.has(id)) pinned.set(id, by);
  };
  for (const { id, element, threat } of threatsOf(model)) {
    if (!isLiving(threat) || threat.provisional === true) continue;
    pin(element, id);
    for (const asset of [...threat.assets, ...threat["entry-points"]]) pin(asset, id);
    for (const { control } of Object.values(threat.mitigations)) pin(control, id);
  }
  for (const categories of Object.values(model.answers))
    for (const { "not-applicable": none } of Object.values(categories))
      if (none !== undefined && none.provisional !== true)
        for (const ground of none["rests-on"]) if (!/[:#/.]/.test(ground)) pin(ground, "an answer");
  return pinned;
};

/** Takes stale covers and anchors off every entry. */
export const freshen = (sheet: Sheet, sources: Sources): void => {
  const keys = new Set([...sources.spec.facts, ...sources.code].map((fact) => fact.key));
  const observed = sources.observation.unobserved.length === 0;
  const isStale = (key: string): boolean =>
    !keys.has(key) && (observed || /^(asset|boundary|flow|control|risk|assumption):/.test(key));
  for (const section of mapSections)
    for (const id of sheet.ids(section)) {
      const entry = sheet.get(section, id) as Entry;
      entry.covers = entry.covers.filter((key) => !isStale(key));
      entry.code = entry.code.filter((anchor) => resolves(sources.observation, anchor));
    }
};

const rulesReasons: ReadonlySet<string> = new Set([
  ...Object.values(ownReasons),
  "the spec's interface table lists it",
]);

/** Removes what nothing supports. An entry that others still need is kept, with the reason on it. */
export const prune = (
  sheet: Sheet,
  pinned: ReadonlyMap<string, string>,
  vanished: ReadonlySet<string>,
): void => {
  // An anchor that still resolves is no support for what was seen there before and is not seen there now.
  const hasVanished = (section: MapSection, id: string): boolean => {
    const before = (sheet.before[section] as Readonly<Record<string, Entry>>)[id];
    return (
      before !== undefined &&
      [...naturalKeys(section, id, before.name), ...before.covers].some((key) => vanished.has(key))
    );
  };
  const isHeld = (section: MapSection, id: string): boolean => {
    if (sheet.claimed.has(id)) return true;
    const entry = sheet.get(section, id) as Entry;
    if (entry.because !== undefined) return !rulesReasons.has(entry.because);
    if (entry.covers.length > 0) return true;
    if (entry.code.length > 0) return !hasVanished(section, id);
    return false;
  };
  const kept = new Set<string>();
  for (const section of mapSections)
    for (const id of sheet.ids(section)) if (isHeld(section, id) || pinned.has(id)) kept.add(id);
  for (let grown = true; grown; ) {
    grown = false;
    for (const id of neededBy(sheet, kept)) if (!kept.has(id)) grown = kept.add(id) !== undefined;
  }
  for (const section of mapSections)
    for (const id of sheet.ids(section)) {
      if (!kept.has(id)) sheet.remove(section, id);
      else if (!isHeld(section, id) && pinned.has(id)) {
        const entry = sheet.get(section, id) as Entry;
        entry.because ??= `nothing in spec or code shows it any more; ${pinned.get(id)}, which the rules may not change, still names it`;
      }
    }
  for (const [section, field] of lists)
    for (const id of sheet.ids(section)) {
      const entry = sheet.get(section, id) as Entry;
      const value = entry[field];
      if (Array.isArray(value))
        entry[field] = (value as string[]).filter((each) => sheet.isTaken(each)).sort(compare);
    }
};

/** The ends of kept flows, and the processes and callers of kept entry points. */
const neededBy = (sheet: Sheet, kept: ReadonlySet<string>): string[] => [
  ...sheet.ids("flows").flatMap((id) => {
    const flow = sheet.get("flows", id);
    return kept.has(id) ? [String(flow?.["from"]), String(flow?.["to"])] : [];
  }),
  ...sheet.ids("entry-points").flatMap((id) => {
    const entry = sheet.get("entry-points", id);
    const from = Array.isArray(entry?.["from"]) ? (entry["from"] as string[]) : [];
    return kept.has(id) ? [String(entry?.["process"]), ...from] : [];
  }),
];
