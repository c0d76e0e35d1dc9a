// What a change made true: rules that fire now at things at which they did not fire before it. Somebody who answered a question
// knew the code of then; that a guard has gone since is news to them.

import type { Framework, Question } from "../../frameworks/types.ts";
import type { Observation } from "../../model/observation.ts";
import type { ArchitectureMap, ThreatModel } from "../../model/schema.ts";
import type { Spec } from "../../spec/types.ts";
import type { UpdateRequest } from "../port.ts";
import type { Firing } from "./fire.ts";
import { propose } from "./propose.ts";
import { componentOf } from "./view/component.ts";
import type { Thing } from "./view/things.ts";

const nameOf = ({ id, label }: Thing): string => id ?? label;

const placeOf = ({ rule, view }: Firing): string => `${rule.id} ${view.id}`;

/** The code as it was observed before the change. */
const observationBefore = ({ observation, before, changes }: UpdateRequest): Observation => {
  const changed = new Set(changes.map(({ path }) => path));
  const same = Object.entries(observation.files).filter(([path]) => !changed.has(path));
  return { ...observation, files: { ...Object.fromEntries(same), ...before } };
};

/**
 * Tells whether a firing is news. Where nothing is known of the time before the change, nothing is.
 * @param earlier the spec before the change, when it changed
 * @param map the map after the change: what is new on it is news of its own
 */
export const newsOf = (
  request: UpdateRequest,
  earlier: Spec | undefined,
  framework: Framework,
  map: ArchitectureMap,
  model: ThreatModel,
  questions: readonly Question[],
): ((firing: Firing) => boolean) => {
  if (earlier === undefined && Object.keys(request.before).length === 0) return () => false;
  const firedBefore = (): Map<string, Set<string>> => {
    const component = componentOf(earlier ?? request.spec, observationBefore(request), map);
    return new Map(
      propose(component, framework, model, questions).all.map(({ firing }) => [
        placeOf(firing),
        new Set(firing.focus.map(nameOf)),
      ]),
    );
  };
  // A second reading of the whole component: a commit waits for it only where somebody has answered a question.
  let fired: Map<string, Set<string>> | undefined;
  return (firing) => {
    fired ??= firedBefore();
    const before = fired.get(placeOf(firing));
    return before === undefined || firing.focus.some((thing) => !before.has(nameOf(thing)));
  };
};
