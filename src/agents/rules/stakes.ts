// Which assets a threat is about.

import type { Rule } from "../../frameworks/rule.ts";
import type { Component } from "./view/component.ts";
import type { View } from "./view/index.ts";
import type { Thing } from "./view/things.ts";

const rank = { secret: 0, confidential: 1, internal: 2, public: 3 } as const;

/** The assets at stake, most telling first: those that the rule names, then those of the focus, then the most sensitive. */
export const assetsAtStake = (
  component: Component,
  view: View,
  rule: Pick<Rule, "assets"> | undefined,
  focus: readonly Thing[],
): string[] => {
  const { map } = component;
  if (rule?.assets === "") return [];
  const pattern = rule?.assets === undefined ? undefined : new RegExp(rule.assets, "i");
  const fromEnvironment = (id: string): boolean =>
    map.assets[id]?.covers.some((key) => key.startsWith("secret:")) ?? false;
  const ofFocus = [...new Set(focus.flatMap(({ assets }) => assets))];
  const held = new Set(Object.values(map.stores).flatMap(({ holds }) => holds));
  const here = view.assets.filter((id) => !fromEnvironment(id));
  const kept = view.kind === "process" ? here.filter((id) => held.has(id)) : [];
  const own = ofFocus.length > 0 ? ofFocus : kept.length > 0 ? kept : here;
  // What a flow carries is what is said to flow there, and a place in the code may touch none of the assets.
  const candidates =
    own.length > 0 || view.kind === "flow" || view.kind === "external"
      ? own
      : Object.keys(map.assets).filter((id) => !fromEnvironment(id));
  const named =
    pattern === undefined ? [] : candidates.filter((id) => pattern.test(map.assets[id]?.name ?? ""));
  const wide =
    pattern === undefined || named.length > 0 || (view.kind === "flow" && candidates.length > 0)
      ? []
      : Object.keys(map.assets).filter(
          (id) => pattern.test(map.assets[id]?.name ?? "") && !fromEnvironment(id),
        );
  const chosen = named.length > 0 ? named : wide.length > 0 ? wide : candidates;
  const order = (id: string): number => rank[map.assets[id]?.sensitivity ?? "internal"];
  const sorted =
    ofFocus.length > 0 && named.length === 0
      ? chosen
      : [...chosen].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  return sorted.slice(0, 2);
};
