// The semantic diff of two threat models, for the terminal and for pull-request comments. Both print the same lines.

import pico from "picocolors";
import type { AnswerChange, EntryChange, FieldChange, ModelDiff, ThreatChange } from "../model/diff.ts";
import type { Level } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";
import { describeField } from "./diff-fields.ts";
import { markdown, oneLine } from "./foreign.ts";
import type { Paint } from "./table.ts";
import { hanging } from "./width.ts";

/** Added, gone, changed, and what should never happen. */
type Mark = "+" | "-" | "~" | "!";

interface Line {
  readonly mark: Mark;
  /** Id of a threat. */
  readonly id?: string;
  readonly level?: Level;
  /** Foreign text: neutralised by whoever prints it. */
  readonly text: string;
  readonly more: readonly string[];
}

export const sectionNames: Readonly<Record<EntryChange["section"], string>> = {
  externals: "external entity",
  processes: "process",
  stores: "data store",
  flows: "data flow",
  boundaries: "trust boundary",
  assets: "asset",
  "entry-points": "entry point",
  decisions: "decision",
  controls: "control outside the code",
  assumptions: "assumption",
  risks: "accepted risk",
  "set-aside": "set aside",
};

export const sectionPlurals: Readonly<Record<EntryChange["section"], string>> = {
  externals: "external entities",
  processes: "processes",
  stores: "data stores",
  flows: "data flows",
  boundaries: "trust boundaries",
  assets: "assets",
  "entry-points": "entry points",
  decisions: "decisions",
  controls: "controls outside the code",
  assumptions: "assumptions",
  risks: "accepted risks",
  "set-aside": "set aside",
};

