// What `instride controls` prints: the data that is here once, then each control in a few lines.

import pico from "picocolors";
import type { PresentData } from "../controls/data-kinds.ts";
import type { ControlSection } from "../controls/sections.ts";
import { oneLine } from "./foreign.ts";
import { type Cell, renderTable } from "./table.ts";
import { hanging, padTo } from "./width.ts";

interface Style {
  readonly colour: boolean;
  readonly width: number;
}

type Paint = (text: string) => string;

const painter = ({
  colour,
}: Style): Readonly<Record<PresentData["state"], Paint>> & { bold: Paint; dim: Paint } => {
  const paint = pico.createColors(colour);
  return { yes: paint.green, some: paint.yellow, no: paint.red, bold: paint.bold, dim: paint.dim };
};

const stateWords: Readonly<Record<PresentData["state"], string>> = { yes: "all", some: "some", no: "none" };

/** Each kind of data: what is here, what is missing. */
export const renderPresent = (present: readonly PresentData[], style: Style): string => {
  const paint = painter(style);
  return present
    .map(({ kind, state, here, missing }) => {
      const label = padTo(`${kind}`, 11);
      const word = padTo(stateWords[state], 6);
      const indent = label.length + word.length;
      const said = hanging(
        `${label}${word}`,
        oneLine(here),
        style.width,
        () => paint.bold(label) + paint[state](word),
      );
      const left = missing.map((each) => hanging(`${" ".repeat(indent)}- `, oneLine(each), style.width));
      return [said, ...left].join("\n");
    })
    .join("\n");
};

const count = (section: ControlSection, support: string): string =>
  String(section.rows.filter((row) => row.support === support).length);

/** One line a framework. */
export const renderOverview = (sections: readonly ControlSection[], style: Style): string => {
  const paint = painter(style);
  const rows = sections.map((section): Cell[] => {
    const { framework, rows: controls } = section;
    const states = (["yes", "some", "no"] as const).map(
      (state) => `${controls.filter((row) => row.state === state).length} ${stateWords[state]}`,
    );
    return [
      { text: framework.id, paint: paint.bold },
      count(section, "direct"),
      count(section, "partial"),
      count(section, "indirect"),
      states.join(", "),
    ];
  });
  return renderTable(rows, {
    head: ["framework", "direct", "partial", "indirect", "data here"],
    paintHead: paint.dim,
  });
};

/** A framework's controls, each with how it is supported, its data, and what the organisation adds. */
export const renderSection = ({ framework, rows }: ControlSection, style: Style): string => {
  const paint = painter(style);
  const widest = Math.max(...rows.map(({ id }) => id.length), 4);
  // A long id has a line of its own, so that the text beside it keeps its width.
  const beside = Math.min(widest, 14) + 2;
  const block = rows.map((row) => {
    const fits = row.id.length < beside;
    const head = fits ? padTo(row.id, beside) : " ".repeat(beside);
    const labelled = (label: string, text: string, first = " ".repeat(beside)): string =>
      hanging(`${first}${padTo(label, 10)}`, oneLine(text), style.width, (whole) => paint.bold(whole));
    const data = row.here.map(({ kind, state }) => `${kind} ${stateWords[state]}`).join(", ");
    return [
      ...(fits ? [] : [paint.bold(oneLine(row.id))]),
      labelled(row.support, row.asks, head),
      labelled("data here", data),
      labelled("you add", row.adds.join("; ")),
    ].join("\n");
  });
  const unserved = framework.unserved.map(({ id, why }) =>
    hanging(`${padTo(id, beside)}none      `, oneLine(why), style.width),
  );
  const notes = framework.notes.map((note) => hanging("  ", oneLine(note), style.width));
  return [
    hanging("", paint.bold(oneLine(`${framework.name} (${framework.version})`)), style.width + 20),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
    ...block,
    ...(unserved.length === 0 ? [] : [`Not supported:\n${unserved.join("\n")}`]),
  ].join("\n\n");
};
