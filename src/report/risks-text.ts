// What `instride risks` prints: the accepted risks, those that need a look first.

import pico from "picocolors";
import type { RiskEntry, RiskState } from "../history/risk-register.ts";
import { oneLine } from "./foreign.ts";
import { hanging, padTo } from "./width.ts";

export interface RiskStyle {
  readonly colour: boolean;
  readonly width: number;
  /** Whether all of history was there. */
  readonly complete: boolean;
  /** The day and the revision, for people. */
  readonly when: string;
}

const indent = " ".repeat(11);

const renewalsText = ({ renewals }: RiskEntry, complete: boolean): string => {
  if (!complete) return "renewals unknown";
  if (renewals.length === 0) return "never renewed";
  const times = renewals.length === 1 ? "once" : `${renewals.length} times`;
  return `renewed ${times} (${renewals.map(({ commit }) => commit.id.slice(0, 12)).join(", ")})`;
};

const lines = (entry: RiskEntry, complete: boolean): string[] => {
  const { until, since, commit, owner, approver, reason, flags } = entry;
  const from =
    since === undefined
      ? []
      : [`since ${since}${commit === undefined ? "" : ` (${commit.id.slice(0, 12)})`}`];
  return [
    entry.title,
    [until === undefined ? "without an end" : `until ${until}`, ...from, renewalsText(entry, complete)].join(
      ", ",
    ),
    `owner ${owner ?? "not named"}; approved by ${approver ?? "nobody named"}`,
    ...(reason === undefined ? [] : [`because ${reason}`]),
    ...(flags.length === 0 ? [] : [`look at: ${flags.join("; ")}`]),
  ];
};

export const renderRisks = (entries: readonly RiskEntry[], style: RiskStyle): string => {
  if (entries.length === 0) return `no accepted risk on ${style.when}`;
  const paint = pico.createColors(style.colour);
  const colours: Readonly<Record<RiskState, (text: string) => string>> = {
    ended: paint.red,
    "ends soon": paint.yellow,
    current: paint.green,
    withdrawn: paint.dim,
  };
  const counts = (["ended", "ends soon", "current", "withdrawn"] as const).flatMap((state) => {
    const count = entries.filter((each) => each.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const head = `${entries.length} accepted ${entries.length === 1 ? "risk" : "risks"} on ${style.when}: ${counts.join(", ")}`;
  const blocks = entries.map((entry) => {
    const what = [entry.component, entry.level, entry.kind === "threat" ? undefined : "stated in the spec"];
    const first = hanging(
      padTo(entry.state, indent.length),
      oneLine(`${entry.id} (${what.filter((part) => part !== undefined).join(", ")})`),
      style.width,
      (label) => colours[entry.state](label),
    );
    return [
      first,
      ...lines(entry, style.complete).map((line) => hanging(indent, oneLine(line), style.width)),
    ].join("\n");
  });
  return [hanging("", head, style.width), ...blocks].join("\n\n");
};
