// The one line that a developer sees at a commit.

import pico from "picocolors";
import type { Mode } from "../model/provenance.ts";
import { type Level, levels, type ThreatModel } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";
import { threatsOf } from "../model/threats.ts";
import { oneLine } from "./foreign.ts";

export { renderStatus, type StatusRow } from "./status.ts";

/** What a sync did to one component; a sync's plan has this shape. */
export interface SyncOutcome {
  readonly component: string;
  readonly mode: Mode;
  readonly after: ThreatModel;
  readonly files: readonly { readonly path: string }[];
  /** Ids of threats. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retired: readonly string[];
  readonly reason?: string;
}

/** The highest level among these threats of a model; undefined when none of them is in it. */
export const highestLevel = (model: ThreatModel, ids: readonly string[]): Level | undefined => {
  const found = threatsOf(model)
    .filter(({ id }) => ids.includes(id))
    .map(({ threat }) => levels.indexOf(effectiveLevel(threat)));
  return found.length === 0 ? undefined : levels[Math.max(...found)];
};

const isGrave = (level: Level | undefined): boolean => level === "high" || level === "critical";

const changesOf = (outcome: SyncOutcome, paint: ReturnType<typeof pico.createColors>): string => {
  const { added, changed, retired } = outcome;
  const highest = highestLevel(outcome.after, added);
  const level = highest === undefined ? "" : isGrave(highest) ? paint.red(highest) : highest;
  const noun = added.length === 1 ? "threat" : "threats";
  const parts = [
    added.length === 0
      ? ""
      : `${paint.green(`+${added.length}`)} ${noun}${level === "" ? "" : ` (${added.length === 1 ? "" : "highest "}${level})`}`,
    changed.length === 0 ? "" : paint.yellow(`~${changed.length}`) + (added.length === 0 ? " changed" : ""),
    retired.length === 0 ? "" : `${retired.length} retired`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "no threat changed" : parts.join(", ");
};

/** Columns of a reason in the one line that a commit prints; the record holds all of it. */
const reasonWidth = 100;

const shortened = (reason: string): string => {
  const line = oneLine(reason);
  return line.length <= reasonWidth ? line : `${line.slice(0, reasonWidth).replace(/\s+\S*$/, "")} …`;
};

/**
 * `instride: sessions in step (rules, provisional): +2 threats (highest high), ~1, 1 retired · specs/sessions.threats.md`.
 * When no threat changed, the reason stands where the path would.
 */
export const renderSyncLine = (outcome: SyncOutcome, { colour }: { readonly colour: boolean }): string => {
  const paint = pico.createColors(colour);
  const mode = outcome.mode === "rules" ? "rules, provisional" : outcome.mode;
  const readable = outcome.files.find(({ path }) => path.endsWith(".threats.md"))?.path;
  const tail = readable ?? (outcome.reason === undefined ? undefined : shortened(outcome.reason));
  return [
    `instride: ${paint.bold(oneLine(outcome.component))} in step ${paint.dim(`(${mode})`)}: ${changesOf(outcome, paint)}`,
    ...(tail === undefined ? [] : [paint.dim(oneLine(tail))]),
  ].join(" · ");
};
