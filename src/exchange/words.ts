// A threat in words for tools that have fewer fields than a model: what stands in which paragraph, and back.

import { frameworkById } from "../frameworks/index.ts";
import { type Level, levels, type Mitigation } from "../model/schema.ts";
import { type Label, type Paragraphs, readParagraphs, withParagraphs } from "./paragraphs.ts";
import { plain } from "./text.ts";
import type { ForeignThreat } from "./types.ts";
import { type Key, keyOf, type View, type ViewThreat } from "./view.ts";

/** The title of a category, as the framework has it: `Information disclosure`. */
export const categoryTitle = (framework: string, category: string): string =>
  frameworkById(framework)?.categories.find(({ id }) => id === category)?.title ?? plain(category);

const acceptedWords = ({ threat, status }: ViewThreat): string | undefined => {
  const { acceptance } = threat;
  if (acceptance === undefined) return undefined;
  const until = acceptance.until === undefined ? "" : ` until ${acceptance.until}`;
  const over = status === "expired" ? " (over)" : "";
  return `by ${acceptance.by} on ${acceptance.on}${until}${over}: ${acceptance.reason}`;
};

/** Everything about a threat that has no field of its own elsewhere. */
export const threatParagraphs = (view: View, placed: ViewThreat): Paragraphs => {
  const { threat, level, category } = placed;
  const false_ = threat["false-positive"];
  const reason = threat.override?.reason ?? threat.severity.reason;
  const accepted = acceptedWords(placed);
  return {
    Category: categoryTitle(view.framework, category),
    Severity: `${level}: ${reason}`,
    ...(threat.check === undefined ? {} : { Check: threat.check }),
    ...(threat.next === undefined ? {} : { Next: threat.next }),
    ...(accepted === undefined ? {} : { Accepted: accepted }),
    ...(false_ === undefined ? {} : { "False positive": `by ${false_.by}: ${false_.reason}` }),
    ...(threat.code.length === 0 ? {} : { Code: threat.code.join(", ") }),
  };
};

export const threatDescription = (view: View, placed: ViewThreat): string =>
  withParagraphs(placed.threat.scenario, threatParagraphs(view, placed));

const severityWords = new RegExp(`^(${levels.join("|")}): ([\\s\\S]+)$`);

export type ThreatWords = Pick<
  ForeignThreat,
  "scenario" | "level" | "reason" | "check" | "next" | "code" | "claims"
> & { readonly category: string | undefined };

/** What a description says, whether it is ours or not. */
export const readThreatDescription = (description: string): ThreatWords => {
  const { text, paragraphs } = readParagraphs(description);
  const said = (label: Label): string | undefined => paragraphs[label];
  const severity = severityWords.exec(said("Severity") ?? "");
  const claims = (["Accepted", "False positive"] as const).flatMap((label) => {
    const words = said(label);
    return words === undefined ? [] : [`${label.toLowerCase()} ${words}`];
  });
  return {
    scenario: text,
    category: said("Category"),
    level: severity === null ? undefined : (severity[1] as Level),
    reason: severity?.[2] ?? said("Severity"),
    check: said("Check"),
    next: said("Next"),
    code: said("Code")?.split(", ") ?? [],
    claims: claims.length === 0 ? undefined : claims.join("; "),
  };
};

const kindWords: Readonly<Record<Mitigation["kind"], string>> = {
  code: "in code",
  compensating: "outside the code",
  planned: "planned",
};

/** A mitigation as one line: what it does, where it is, what it leaves. */
export const mitigationLine = (mitigation: Mitigation): string =>
  [
    plain(mitigation.text),
    `(${[kindWords[mitigation.kind], ...mitigation.evidence.map((anchor) => plain(anchor))].join(": ")})`,
    ...(mitigation.leaves === undefined ? [] : [`Leaves: ${plain(mitigation.leaves)}`]),
  ].join(" ");

export const threatKey = (id: string): Key => keyOf("threats", id);
export const mitigationKey = (threat: string, id: string): Key => keyOf(`mitigations/${threat}`, id);
