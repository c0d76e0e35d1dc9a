// The deterministic offline agent: builds the map from spec and observation and answers every question from the rule
// catalogue. It needs no key and no network, and what it says is marked provisional when it is applied.

import { questionsOf } from "../../frameworks/index.ts";
import type { Delta, Operation } from "../../model/delta.ts";
import { factKey } from "../../model/fact.ts";
import { compare } from "../../model/finding.ts";
import { mapSections, type ThreatModel } from "../../model/schema.ts";
import { threatsOf } from "../../model/threats.ts";
import { parseSpec } from "../../spec/parse.ts";
import type { Spec } from "../../spec/types.ts";
import type { Agent, AgentAnswer, UpdateRequest } from "../port.ts";
import { type Change, decideQuestion, settleElement } from "./decide.ts";
import { generateByRules } from "./generate.ts";
import { resolves } from "./map/facts.ts";
import { planMap } from "./map/index.ts";
import { pinnedIds } from "./map/prune.ts";
import { newsOf } from "./news.ts";
import { propose } from "./propose.ts";
import { reanchor } from "./reanchor.ts";
import { summaryOf } from "./summary.ts";
import { rulesVersion } from "./version.ts";
import { componentOf } from "./view/component.ts";

/** The spec before the change, when its text is at hand. */
const earlierSpec = ({ spec, changes }: UpdateRequest): Spec | undefined => {
  const before = changes.find(({ path }) => path === spec.path)?.before;
  return before === undefined ? undefined : parseSpec(spec.path, before).spec;
};

/** Keys of what the changed inputs stated or showed before and nothing states or shows now. */
const vanishedKeys = (
  { spec, observation, before }: UpdateRequest,
  earlier: Spec | undefined,
): ReadonlySet<string> => {
  const now = new Set(
    [...spec.facts, ...Object.values(observation.files).flatMap((file) => file.facts)].map(({ key }) => key),
  );
  const then = [...(earlier?.facts ?? []), ...Object.values(before).flatMap((file) => file.facts)];
  return new Set(then.map(({ key }) => key).filter((key) => !now.has(key)));
};

/** Names the carrying threats on the map's risks; only threats that the model has or gets can be named. */
const riskOperations = (
  model: ThreatModel,
  carriers: ReadonlyMap<string, string>,
  isThere: (threat: string) => boolean,
): Operation[] =>
  Object.entries(model.map.risks)
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([id, risk]): Operation[] => {
      const key = [`risk:${id}`, factKey("risk", risk.name), ...risk.covers].find((each) =>
        carriers.has(each),
      );
      const threat = key === undefined ? undefined : carriers.get(key);
      if (threat === undefined || !isThere(threat) || risk.threats.includes(threat)) return [];
      return [
        { op: "put", section: "risks", id, value: { threats: [...risk.threats, threat].sort(compare) } },
      ];
    });

/** What brings a model in line with spec and code, by the rules alone. Pure. */
export const rulesDelta = (request: UpdateRequest): Delta => {
  const { spec, observation, framework, model } = request;
  const earlier = earlierSpec(request);
  const plan = planMap(spec, observation, model.map, {
    ...(earlier === undefined ? {} : { earlier }),
    before: request.before,
    pinned: pinnedIds(model),
    vanished: vanishedKeys(request, earlier),
  });
  const after: ThreatModel = { ...model, map: plan.map };
  const component = componentOf(spec, observation, plan.map);
  const questions = questionsOf(framework, after);
  const proposals = propose(component, framework, model, questions);
  const keys = new Set([...spec.facts, ...component.sources.code].map(({ key }) => key));
  const change: Change = {
    before: model,
    component,
    proposals,
    added: idsOnlyIn(after, model),
    isNews: newsOf(request, earlier, framework, plan.map, model, questions),
    dropped: new Map([...idsOnlyIn(model, after)].map((id) => [id, nameIn(model, id)])),
    holdsGround: (ground) =>
      /^[a-z]+:\S/.test(ground)
        ? keys.has(ground)
        : /[#/.]/.test(ground)
          ? resolves(observation, ground)
          : mapSections.some((section) => Object.hasOwn(plan.map[section], ground)) ||
            /^[A-Z]{1,3}-[a-z2-7]{5}$/.test(ground),
  };
  const onMap = new Set(questions.map(({ element }) => element));
  const gone = Object.keys(model.answers)
    .filter((element) => !onMap.has(element))
    .sort(compare);
  const decided = questions.flatMap((question) => decideQuestion(change, question));
  const standing = new Set([
    ...threatsOf(model).map(({ id }) => id),
    ...proposals.all
      .filter(({ threat }) => decided.some((each) => each.op === "add" && each.threat === threat))
      .map(({ id }) => id),
  ]);
  const operations: Operation[] = [
    ...plan.operations,
    ...riskOperations(after, proposals.carriers, (id) => standing.has(id)),
    ...reanchor(request).filter(
      (each) => each.op !== "update" || !gone.some((element) => holds(model, element, each.id)),
    ),
    ...gone.flatMap((element) => settleElement(change, element)),
    ...decided,
    ...summarise(model, after, spec),
  ];
  return { operations: operations.length > 0 ? operations : [nothing()] };
};

/** Whether a threat stands under an element. */
const holds = (model: ThreatModel, element: string, id: string): boolean =>
  threatsOf(model).some((each) => each.id === id && each.element === element);

const idsIn = ({ map }: ThreatModel): string[] => mapSections.flatMap((section) => Object.keys(map[section]));

const idsOnlyIn = (one: ThreatModel, other: ThreatModel): Set<string> => {
  const there = new Set(idsIn(other));
  return new Set(idsIn(one).filter((id) => !there.has(id)));
};

const nameIn = ({ map }: ThreatModel, id: string): string => {
  for (const section of mapSections) {
    const entries: Readonly<Record<string, { name: string }>> = map[section];
    if (Object.hasOwn(entries, id)) return entries[id]?.name ?? id;
  }
  return id;
};

/** A summary is written once, and kept up while nobody has put it in words of their own. */
const summarise = (before: ThreatModel, after: ThreatModel, spec: Spec): Operation[] => {
  const text = summaryOf(spec, after.map);
  const isOurs = before.summary === undefined || before.summary === summaryOf(spec, before.map);
  return isOurs && before.summary !== text ? [{ op: "summarise", text }] : [];
};

const nothing = (): Operation => ({
  op: "no-change",
  reason: "Every statement of the model holds as before.",
  about: [],
});

const answer = (request: UpdateRequest): AgentAnswer => ({
  delta: rulesDelta(request),
  mode: "rules",
  agent: `instride-rules/${rulesVersion}`,
  usage: [],
});

export const rulesAgent: Agent = {
  name: "rules",
  update: (request) => Promise.resolve(answer(request)),
  generate: (request) => Promise.resolve(generateByRules(request, answer)),
};
