// The compacted record of a conversation: what it must know to answer for a change, and no more.

import { mapSections, type ThreatModel } from "../../model/schema.ts";
import { isLiving, threatsOf } from "../../model/threats.ts";
import { asData } from "../../safety/delimit.ts";
import type { Spec } from "../../spec/types.ts";
import type { Context, Resumed } from "../context/context.ts";
import type { Brief } from "../session/brief.ts";
import { namesNear, sliceOf } from "./slice.ts";
import { specSlice } from "./spec-slice.ts";

/** Of decisions about other places, and of earlier changes, the newest are told. */
const decisionsAtMost = 40;
const decisionsElsewhere = 12;
const updatesAtMost = 6;

/** A decision is about a change when it names one of its files, a folder above it, or an element that it touches. */
const isAbout = (about: string, brief: Brief): boolean => {
  const place = about.split("#")[0] ?? "";
  return (
    brief.elements.includes(about) ||
    brief.files.some(({ path }) => place !== "" && (path === place || path.startsWith(`${place}/`)))
  );
};

const decisionLines = ({ decisions }: Context, brief: Brief): string[] => {
  const near = decisions.filter(({ about }) => isAbout(about, brief)).slice(-decisionsAtMost);
  const others = decisions.filter((each) => !near.includes(each)).slice(-decisionsElsewhere);
  const told = new Set([...near, ...others].slice(0, decisionsAtMost));
  return decisions
    .filter((each) => told.has(each))
    .map(({ about, decision, why }) => `- ${about}: ${decision} Why: ${why}`);
};

const reasonLines = (updates: Context["updates"]): string[] =>
  updates.slice(-updatesAtMost).flatMap(({ change, operations }) => {
    const reasons = operations.flatMap((each) =>
      "reason" in each && each.op !== "answer" ? [each.reason] : [],
    );
    return reasons.length === 0 ? [] : [`- ${change}: ${reasons.join(" ").slice(0, 600)}`];
  });

export const specOf = (spec: Spec, text: string | undefined): string =>
  asData("spec", spec.path, text ?? `${spec.title}\n${spec.facts.map(({ text: fact }) => fact).join("\n")}`);

/** @param specText the spec as it is now */
export const recordText = (
  context: Context | undefined,
  spec: Spec,
  specText: string | undefined,
  model: ThreatModel,
  brief: Brief,
): string => {
  const decisions = context === undefined ? [] : decisionLines(context, brief);
  const reasons = context === undefined ? [] : reasonLines(context.updates);
  return [
    specOf(spec, specText === undefined ? undefined : specSlice(specText, namesNear(model, brief))),
    asData("model", "slice", sliceOf(model, brief)),
    ...(decisions.length > 0
      ? [asData("decisions", "while the code was written", decisions.join("\n"))]
      : []),
    ...(reasons.length > 0 ? [asData("changes", "answered since", reasons.join("\n"))] : []),
  ].join("\n");
};

/** Lines that count or head what follows differ with every slice and say nothing by themselves. */
const isFrame = (line: string): boolean =>
  /^(?:Map, as far|The rest of the map|Threats |Other threats|Answered with|\(\d+ more)|^ {2}(?:and \d+ more|[a-z-]+: )/.test(
    line,
  );

/** What a line is about: an entry or a threat, in full or in brief; else the line itself. */
const subjectOf = (line: string): string => /^ {2}\S+ \S+(?: \{)?/.exec(line)?.[0] ?? line;

const updatesSinceAtMost = 6;

/** Ids that a record shows and the model has no more. What it has said to be gone, it says again: an id is short. */
const goneSince = (record: string, model: ThreatModel): string[] => {
  const living = new Set(
    threatsOf(model)
      .filter(({ threat }) => isLiving(threat))
      .map(({ id }) => id),
  );
  return record.split("\n").flatMap((line) => {
    const [, section, entry] = /^ {2}([a-z-]+) (\S+) \{/.exec(line) ?? [];
    if (section !== undefined && entry !== undefined)
      return mapSections.some((each) => each === section && model.map[each][entry] === undefined)
        ? [entry]
        : [];
    const [, threat] = /^ {2}([A-Z]{1,3}-[a-z2-7]{5}) \S+\//.exec(line) ?? [];
    return threat !== undefined && !living.has(threat) ? [threat] : [];
  });
};

/** What a change needs beside a record that was written for an earlier one of the same burst; empty when it holds all. */
export const furtherText = (
  { blocks, updates }: Resumed,
  spec: Spec,
  specText: string | undefined,
  model: ThreatModel,
  brief: Brief,
): string => {
  const record = blocks.join("\n");
  // The last line about an id is what the record says of it.
  const shown = new Map(record.split("\n").map((line) => [subjectOf(line), line]));
  const fresh = (text: string): string[] =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "" && shown.get(subjectOf(line)) !== line && !isFrame(line));
  const slice = fresh(sliceOf(model, brief));
  const rows = specText === undefined ? [] : fresh(specSlice(specText, namesNear(model, brief)));
  const gone = goneSince(record, model);
  const reasons = reasonLines(updates).slice(-updatesSinceAtMost);
  return [
    ...(rows.length > 0
      ? [asData("spec", `${spec.path}: lines that the record lacks`, rows.join("\n"))]
      : []),
    ...(slice.length > 0
      ? [
          asData(
            "model",
            "slice: as it is now, in place of what the record says of the same ids",
            slice.join("\n"),
          ),
        ]
      : []),
    ...(gone.length > 0 ? [asData("ids", "gone since the record was written", gone.join(", "))] : []),
    ...(reasons.length > 0
      ? [asData("changes", "answered since the record was written", reasons.join("\n"))]
      : []),
  ].join("\n");
};
