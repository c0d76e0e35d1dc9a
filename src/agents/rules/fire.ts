// Evaluates a rule at an element: the things in which its weakness shows, or nothing.

import { holds, within } from "../../frameworks/predicate.ts";
import type { Rule } from "../../frameworks/rule.ts";
import type { View } from "./view/index.ts";
import type { Thing } from "./view/things.ts";

export interface Firing {
  readonly rule: Rule;
  readonly focus: readonly Thing[];
  readonly view: View;
}

export const fire = (rule: Rule, view: View): Firing | undefined => {
  if (rule.kind !== view.kind) return undefined;
  if (rule.when !== undefined && !holds(rule.when, view)) return undefined;
  if (rule.unless !== undefined && holds(rule.unless, view)) return undefined;
  if (rule.over === undefined) return { rule, focus: [], view };
  const { where } = rule;
  const focus = view.lists[rule.over].filter(
    (thing) => where === undefined || holds(where, within(view, thing)),
  );
  return focus.length === 0 ? undefined : { rule, focus, view };
};
