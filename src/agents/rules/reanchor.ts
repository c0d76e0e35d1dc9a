// Anchors in what people and other agents said follow the code when a file moves or a symbol is renamed. Only where they point
// changes; a control whose evidence is gone for good is for somebody who knows to judge.

import { anchorAt, splitAnchor } from "../../model/anchor.ts";
import type { Operation } from "../../model/delta.ts";
import { compare } from "../../model/finding.ts";
import type { Mitigation } from "../../model/schema.ts";
import { isLiving, sorted, threatsOf } from "../../model/threats.ts";
import type { InputChange, UpdateRequest } from "../port.ts";
import { resolves } from "./map/facts.ts";

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

/** Where a file that is gone went: the same text under a new path, else the one new file of its name. */
const newPathOf = (gone: InputChange, changes: readonly InputChange[]): string | undefined => {
  const added = changes.filter(({ before, after }) => before === undefined && after !== undefined);
  return (
    only(added.filter(({ after }) => after === gone.before)) ??
    only(added.filter(({ path }) => nameOf(path) === nameOf(gone.path)))
  )?.path;
};

/** What a symbol of a file is called now, when one name went and one came. */
const newSymbolOf = (
  { before, observation }: UpdateRequest,
  path: string,
  symbol: string,
): string | undefined => {
  const was = Object.keys(before[path]?.symbols ?? {});
  const is = Object.keys(observation.files[path]?.symbols ?? {});
  const gone = was.filter((each) => !is.includes(each));
  return only(gone) === symbol ? only(is.filter((each) => !was.includes(each))) : undefined;
};

/** Where an anchor leads after the change; undefined when nothing is left of what it showed. */
const led = (request: UpdateRequest, anchor: string): string | undefined => {
  const { observation, changes } = request;
  const { path, symbol } = splitAnchor(anchor);
  const change = changes.find((each) => each.path === path);
  if (change === undefined || path === request.spec.path || resolves(observation, anchor)) return anchor;
  if (change.after !== undefined) {
    const renamed = symbol === undefined ? undefined : newSymbolOf(request, path, symbol);
    return anchorAt(path, renamed);
  }
  const moved = newPathOf(change, changes);
  const inMoved = moved === undefined ? undefined : anchorAt(moved, symbol);
  if (inMoved !== undefined && resolves(observation, inMoved)) return inMoved;
  const homes = changes.filter(
    ({ path: each }) => symbol !== undefined && Object.hasOwn(observation.files[each]?.symbols ?? {}, symbol),
  );
  const home = only(homes);
  if (home !== undefined) return anchorAt(home.path, symbol);
  return moved === undefined ? undefined : anchorAt(moved);
};

const all = (request: UpdateRequest, anchors: readonly string[]): string[] =>
  [...new Set(anchors.flatMap((anchor) => led(request, anchor) ?? []))].sort(compare);

const differs = (one: readonly string[], other: readonly string[]): boolean =>
  one.join("\n") !== other.join("\n");

/** Updates that lead the anchors of firm threats to where their code is now. */
export const reanchor = (request: UpdateRequest): Operation[] =>
  threatsOf(request.model).flatMap(({ id, threat }): Operation[] => {
    if (!isLiving(threat) || threat.provisional === true) return [];
    const code = all(request, threat.code);
    const mitigations: Record<string, Mitigation> = {};
    for (const [name, mitigation] of sorted(threat.mitigations)) {
      const evidence = all(request, mitigation.evidence);
      if (evidence.length > 0 && differs(evidence, [...mitigation.evidence].sort(compare)))
        mitigations[name] = { ...mitigation, evidence };
    }
    const set = {
      ...(differs(code, [...threat.code].sort(compare)) ? { code } : {}),
      ...(Object.keys(mitigations).length > 0 ? { mitigations } : {}),
    };
    return Object.keys(set).length === 0 ? [] : [{ op: "update", id, set }];
  });
