// The life of each threat of a component, from birth to retirement, with the commits that changed it.

import { carriedOn } from "../model/carries-on.ts";
import { diffModels, type ThreatChange } from "../model/diff.ts";
import { emptyModel } from "../model/empty.ts";
import { compare } from "../model/finding.ts";
import type { Threat, ThreatModel } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";
import { type CommitHead, type ComponentState, type History, type Moment, modesOf } from "./moment.ts";
import { describeChange, type EventKind } from "./threat-change.ts";

export interface ThreatEvent {
  readonly kind: EventKind;
  readonly commit: CommitHead;
  /** Where the commit is a merge: the commits that it brought in and that changed the model. */
  readonly merged: readonly CommitHead[];
  /** What happened, in a few words; holds foreign text. */
  readonly text: string;
  /** Modes of the records that this commit added and that name the threat; empty: none does. */
  readonly modes: readonly string[];
  /** The threat's title after the event. */
  readonly title: string;
  /** The level that counts after the event. */
  readonly level: Threat["severity"]["level"];
}

export interface ThreatLife {
  readonly id: string;
  /** As it is now, or was when it was last there. */
  readonly title: string;
  readonly element: string;
  readonly category: string;
  readonly threat: Threat;
  /** Whether the newest model still has it, living or retired. */
  readonly present: boolean;
  /** Oldest first; never empty. */
  readonly events: readonly [ThreatEvent, ...ThreatEvent[]];
}

/** What happened to the component as a whole. */
export interface ComponentEvent {
  readonly commit: CommitHead;
  readonly text: string;
}

export interface ComponentLog {
  readonly component: string;
  /** Earlier ids of the component, oldest first. */
  readonly earlier: readonly string[];
  readonly events: readonly ComponentEvent[];
  readonly threats: readonly ThreatLife[];
}

interface OpenLife extends Omit<ThreatLife, "events" | "present"> {
  present: boolean;
  readonly events: ThreatEvent[];
}

/** One component on its way through the history. */
class Line {
  readonly earlier: string[] = [];
  readonly events: ComponentEvent[] = [];
  readonly lives = new Map<string, OpenLife>();
  model: ThreatModel | undefined;
  path: string | undefined;
  unreadable = false;
  /** The tree has no model of the component any more. */
  gone = false;

  /** Takes over what the component was under another id. */
  continue(from: Line, id: string, commit: CommitHead): void {
    this.earlier.push(...from.earlier, id);
    this.events.push(...from.events, { commit, text: `component renamed from ${id}` });
    for (const [key, life] of from.lives) this.lives.set(key, life);
    this.model = from.model;
    this.path = from.path;
  }

  /** The spec is gone, or the model is: what was told so far stays told. */
  end(commit: CommitHead, text: string): void {
    if (this.gone) return;
    this.gone = true;
    this.events.push({ commit, text });
  }

  /** @param birth what the first sight of a threat is called */
  move(
    component: string,
    state: ComponentState,
    moment: Pick<Moment, "commit" | "records" | "merged">,
    birth: "born" | "present",
  ): void {
    const { commit } = moment;
    if (this.path !== undefined && this.path !== state.modelPath)
      this.events.push({ commit, text: `model moved from ${this.path} to ${state.modelPath}` });
    this.path = state.modelPath;
    if (state.unreadable !== this.unreadable)
      this.events.push({
        commit,
        text: state.unreadable ? "model can't be read" : "model can be read again",
      });
    this.unreadable = state.unreadable;
    if (state.model === undefined) {
      if (!state.unreadable && this.model !== undefined) this.end(commit, "model gone");
      return;
    }
    if (this.gone) this.events.push({ commit, text: "model is back" });
    this.gone = false;
    const before = this.model ?? emptyModel(component, state.model.framework);
    for (const change of diffModels(before, state.model).threats)
      this.#take(change, component, moment, birth);
    this.model = state.model;
  }

  #take(
    change: ThreatChange,
    component: string,
    { commit, records, merged: all }: Pick<Moment, "commit" | "records" | "merged">,
    birth: "born" | "present",
  ): void {
    const merged = all.get(component) ?? [];
    const { id, element, category, threat } = change;
    const known = this.lives.get(id);
    // Where a history begins, records came with the tree, not with the commit.
    const modes = birth === "present" ? [] : modesOf(records, component, id);
    const level = effectiveLevel(threat);
    const events = describeChange(change, known === undefined ? birth : "returned").map(
      ({ kind, text }): ThreatEvent => ({ kind, commit, merged, text, modes, title: threat.title, level }),
    );
    const life = { id, element, category, threat, title: threat.title, present: change.kind !== "removed" };
    this.lives.set(id, { ...life, events: [...(known?.events ?? []), ...events] });
  }
}

/** The newest model that a component had before a place in the history. */
const modelBefore = (
  { moments, before }: History,
  component: string,
  place: number,
): ThreatModel | undefined => {
  for (let at = place - 1; at >= 0; at -= 1) {
    const model = moments[at]?.components.get(component)?.model;
    if (model !== undefined) return model;
  }
  return before.get(component)?.model;
};

/** The component that ends in the same commit and whose threats a new one carries on. */
const ancestor = (history: History, at: number, state: ComponentState): string | undefined => {
  if (state.model === undefined) return undefined;
  const gone = [...(history.moments[at]?.components ?? [])].flatMap(
    ([id, other]): [string, ThreatModel][] => {
      const model = other === undefined ? modelBefore(history, id, at) : undefined;
      return model === undefined ? [] : [[id, model]];
    },
  );
  return carriedOn(state.model, new Map(gone));
};

/** What stood where the history begins: known, without events. */
const lineBefore = ({ before, moments: [first] }: History, component: string): Line | undefined => {
  const state = before.get(component);
  if (state === undefined || first === undefined) return undefined;
  const line = new Line();
  line.move(component, state, { ...first, records: [] }, "present");
  for (const life of line.lives.values()) life.events.splice(0, life.events.length);
  line.events.splice(0, line.events.length);
  return line;
};

/** One component up to a place in the history. Only its own models are looked at, and those of what it was before. */
const lineOf = (history: History, component: string, end: number): Line | undefined => {
  let line = lineBefore(history, component);
  history.moments.slice(0, end).forEach((moment, at) => {
    const { commit, components } = moment;
    if (!components.has(component)) return;
    const state = components.get(component);
    if (state === undefined) {
      line?.end(commit, "component gone: no spec has its id");
      return;
    }
    if (line === undefined) {
      line = new Line();
      const from = ancestor(history, at, state);
      const past = from === undefined ? undefined : lineOf(history, from, at);
      if (from !== undefined && past !== undefined) line.continue(past, from, commit);
    }
    const begins = at === 0 && !history.complete && history.from === undefined;
    line.move(component, state, moment, begins ? "present" : "born");
  });
  return line;
};

/** The log of a component; undefined when no commit of the history had it. */
export const threatLog = (history: History, component: string): ComponentLog | undefined => {
  const line = lineOf(history, component, history.moments.length);
  if (line === undefined) return undefined;
  const threats = [...line.lives.values()].flatMap((life): ThreatLife[] => {
    const [start, ...rest] = life.events;
    const present = life.present && !line.gone;
    return start === undefined ? [] : [{ ...life, present, events: [start, ...rest] }];
  });
  return {
    component,
    earlier: line.earlier,
    events: line.events,
    threats: threats.sort((a, b) => compare(a.id, b.id)),
  };
};
