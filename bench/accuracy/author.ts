// What the author of a system says of it in session: the map as spec and code have it, every planted threat, and of traps that
// they are none. It is made from the truths, so it shows nothing about finding them; it shows what becomes of them.

import { rulesDelta } from "../../src/agents/rules/agent.ts";
import { stride } from "../../src/frameworks/stride.ts";
import type { NewThreat, Operation } from "../../src/model/delta.ts";
import { emptyModel } from "../../src/model/empty.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { observe } from "../../src/observe/index.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { elementsAt, entriesNamed, type LivingThreat, threatsAt } from "./match.ts";
import { specPathOf, type Tree } from "./series.ts";
import { holdsAt, type System, type ThreatTruth } from "./truth.ts";

/** What the author says of a planted threat, at the code that the rules point at. */
const threatOf = (
  system: System,
  model: ThreatModel,
  truth: ThreatTruth,
  seen: readonly LivingThreat[],
): NewThreat => ({
  title: truth.why,
  scenario: `${truth.why}${truth.where === undefined ? "" : ` (${truth.where})`}`,
  weakness: [truth.weakness[0] as string],
  attack: [],
  assets: seen[0]?.threat.assets ?? [],
  "entry-points":
    truth.where === undefined ? [] : entriesNamed(system, model.map, "entry-points", { name: truth.where }),
  code: seen[0]?.threat.code ?? [],
  severity: { level: truth.state === "held" ? "low" : "medium", reason: truth.why },
  status: truth.state === "held" ? "mitigated" : "open",
  mitigations:
    truth.state === "held"
      ? { stated: { text: truth.why, kind: "compensating", owner: "whom the spec names", evidence: [] } }
      : {},
  covers: [],
  ...(truth.state === "held" ? {} : { next: "Close it, or accept it." }),
});

const questionOf = ({ element, category }: { element: string; category: string }): string =>
  `${element}/${category}`;

/**
 * The author's delta for the first commit: what the rules say, but of everything planted the author's own word.
 * @param model the model that the rules make of the same tree
 */
export const authorOperations = (system: System, tree: Tree, model: ThreatModel): Operation[] => {
  const path = specPathOf(system.id);
  const { spec } = parseSpec(path, tree.get(path) ?? "");
  if (spec === undefined) throw new Error(`${path} can't be read`);
  const { operations } = rulesDelta({
    component: system.id,
    spec,
    framework: stride,
    model: emptyModel(system.id, "stride"),
    observation: observe(new Map([...tree].filter(([each]) => each !== path))),
    before: {},
    changes: [],
    questions: [],
    unaccounted: [],
  });
  const now = system.truth.threats.filter((truth) => holdsAt(truth, 0));
  const traps = system.truth.traps.filter((trap) => holdsAt(trap, 0));
  const replaced = new Set(
    [...now, ...traps]
      .flatMap((place) => threatsAt(system, model, place))
      .map((each) => `${questionOf(each)}/${each.threat.title}`),
  );
  const own = now.flatMap((truth): Extract<Operation, { op: "add" }>[] => {
    const seen = threatsAt(system, model, truth);
    const element = seen[0]?.element ?? elementsAt(system, model.map, truth)[0];
    const threat = threatOf(system, model, truth, seen);
    return element === undefined
      ? []
      : [{ op: "add", element, category: truth.category, threat, distinct: "author" }];
  });
  const answered = new Set(own.map(questionOf));
  const kept = operations.filter((each) =>
    each.op === "add"
      ? !replaced.has(`${questionOf(each)}/${each.threat.title}`)
      : !(each.op === "answer" && answered.has(questionOf(each))),
  );
  const spoken = new Set([
    ...answered,
    ...kept.flatMap((each) => (each.op === "add" || each.op === "answer" ? [questionOf(each)] : [])),
  ]);
  const denied = new Map(
    operations.flatMap((each) =>
      each.op === "add" && !spoken.has(questionOf(each)) ? [[questionOf(each), each] as const] : [],
    ),
  );
  // A risk can only name a threat that is there; the rules tie it again when they look next.
  const isTied = (each: Operation): boolean =>
    each.op === "put" && each.section === "risks" && "threats" in each.value;
  return [
    ...kept.filter((each) => !isTied(each)),
    ...own,
    ...[...denied.values()].map(
      ({ element, category }): Operation => ({
        op: "answer",
        element,
        category,
        reason: `Looked at by the author: ${traps.find((trap) => trap.category === category)?.why ?? "it is none"}.`,
        "rests-on": [element],
      }),
    ),
  ];
};
