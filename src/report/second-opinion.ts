// What `instride reconstruct` prints: what a fresh reading holds that the kept model lacks first, then the rest.

import pico from "picocolors";
import type { Answered, LoneEntry, LoneThreat, Opinion } from "../model/second-opinion.ts";
import { sectionNames, sectionPlurals } from "./diff.ts";
import { oneLine } from "./foreign.ts";
import { levelPaint } from "./show-threat.ts";
import type { Paint } from "./table.ts";
import { hanging, padTo } from "./width.ts";

export interface Reading {
  readonly component: string;
  /** Who read: `instride-rules/0.1.0`, `claude-opus-5-5`. */
  readonly agent: string;
  readonly mode: string;
  readonly files: number;
  /** Tokens read and written; undefined when no model was called. */
  readonly tokens?: { readonly input: number; readonly output: number; readonly isEstimated: boolean };
  /** US dollars; undefined when not known. */
  readonly usd?: number;
}

export interface OpinionStyle {
  readonly colour: boolean;
  readonly width: number;
  /** List also what only the kept model has. */
  readonly all: boolean;
}

const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

const counted = (count: number, one: string, more = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : more}`;

const cost = ({ tokens, usd }: Reading): string => {
  if (tokens === undefined) return "no tokens";
  const about = tokens.isEstimated ? "about " : "";
  const dollars = usd === undefined ? "cost unknown" : `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
  return `${about}${grouped(tokens.input)} tokens in, ${grouped(tokens.output)} out, ${dollars}`;
};

const head = (reading: Reading): string => {
  const mode = reading.mode === "rules" ? "rules, provisional" : reading.mode;
  return `${reading.agent} read ${counted(reading.files, "file")} of ${reading.component} afresh (${mode}): ${cost(reading)}`;
};

const entries = (count: number): string => counted(count, "map entry", "map entries");

/** Entries by section: `2 processes, 1 asset`. */
const countedMap = (map: readonly LoneEntry[]): string => {
  const sections = [...new Set(map.map(({ section }) => section))];
  return sections
    .map((section) => {
      const count = map.filter((entry) => entry.section === section).length;
      return counted(count, sectionNames[section], sectionPlurals[section]);
    })
    .join(", ");
};

const entryLines = (map: readonly LoneEntry[], width: number, bold: Paint): string[] =>
  map.map(({ id, section, name }) =>
    hanging(`  ${id}  `, oneLine(`${sectionNames[section]}: ${name}`), width, () => `  ${bold(id)}  `),
  );

const threatLines = (
  threats: readonly LoneThreat[],
  width: number,
  paint: ReturnType<typeof pico.createColors>,
): string[] =>
  threats.map(({ id, level, element, category, threat }) => {
    const shown = padTo(level, 8);
    return hanging(
      `  ${id}  ${shown}  `,
      oneLine(`${threat.title} (${element}/${category})`),
      width,
      () => `  ${paint.bold(id)}  ${levelPaint(paint, level)(shown)}  `,
    );
  });

/** Each reason once, with all that it answers. */
const answeredLines = (answered: readonly Answered[], width: number, bold: Paint): string[] => {
  const groups = new Map<string, Answered[]>();
  for (const each of answered) {
    const { how, reason, kind, place } = each;
    const title = kind === "entry" ? `${how}: ${reason}` : `${place} ${how}: ${reason}`;
    groups.set(title, [...(groups.get(title) ?? []), each]);
  }
  return [...groups].flatMap(([title, parts]) => [
    ...parts.map(({ kind, id, name, place }) =>
      hanging(
        `  ${id}  `,
        oneLine(kind === "entry" ? `${sectionNames[place as LoneEntry["section"]]}: ${name}` : name),
        width,
        () => `  ${bold(id)}  `,
      ),
    ),
    hanging("    ", oneLine(title), width),
  ]);
};

const block = (title: string, lines: readonly string[], bold: Paint): string[] =>
  lines.length === 0 ? [] : ["", bold(title), ...lines];

const lacking = (map: readonly LoneEntry[], threats: readonly LoneThreat[]): string =>
  [
    ...(map.length === 0 ? [] : [countedMap(map)]),
    ...(threats.length === 0 ? [] : [counted(threats.length, "threat")]),
  ].join(", ");

/** Ends without a newline. */
export const renderOpinion = (reading: Reading, opinion: Opinion, style: OpinionStyle): string => {
  const { width } = style;
  const paint = pico.createColors(style.colour);
  const { freshMap, freshThreats, keptMap, keptThreats } = opinion;
  const nothing = freshMap.length + freshThreats.length === 0;
  const onlyKept =
    keptMap.length + keptThreats.length === 0
      ? []
      : [
          "",
          hanging(
            "",
            oneLine(
              `only the kept model has: ${lacking(keptMap, keptThreats)}; no fault: whoever wrote the code knows more than it shows${style.all ? "" : " (--all lists them)"}`,
            ),
            width,
          ),
          ...(style.all
            ? [...entryLines(keptMap, width, paint.bold), ...threatLines(keptThreats, width, paint)]
            : []),
        ];
  return [
    oneLine(head(reading)),
    `both hold ${entries(opinion.both.map)} and ${counted(opinion.both.threats, "threat")}`,
    ...(nothing ? ["the fresh reading holds nothing that the kept model lacks"] : []),
    ...block(
      "only the fresh reading has:",
      [...entryLines(freshMap, width, paint.bold), ...threatLines(freshThreats, width, paint)],
      paint.bold,
    ),
    ...block("answered there:", answeredLines(opinion.answered, width, paint.bold), paint.bold),
    ...block(
      "stands at another place there:",
      opinion.elsewhere.map(({ id, title, place }) =>
        hanging(`  ${id}  `, oneLine(`${title} (${place})`), width),
      ),
      paint.bold,
    ),
    ...block(
      "rated differently (kept, fresh):",
      opinion.rated.map(({ id, title, kept, fresh }) =>
        hanging(`  ${id}  ${padTo(`${kept}, ${fresh}`, 16)}  `, oneLine(title), width),
      ),
      paint.bold,
    ),
    ...onlyKept,
  ].join("\n");
};

export interface AdditionsText {
  readonly entries: readonly LoneEntry[];
  readonly threats: readonly LoneThreat[];
  /** Ids that were not picked and came along. */
  readonly drawn: readonly string[];
}

/** One line: what `--apply` has added to the model. */
export const renderAdded = ({ entries: map, threats, drawn }: AdditionsText, width: number): string => {
  const came = drawn.length === 0 ? "" : `; with what was picked came ${drawn.join(", ")}`;
  return hanging("", oneLine(`added to the kept model: ${lacking(map, threats)}${came}`), width);
};
