// A threat model for the terminal, compact.

import pico from "picocolors";
import type { Framework } from "../frameworks/types.ts";
import type { ArchitectureMap, Threat, ThreatModel } from "../model/schema.ts";
import { signOffsOf } from "../model/sign-offs.ts";
import { effectiveLevel } from "../model/status.ts";
import { isLiving, sorted, threatsOf } from "../model/threats.ts";
import { type Element, elementsOf, kindTitles } from "./elements.ts";
import { oneLine } from "./foreign.ts";
import { boundariesOf } from "./nesting.ts";
import { type Colours, levelPaint, type ShowStyle } from "./show-threat.ts";
import { signOffText } from "./status.ts";
import type { Paint } from "./table.ts";
import { statusWord } from "./threat-state.ts";
import { displayWidth, hanging, padTo, wrap } from "./width.ts";

const block = (title: string, body: string, paint: Colours): string | undefined =>
  body === "" ? undefined : `${paint.bold(title)}\n${body}`;

const listing = (label: string, names: readonly string[], width: number, paint: Colours): string[] =>
  names.length === 0
    ? []
    : [hanging(`  ${padTo(label, 18)}  `, names.map(oneLine).join(" · "), width, paint.dim)];

const mapBlock = (map: ArchitectureMap, width: number, paint: Colours): string => {
  const names = (section: Readonly<Record<string, { readonly name: string }>>): string[] =>
    sorted(section).map(([, { name }]) => name);
  const parents = boundariesOf(map);
  const all = { ...map.externals, ...map.processes, ...map.stores, ...map.boundaries };
  const inside = (boundary: string): string =>
    [...parents]
      .filter(([, outer]) => outer === boundary)
      .map(([id]) => all[id]?.name ?? id)
      .join(", ");
  return [
    ...listing("external entities", names(map.externals), width, paint),
    ...listing("processes", names(map.processes), width, paint),
    ...listing("data stores", names(map.stores), width, paint),
    ...listing(
      "trust boundaries",
      sorted(map.boundaries).map(([id, { name }]) => (inside(id) === "" ? name : `${name} (${inside(id)})`)),
      width,
      paint,
    ),
    ...listing("assets", names(map.assets), width, paint),
    ...listing("outside controls", names(map.controls), width, paint),
    ...listing("assumptions", names(map.assumptions), width, paint),
    ...listing("accepted risks", names(map.risks), width, paint),
    ...listing("set aside", Object.keys(map["set-aside"]).sort(), width, paint),
  ].join("\n");
};

/** Widest label beside which its text still has room. */
const widestLabel = 40;

const labelledRows = (
  rows: readonly (readonly [label: string, texts: readonly string[]])[],
  width: number,
): string => {
  const labels = rows.map(([label]) => oneLine(label));
  const widest = Math.min(widestLabel, Math.max(0, ...labels.map(displayWidth)));
  return rows
    .map(([, texts], at) =>
      hanging(`  ${padTo(labels[at] as string, widest)}  `, texts.map(oneLine).join(" · "), width),
    )
    .join("\n");
};

const flowsBlock = (map: ArchitectureMap, width: number): string => {
  const nodes = { ...map.externals, ...map.processes, ...map.stores };
  const name = (id: string): string => nodes[id]?.name ?? id;
  return labelledRows(
    sorted(map.flows).map(([, { from, to, name: flow, data, protocol }]) => [
      `${name(from)} → ${name(to)}`,
      [data ?? flow, ...(protocol === undefined ? [] : [protocol])],
    ]),
    width,
  );
};

const entryPointsBlock = (map: ArchitectureMap, width: number): string =>
  labelledRows(
    sorted(map["entry-points"]).map(([, { name, authentication, authorization }]) => [
      name,
      [
        `authentication: ${authentication ?? "not stated"}`,
        ...(authorization === undefined ? [] : [`authorization: ${authorization}`]),
      ],
    ]),
    width,
  );

const elementLines = (
  element: Element,
  { width, today }: ShowStyle,
  statusWidth: number,
  paint: Colours,
): string[] => {
  const kind = element.kind === undefined ? "no longer on the map" : kindTitles[element.kind].toLowerCase();
  const unanswered = element.cells.filter(
    (cell) => cell.asked && cell.live.length === 0 && cell.notApplicable === undefined,
  );
  const threatLine = ([id, threat]: readonly [string, Threat]): string => {
    const level = effectiveLevel(threat);
    const word = statusWord(threat, today);
    const mark = threat.provisional === true ? " (provisional)" : "";
    const rest = `${padTo("", 8 - level.length)}  ${padTo(word, statusWidth)}  `;
    return hanging(
      `    ${id}  ${level}${rest}`,
      oneLine(threat.title) + mark,
      width,
      () => `    ${paint.bold(id)}  ${levelPaint(paint, level)(level)}${rest}`,
    );
  };
  const note = (label: string, text: string, tone: Paint): string =>
    tone(hanging(`    ${padTo(label, 7)}  `, oneLine(text), width));
  return [
    `  ${paint.bold(oneLine(element.name))}  ${paint.dim(kind)}`,
    ...element.cells.flatMap((cell) => cell.live.map(threatLine)),
    ...element.cells.flatMap((cell) =>
      cell.live.length === 0 && cell.notApplicable !== undefined
        ? [
            note(
              "n/a",
              `${cell.title}: ${cell.notApplicable.reason}${cell.notApplicable.provisional === true ? " (provisional)" : ""}`,
              paint.dim,
            ),
          ]
        : [],
    ),
    ...(unanswered.length === 0
      ? []
      : [note("open", `no answer yet: ${unanswered.map(({ title }) => title).join(", ")}`, paint.yellow)]),
    ...element.cells.flatMap((cell) =>
      cell.retired.map(([id, threat]) => note("retired", `${id} ${threat.title}`, paint.dim)),
    ),
  ];
};

/** The whole model, compact. Ends without a newline. */
export const renderShow = (model: ThreatModel, framework: Framework, style: ShowStyle): string => {
  const paint = pico.createColors(style.colour);
  const elements = elementsOf(model, framework);
  const living = threatsOf(model).filter(({ threat }) => isLiving(threat));
  const statusWidth = Math.max(0, ...living.map(({ threat }) => statusWord(threat, style.today).length));
  return [
    `${paint.bold(model.component)}  ${paint.dim(framework.title)}`,
    model.summary === undefined ? undefined : wrap(oneLine(model.summary), style.width).join("\n"),
    block("Map", mapBlock(model.map, style.width, paint), paint),
    block("Data flows", flowsBlock(model.map, style.width), paint),
    block("Entry points", entryPointsBlock(model.map, style.width), paint),
    block(
      "Threats",
      elements.map((element) => elementLines(element, style, statusWidth, paint).join("\n")).join("\n\n"),
      paint,
    ),
    block(
      "Sign-offs",
      signOffsOf(model)
        .map((each) => hanging("  ", oneLine(signOffText(each)), style.width))
        .join("\n"),
      paint,
    ),
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
};

export { renderThreat, type ShowStyle } from "./show-threat.ts";
