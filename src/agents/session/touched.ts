// Which part of a threat model a change can touch: elements whose code or facts moved, and the answers that rest on
// them. The brief asks about these and nothing else.

import type { Question } from "../../frameworks/types.ts";
import { anchorAt, splitAnchor } from "../../model/anchor.ts";
import type { Fact } from "../../model/fact.ts";
import { compare } from "../../model/finding.ts";
import type { FileObservation } from "../../model/observation.ts";
import { mapSections, type ThreatModel } from "../../model/schema.ts";
import { isLiving, threatsOf } from "../../model/threats.ts";
import type { InputChange, UpdateRequest } from "../port.ts";

/** `path#symbol` of every symbol whose text differs, and `path` of every file that does. */
export const changedAnchors = (
  changes: readonly InputChange[],
  before: Readonly<Record<string, FileObservation>>,
  after: Readonly<Record<string, FileObservation>>,
): ReadonlySet<string> => {
  const changed = new Set<string>();
  for (const change of changes) {
    changed.add(anchorAt(change.path));
    const old = textsOf(change.before, before[change.path]);
    const now = textsOf(change.after, after[change.path]);
    for (const symbol of new Set([...old.keys(), ...now.keys()]))
      if (old.get(symbol) !== now.get(symbol)) changed.add(anchorAt(change.path, symbol));
  }
  return changed;
};

const textsOf = (text: string | undefined, seen: FileObservation | undefined): Map<string, string> => {
  const texts = new Map<string, string>();
  if (text === undefined || seen === undefined) return texts;
  const lines = text.split("\n");
  for (const [symbol, { line, endLine }] of Object.entries(seen.symbols))
    texts.set(
      symbol,
      lines
        .slice(line - 1, endLine)
        .join("\n")
        .replace(/\s+/g, " "),
    );
  return texts;
};

export interface Touched {
  /** Ids of map entries, sorted. */
  readonly entries: readonly string[];
  /** Living threats whose own anchors, evidence or entry points are among what changed, sorted. */
  readonly threats: readonly string[];
  /** The questions that the change raises, in the framework's order. */
  readonly questions: readonly Question[];
}

/**
 * @param facts facts of code or spec that appeared, vanished or changed with this change
 * @param questions all questions of the framework for the model
 */
export const touchedBy = (
  request: Pick<UpdateRequest, "model" | "changes" | "before" | "observation" | "questions">,
  facts: readonly Fact[],
  questions: readonly Question[],
): Touched => {
  const { model } = request;
  const anchors = changedAnchors(request.changes, request.before, request.observation.files);
  const hits = (anchor: string): boolean => anchors.has(anchor);
  const keys = new Set(facts.map((fact) => fact.key));
  const entries = new Set<string>();
  for (const section of mapSections)
    for (const [id, entry] of Object.entries(
      model.map[section] as Record<string, { code: string[]; covers: string[] }>,
    ))
      if (entry.code.some(hits) || entry.covers.some((key) => keys.has(key))) entries.add(id);
  for (const [id, entry] of Object.entries(model.map["entry-points"]))
    if (entries.has(id)) entries.add(entry.process);
  // A fact that is new has no entry yet: it arrives at the processes whose code changed.
  const arrives = facts.some((fact) => fact.kind === "entry");
  if (arrives) for (const id of processesOf(model, anchors)) entries.add(id);

  const threats = new Set<string>();
  const asked = new Set<string>();
  for (const { id, element, category, threat } of threatsOf(model)) {
    if (!isLiving(threat)) continue;
    const evidence = Object.values(threat.mitigations).flatMap((mitigation) => mitigation.evidence);
    if (![...threat.code, ...evidence].some(hits)) continue;
    threats.add(id);
    asked.add(`${element}/${category}`);
  }
  for (const [element, categories] of Object.entries(model.answers))
    for (const [category, answer] of Object.entries(categories)) {
      const basis = answer["not-applicable"]?.["rests-on"] ?? [];
      if (basis.some((each) => anchors.has(each) || keys.has(each))) asked.add(`${element}/${category}`);
    }
  const open = new Set(request.questions.map((question) => `${question.element}/${question.category}`));
  const processes = new Set(arrives ? processesOf(model, anchors) : []);
  return {
    entries: [...entries].sort(compare),
    threats: [...threats].sort(compare),
    questions: questions.filter((question) => {
      const name = `${question.element}/${question.category}`;
      return open.has(name) || asked.has(name) || processes.has(question.element);
    }),
  };
};

/** Processes with code among the anchors; all of them when none has any. */
const processesOf = (model: ThreatModel, anchors: ReadonlySet<string>): string[] => {
  const paths = new Set([...anchors].map((anchor) => splitAnchor(anchor).path));
  const all = Object.keys(model.map.processes);
  const near = all.filter((id) => {
    const own = model.map.processes[id]?.code ?? [];
    const points = Object.values(model.map["entry-points"]).filter((point) => point.process === id);
    return [...own, ...points.flatMap((point) => point.code)].some((anchor) =>
      paths.has(splitAnchor(anchor).path),
    );
  });
  return near.length > 0 ? near : all;
};
