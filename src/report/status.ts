// The table of `instride status`.

import pico from "picocolors";
import type { Level } from "../model/schema.ts";
import type { StandingSignOff } from "../model/sign-offs.ts";
import { oneLine } from "./foreign.ts";
import { type Cell, renderTable } from "./table.ts";
import { hanging } from "./width.ts";

export interface StatusRow {
  readonly component: string;
  /** Path of the spec. */
  readonly spec: string;
  readonly inStep: boolean;
  /** Codes of the findings that keep it out of step. */
  readonly reasons: readonly string[];
  /** Inputs that no live claim accounts for. */
  readonly stale: readonly string[];
  /** Modes whose claims stand now. */
  readonly modes: readonly string[];
  readonly threats: {
    readonly open: readonly { readonly level: Level; readonly count: number }[];
    readonly mitigated: number;
    readonly accepted: number;
    /** Of all that live. */
    readonly provisional: number;
  };
  /** Code in languages that are not observed. */
  readonly unobserved: readonly string[];
  /** Who signed the threat model off, and whether it is still the one that was read. */
  readonly signOffs?: readonly StandingSignOff[];
  /** Inputs with edits that are not in the index. */
  readonly unstaged: readonly string[];
}

const files = (paths: readonly string[]): string =>
  paths.length === 0 ? "" : paths.length === 1 ? (paths[0] as string) : `${paths.length} files`;

const reasonOf = ({ reasons, stale }: StatusRow): string => {
  const others = reasons.filter((code) => code !== "stale");
  return [...(stale.length > 0 ? [files(stale)] : []), ...others].join(", ");
};

/** Highest first, as in `1 high, 2 low`. */
const openText = (open: StatusRow["threats"]["open"]): string =>
  open.length === 0
    ? "0"
    : [...open]
        .reverse()
        .map(({ level, count }) => `${count} ${level}`)
        .join(", ");

const remarks = (row: StatusRow): string[] => [
  ...(row.unobserved.length === 0
    ? []
    : [`${row.component}: not observed, its map rests on the spec alone: ${row.unobserved.join(", ")}`]),
  ...(row.unstaged.length === 0
    ? []
    : [`${row.component}: edits that are not staged: ${row.unstaged.join(", ")}`]),
];

/** `signed off by Ada on 2031-02-01`, and whether that still speaks for the model. */
export const signOffText = ({ by, on, fits }: StandingSignOff): string =>
  `signed off by ${by} on ${on}${fits ? "" : ", outdated: the model has changed since"}`;

const signOffNotes = ({ component, signOffs }: StatusRow): string[] =>
  (signOffs ?? []).map((each) => `${component}: ${signOffText(each)}`);

/** One row a component, then remarks on code that was not observed and on unstaged edits. */
export const renderStatus = (
  rows: readonly StatusRow[],
  { colour, width }: { readonly colour: boolean; readonly width: number },
): string => {
  if (rows.length === 0) return "no components: no spec matches the config (instride new NAME writes one)";
  const paint = pico.createColors(colour);
  const cellsOf = (row: StatusRow): Cell[] => {
    const { open, mitigated, accepted, provisional } = row.threats;
    const grave = open.some(({ level }) => level === "high" || level === "critical");
    const reason = reasonOf(row);
    return [
      { text: row.component, paint: paint.bold },
      row.inStep
        ? { text: "in step", paint: paint.green }
        : { text: reason === "" ? "stale" : `stale: ${reason}`, paint: paint.red },
      row.modes.join(", "),
      grave ? { text: openText(open), paint: paint.red } : openText(open),
      String(mitigated),
      String(accepted),
      provisional === 0 ? "0" : { text: String(provisional), paint: paint.yellow },
    ];
  };
  const table = renderTable(rows.map(cellsOf), {
    head: ["component", "state", "mode", "open", "mitigated", "accepted", "provisional"],
    paintHead: paint.dim,
  });
  const notes = rows.flatMap(remarks).map((text) => paint.yellow(hanging("  ", oneLine(text), width)));
  const signed = rows.flatMap(signOffNotes).map((text) => hanging("  ", oneLine(text), width));
  return [table, ...[[...signed, ...notes].join("\n")].filter((part) => part !== "")].join("\n\n");
};
