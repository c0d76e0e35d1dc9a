// One threat for the terminal, in full.

import pico from "picocolors";
import type { Level } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";
import { isLiving, type PlacedThreat, sorted } from "../model/threats.ts";
import { oneLine } from "./foreign.ts";
import type { Paint } from "./table.ts";
import { statusWord } from "./threat-state.ts";
import { hanging, padTo, wrap } from "./width.ts";

export interface ShowStyle {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
  /** `YYYY-MM-DD`: acceptances end by it. */
  readonly today: string;
}

export type Colours = ReturnType<typeof pico.createColors>;

export const levelPaint = (paint: Colours, level: Level): Paint =>
  level === "critical" || level === "high" ? paint.red : level === "medium" ? paint.yellow : paint.dim;

/** One threat in full. Ends without a newline. */
export const renderThreat = ({ id, element, category, threat }: PlacedThreat, style: ShowStyle): string => {
  const paint = pico.createColors(style.colour);
  const level = effectiveLevel(threat);
  const line = (label: string, text: string | undefined): string[] =>
    text === undefined || text === ""
      ? []
      : [hanging(padTo(label, 12), oneLine(text), style.width, paint.dim)];
  const mitigations = (kinds: readonly string[]): string[] =>
    sorted(threat.mitigations)
      .filter(([, { kind }]) => kinds.includes(kind))
      .map(([, { text, evidence, control, owner, leaves }]) =>
        [
          text,
          ...evidence,
          control === undefined ? "" : `control ${control}`,
          owner === undefined ? "" : `owner ${owner}`,
          leaves === undefined ? "" : `leaves: ${leaves}`,
        ]
          .filter((part) => part !== "")
          .join(" · "),
      );
  const standing = mitigations(["code", "compensating"]);
  const needsControl = isLiving(threat) && threat["false-positive"] === undefined;
  const { acceptance, override } = threat;
  const falsePositive = threat["false-positive"];
  const state = [
    levelPaint(paint, level)(level),
    statusWord(threat, style.today),
    ...(threat.provisional === true ? [paint.yellow("provisional: answered by rules")] : []),
  ].join(" · ");
  return [
    `${paint.bold(id)}  ${state}`,
    ...wrap(oneLine(threat.title), style.width).map(paint.bold),
    paint.dim(oneLine(`${element} · ${category}`)),
    "",
    ...wrap(oneLine(threat.scenario), style.width),
    "",
    ...(standing.length === 0 && needsControl ? ["nothing today"] : standing).flatMap((text, at) =>
      line(at === 0 ? "stops it" : "", text),
    ),
    ...mitigations(["planned"]).flatMap((text) => line("planned", text)),
    ...line("left", threat.severity.reason),
    ...line("vector", threat.severity.vector),
    ...line("check", threat.check),
    ...line("next", threat.next),
    ...line("assets", threat.assets.join(", ")),
    ...line("reached by", threat["entry-points"].join(", ")),
    ...line("code", threat.code.join(", ")),
    ...line("weakness", [...threat.weakness, ...threat.attack].join(", ")),
    ...line(
      "accepted",
      acceptance &&
        `by ${acceptance.by} on ${acceptance.on}${acceptance.until === undefined ? "" : ` until ${acceptance.until}`}: ${acceptance.reason}`,
    ),
    ...line("false alarm", falsePositive && `says ${falsePositive.by}: ${falsePositive.reason}`),
    ...line(
      "set to",
      override &&
        `${override.level} by ${override.by}: ${override.reason} (the answer says ${threat.severity.level})`,
    ),
    ...line("disagreed", threat.disagreement),
    ...line("notes", threat.notes),
    ...line(
      "retired",
      threat.retired && [threat.retired.reason, threat.retired.change].filter(Boolean).join(" · "),
    ),
  ].join("\n");
};
