// Coverage and freshness over time: at each commit of the first-parent line, which components are in step, what is open,
// and how many commits ago each was last considered.

import { compare } from "../model/finding.ts";
import { type Level, levels } from "../model/schema.ts";
import { effectiveLevel, effectiveStatus } from "../model/status.ts";
import { threatsOf } from "../model/threats.ts";
import { plotOverTime } from "../report/html/over-time.ts";
import type { TypedTable } from "../report/typed-table.ts";
import type { CommitHead, ComponentState, History } from "./moment.ts";

/** How one component stands at one commit. */
export interface ComponentPoint {
  readonly component: string;
  readonly inStep: boolean | undefined;
  /** Open threats by level; an acceptance that has ended counts as open. */
  readonly open: Readonly<Record<Level, number>>;
  readonly mitigated: number;
  readonly accepted: number;
  /** Of those that live, answered by the rules agent alone. */
  readonly provisional: number;
  /** Commits since a record was last added for it: 0 in the commit that adds one. */
  readonly age: number;
}

export interface OverTimePoint {
  readonly commit: CommitHead;
  readonly components: readonly ComponentPoint[];
}

const zero = (): Record<Level, number> => ({ none: 0, low: 0, medium: 0, high: 0, critical: 0 });

type Counts = Pick<ComponentPoint, "open" | "mitigated" | "accepted" | "provisional">;

const countsOf = (state: ComponentState, day: string): Counts => {
  const open = zero();
  const counts = { mitigated: 0, accepted: 0, provisional: 0 };
  for (const { threat } of state.model === undefined ? [] : threatsOf(state.model)) {
    const status = effectiveStatus(threat, day);
    if (status === "retired" || status === "false-positive") continue;
    if (threat.provisional === true) counts.provisional += 1;
    if (status === "mitigated" || status === "accepted") counts[status] += 1;
    else open[effectiveLevel(threat)] += 1;
  }
  return { open, ...counts };
};

/** Whether what counts on a day can be another the day after: an acceptance with an end. */
const isDated = ({ model }: ComponentState): boolean =>
  model !== undefined && threatsOf(model).some(({ threat }) => threat.acceptance?.until !== undefined);

/** One point a commit, with every component that the tree has then. */
export const overTime = (history: History): OverTimePoint[] => {
  const states = new Map<string, ComponentState>(history.before);
  const counts = new Map<string, Counts>();
  const ages = new Map<string, number>();
  return history.moments.map(({ commit, components, records }) => {
    for (const id of ages.keys()) ages.set(id, (ages.get(id) ?? 0) + 1);
    for (const [id, state] of components) {
      counts.delete(id);
      if (state === undefined) {
        states.delete(id);
        ages.delete(id);
      } else states.set(id, state);
    }
    for (const { record } of records) if (states.has(record.component)) ages.set(record.component, 0);
    const points = [...states].map(([component, state]): ComponentPoint => {
      const known = isDated(state) ? undefined : counts.get(component);
      const now = known ?? countsOf(state, commit.day);
      counts.set(component, now);
      if (!ages.has(component)) ages.set(component, 0);
      return { component, inStep: state.inStep, ...now, age: ages.get(component) ?? 0 };
    });
    return { commit, components: points.sort((a, b) => compare(a.component, b.component)) };
  });
};

const sum = (points: readonly ComponentPoint[], of: (point: ComponentPoint) => number): number =>
  points.reduce((total, point) => total + of(point), 0);

const shown = [...levels].reverse().filter((level) => level !== "none");