/** A map that is all new is read on its own page; here it is counted. */
const countedMap = (map: readonly EntryChange[]): Line[] => {
  const parts = (Object.keys(sectionPlurals) as EntryChange["section"][]).flatMap((section) => {
    const count = map.filter((entry) => entry.section === section).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? sectionNames[section] : sectionPlurals[section]}`];
  });
  return parts.length === 0 ? [] : [{ mark: "+", text: `map: ${parts.join(", ")}`, more: [] }];
};

const countedAnswers = (answers: readonly AnswerChange[]): Line[] =>
  answers.length === 0
    ? []
    : [
        {
          mark: "+",
          text: `${answers.length} ${answers.length === 1 ? "question" : "questions"} not applicable, each with its reason`,
          more: [],
        },
      ];

const entryLine = ({ section, id, kind, name, fields }: EntryChange): Line => {
  const subject = `${sectionNames[section]} ${section === "set-aside" ? id : name}`;
  if (kind !== "changed") return { mark: kind === "added" ? "+" : "-", text: subject, more: [] };
  const described = fields.flatMap(describeField);
  return described.length === 1
    ? { mark: "~", text: `${subject}: ${described[0]}`, more: [] }
    : { mark: "~", text: subject, more: described };
};

/** What a reviewer asks first comes first; the rest by name. */
const order = ["severity", "status", "override", "acceptance", "false-positive", "disagreement", "title"];
const rank = ({ field }: FieldChange): number =>
  order.includes(field) ? order.indexOf(field) : order.length;
const inOrder = (fields: readonly FieldChange[]): FieldChange[] =>
  [...fields].sort((a, b) => rank(a) - rank(b));

const prose = ["title", "scenario", "check", "next"];

/** Wording is read in the model's own diff; here it is named. What is structured is told in full. */
const isProse = ({ field, before, after }: FieldChange): boolean => {
  if (field !== "severity") return prose.includes(field);
  const [old, now] = [before, after] as ({ level?: string; vector?: string } | undefined)[];
  return old?.level === now?.level && old?.vector === now?.vector;
};

const threatLine = ({ id, kind, threat, fields }: ThreatChange): Line => {
  const provisional = threat.provisional === true ? " (provisional)" : "";
  switch (kind) {
    case "added":
      return { mark: "+", id, level: effectiveLevel(threat), text: threat.title + provisional, more: [] };
    case "removed":
      return {
        mark: "!",
        id,
        text: `vanished: ${threat.title}; a threat is retired with a reason, never removed`,
        more: [],
      };
    case "retired":
      return { mark: "-", id, text: `retired: ${threat.retired?.reason ?? "no reason given"}`, more: [] };
    case "reopened":
    case "changed": {
      const told = kind === "reopened" ? ["status", "retired"] : [];
      const left = inOrder(fields).filter(({ field }) => !told.includes(field));
      const described = left.filter((change) => !isProse(change)).flatMap(describeField);
      const reworded = left
        .filter(isProse)
        .map(({ field }) => (field === "severity" ? "severity reason" : field));
      const more = [...described, ...(reworded.length === 0 ? [] : [`reworded: ${reworded.join(", ")}`])];
      return { mark: "~", id, text: kind === "reopened" ? `reopened: ${threat.title}` : threat.title, more };
    }
  }
};

const answerLine = ({ element, category, before, after }: AnswerChange): Line => {
  const subject = `${element} / ${category}`;
  if (after === undefined) return { mark: "-", text: `${subject}: no longer "not applicable"`, more: [] };
  if (before !== undefined && after.provisional === true)
    return { mark: "~", text: `${subject}: not applicable, reworded (provisional)`, more: [] };
  const text = `${subject}: not applicable, ${after.reason}${after.provisional === true ? " (provisional)" : ""}`;
  return { mark: before === undefined ? "+" : "~", text, more: [] };
};

const signOffLine = ({ field, before, after }: FieldChange): Line => {
  const { by = field, on = "" } = (after ?? before ?? {}) as { readonly by?: string; readonly on?: string };
  const mark = before === undefined ? "+" : after === undefined ? "-" : "~";
  return { mark, text: `sign-off by ${by}${on === "" ? "" : ` on ${on}`}`, more: [] };
};

const headLine = (change: FieldChange): Line => ({
  mark: "~",
  text:
    change.field === "summary" && change.before !== undefined
      ? "summary reworded"
      : describeField(change).join(", "),
  more: [],
});

const groupsOf = (diff: ModelDiff): (readonly [title: string, lines: readonly Line[]])[] => {
  const groups = [
    ["Threats", diff.threats.map(threatLine)],
    ["Not applicable", diff.first ? countedAnswers(diff.answers) : diff.answers.map(answerLine)],
    ["Architecture map", diff.first ? countedMap(diff.map) : diff.map.map(entryLine)],
    ["Model", [...diff.head.map(headLine), ...diff.signOffs.map(signOffLine)]],
  ] as const;
  return groups.filter(([, lines]) => lines.length > 0);
};

const isGrave = (level: Level): boolean => level === "high" || level === "critical";

export interface DiffStyle {
  readonly colour: boolean;
  /** Columns to wrap to; left out: a change stays on one line. */
  readonly width?: number;
}

/** One change a line, further fields under it. Empty when nothing differs; ends without a newline. */
export const renderDiff = (
  diff: ModelDiff,
  { colour, width = Number.POSITIVE_INFINITY }: DiffStyle,
): string => {
  const paint = pico.createColors(colour);
  const tones = { "+": paint.green, "-": paint.red, "~": paint.yellow, "!": paint.red } as const;
  const text = (line: Line): string[] => {
    const paintLevel = line.level !== undefined && isGrave(line.level) ? paint.red : (level: string) => level;
    const lead = (paintId: Paint, paintWord: Paint): string => {
      const subject = [
        ...(line.id === undefined ? [] : [paintId(line.id)]),
        ...(line.level === undefined ? [] : [paintWord(line.level)]),
      ];
      return subject.length === 0 ? "" : `${subject.join(" ")}${line.level === undefined ? " " : "  "}`;
    };
    const indent = " ".repeat(line.id === undefined ? 4 : 3 + line.id.length);
    const plain = (text: string): string => text;
    return [
      hanging(
        `${line.mark} ${lead(plain, plain)}`,
        oneLine(line.text),
        width,
        () => `${tones[line.mark](line.mark)} ${lead(paint.bold, paintLevel)}`,
      ),
      ...line.more.map((each) => hanging(indent, oneLine(each), width)),
    ];
  };
  return groupsOf(diff)
    .flatMap(([, lines]) => lines.flatMap(text))
    .join("\n");
};

/** The diff of a component as Markdown for a pull-request comment. */
export const renderDiffMarkdown = (component: string, diff: ModelDiff): string => {
  const item = ({ mark, id, level, text, more }: Line): string => {
    const subject = [
      id === undefined ? undefined : `\`${id}\``,
      level === undefined ? undefined : `**${level}**`,
    ]
      .filter((part) => part !== undefined)
      .join(" ");
    return [
      `- \`${mark}\` ${subject === "" ? "" : `${subject} `}${markdown(text)}`,
      ...more.map((each) => `  - ${markdown(each)}`),
    ].join("\n");
  };
  const groups = groupsOf(diff).map(([title, lines]) => `**${title}**\n\n${lines.map(item).join("\n")}`);
  return [
    `### Threat model: ${markdown(component)}`,
    ...(groups.length === 0 ? ["No change."] : groups),
  ].join("\n\n");
};
