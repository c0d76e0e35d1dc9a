// What `instride log` prints: each threat with its commits, oldest first.

import pico from "picocolors";
import type { CommitHead } from "../history/moment.ts";
import type { ComponentLog, ThreatEvent, ThreatLife } from "../history/threat-log.ts";
import { effectiveLevel } from "../model/status.ts";
import { oneLine } from "./foreign.ts";
import { statusWord } from "./threat-state.ts";
import { hanging } from "./width.ts";

export interface LogStyle {
  readonly colour: boolean;
  readonly width: number;
  /** What was looked at, for people. */
  readonly what: string;
}

/** Events of one commit stand together. */
const byCommit = (events: readonly ThreatEvent[]): ThreatEvent[][] => {
  const groups: ThreatEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.commit.id === event.commit.id) last.push(event);
    else groups.push([event]);
  }
  return groups;
};

const mergedText = ({ id, day, author, title }: CommitHead): string =>
  oneLine(`${id.slice(0, 12)} ${day} ${author}: ${title}`);

/** The title is told where the threat had another one then. */
const eventText = ({ kind, text, title }: ThreatEvent, now: string): string => {
  if (kind === "details") return `changed: ${text}`;
  const named = title !== now && (kind === "born" || kind === "present") ? `, titled "${title}"` : "";
  return `${text === "" ? kind : `${kind}: ${text}`}${named}`;
};

export const renderLog = (log: ComponentLog, { colour, width, what }: LogStyle): string => {
  const paint = pico.createColors(colour);
  const commitLine = ({ id, day, author, title }: CommitHead, mode: string): string =>
    hanging(`  ${id.slice(0, 12)}  ${day}  `, oneLine(`${author}${mode}: ${title}`), width, paint.dim);
  const life = ({ id, title, threat, present, events }: ThreatLife): string => {
    const standing = present ? statusWord(threat) : "gone from the model";
    const named = `${oneLine(title)} (${effectiveLevel(threat)}, ${standing})`;
    const groups = byCommit(events).map((group) => {
      const [{ commit, modes, merged, kind }] = group as [ThreatEvent, ...ThreatEvent[]];
      const named = modes.length === 0 ? "no record names it" : modes.join(", ");
      return [
        commitLine(commit, kind === "present" ? "" : ` (${named})`),
        ...merged.map((each) => hanging("    merged  ", mergedText(each), width)),
        ...group.map((event) => hanging("    ", oneLine(eventText(event, title)), width)),
      ].join("\n");
    });
    return [hanging(`${id}  `, named, width, paint.bold), ...groups].join("\n");
  };
  const retired = log.threats.filter(({ threat }) => threat.status === "retired").length;
  const count = `${log.threats.length} ${log.threats.length === 1 ? "threat" : "threats"}`;
  const head = `${log.component}: ${count}${retired === 0 ? "" : `, ${retired} retired`}; ${what}`;
  const events = log.events.map(({ commit, text }) =>
    [commitLine(commit, ""), hanging("    ", oneLine(text), width)].join("\n"),
  );
  return [hanging("", oneLine(head), width), ...events, ...log.threats.map(life)].join("\n\n");
};