const seriesTable = (points: readonly OverTimePoint[]): TypedTable => ({
  id: "coverage-over-time",
  title: "Coverage over time",
  columns: [
    { key: "seq", title: "No.", kind: "number", width: 6 },
    { key: "commit", title: "Commit", kind: "commit", width: 16 },
    { key: "day_claimed", title: "Day (claimed)", kind: "day", width: 13 },
    { key: "author", title: "Author", kind: "text" },
    { key: "components", title: "Components", kind: "number", width: 13 },
    { key: "in_step", title: "In step", kind: "number", width: 10 },
    ...shown.map((level) => ({ key: `open_${level}`, title: `Open ${level}`, kind: "number" as const })),
    { key: "mitigated", title: "Mitigated", kind: "number" },
    { key: "accepted", title: "Accepted", kind: "number", width: 10 },
    { key: "provisional", title: "Provisional", kind: "number" },
    { key: "oldest_age", title: "Oldest consideration, commits ago", kind: "number", width: 16 },
  ],
  rows: points.map(({ commit, components }, at) => [
    at + 1,
    commit.id,
    commit.day,
    commit.author,
    components.length,
    components.filter(({ inStep }) => inStep === true).length,
    ...shown.map((level) => sum(components, ({ open }) => open[level])),
    sum(components, ({ mitigated }) => mitigated),
    sum(components, ({ accepted }) => accepted),
    sum(components, ({ provisional }) => provisional),
    components.reduce((most, { age }) => Math.max(most, age), 0),
  ]),
  notes: [
    "One row for each commit of the first-parent line, oldest first. Days are what commits claim.",
    "An age says how many commits of that line lie between a component's last record and this commit. Old is not wrong: a component whose inputs nobody touched stays in step.",
  ],
});

/** How often each component was in step, and how it stands at the end. */
const componentTable = (points: readonly OverTimePoint[]): TypedTable => {
  const seen = new Map<string, { commits: number; inStep: number; last: ComponentPoint; present: boolean }>();
  for (const { components } of points) {
    for (const each of seen.values()) each.present = false;
    for (const point of components) {
      const known = seen.get(point.component);
      seen.set(point.component, {
        commits: (known?.commits ?? 0) + 1,
        inStep: (known?.inStep ?? 0) + (point.inStep === true ? 1 : 0),
        last: point,
        present: true,
      });
    }
  }
  return {
    id: "component-freshness",
    title: "Freshness of each component",
    columns: [
      { key: "component", title: "Component", kind: "text", width: 28 },
      { key: "present", title: "Present at the end", kind: "boolean" },
      { key: "commits", title: "Commits with it", kind: "number", width: 14 },
      { key: "commits_in_step", title: "Of those in step", kind: "number", width: 14 },
      { key: "in_step", title: "In step at its last", kind: "boolean", width: 14 },
      { key: "age", title: "Last considered, commits ago", kind: "number", width: 16 },
      ...shown.map((level) => ({ key: `open_${level}`, title: `Open ${level}`, kind: "number" as const })),
      { key: "accepted", title: "Accepted", kind: "number", width: 14 },
    ],
    rows: [...seen]
      .sort(([a], [b]) => compare(a, b))
      .map(([component, { commits, inStep, last, present }]) => [
        component,
        present,
        commits,
        inStep,
        last.inStep,
        last.age,
        ...shown.map((level) => last.open[level]),
        last.accepted,
      ]),
    notes: [],
  };
};

export interface CoverageOverTime {
  readonly points: readonly OverTimePoint[];
  /** One row a commit. */
  readonly series: TypedTable;
  /** One row a component. */
  readonly components: TypedTable;
  /** A plot of the series: a whole SVG element, which needs nothing from outside. */
  readonly svg: string;
}

/** Coverage and freshness of a history that was read with a judgement. */
export const coverageOverTime = (history: History): CoverageOverTime => {
  const points = overTime(history);
  const svg = plotOverTime(
    points.map(({ commit, components }) => ({
      label: `${commit.id.slice(0, 12)}, ${commit.day}`,
      components: components.length,
      inStep: components.filter(({ inStep }) => inStep === true).length,
      open: Object.fromEntries(
        shown.map((level) => [level, sum(components, ({ open }) => open[level])]),
      ) as Record<(typeof shown)[number], number>,
      accepted: sum(components, ({ accepted }) => accepted),
      oldest: components.reduce((most, { age }) => Math.max(most, age), 0),
    })),
  );
  return { points, series: seriesTable(points), components: componentTable(points), svg };
};
