// What can be read from a spec of another tool: as much as its companion can be started with, and nothing that is
// guessed.

import { readFrontMatter } from "../front-matter.ts";
import { placesIn } from "../place.ts";
import type { Detected, SpecFormat } from "./detect.ts";
import { firstParagraph, itemsOf, type Section, sectionsOf, under } from "./outline.ts";

export interface Requirement {
  /** `FR-001`, `Requirement 2`, or the name of the requirement. */
  readonly name: string;
  /** What it demands, on one line. */
  readonly text: string;
}

export interface ForeignSpec {
  readonly title: string;
  readonly summary: string;
  readonly requirements: readonly Requirement[];
  readonly assumptions: readonly string[];
  readonly outOfScope: readonly string[];
  /** Globs of the code, where the format has them (Tessl). */
  readonly targets: readonly string[];
}

const empty = { requirements: [], assumptions: [], outOfScope: [], targets: [] } as const;

const titleOf = (sections: readonly Section[], label: RegExp, fallback: string): string => {
  const heading = sections.find(({ depth }) => depth === 1)?.heading ?? "";
  const title = heading
    .replace(label, "")
    .replace(/^\[.*\]$/, "")
    .trim();
  return title === "" ? fallback : title;
};

const statementsUnder = (sections: readonly Section[], heading: RegExp): string[] =>
  under(sections, heading)
    .flatMap(({ lines }) => itemsOf(lines))
    .map(unmarked)
    .filter((text) => !unfilled.test(text));

/** A template's own words: `[Assumption about target users, e.g. …]`. */
const unfilled = /^\[[^\]]*\]\.?$|\[NEEDS CLARIFICATION/i;

const unmarked = (text: string): string => text.replace(/\*\*/g, "").trim();

const openspec = (sections: readonly Section[], name: string): ForeignSpec => ({
  ...empty,
  title: titleOf(sections, /\bspec(?:ification)?$/i, name),
  summary: firstParagraph(sections.find(({ heading }) => /^purpose$/i.test(heading))?.lines ?? []),
  requirements: sections.flatMap(({ heading, lines }) => {
    const requirement = /^Requirement:\s*(.+)$/i.exec(heading)?.[1];
    return requirement === undefined ? [] : [{ name: requirement, text: firstParagraph(lines) }];
  }),
});

const specKit = (sections: readonly Section[], name: string): ForeignSpec => {
  const story = sections.find(({ heading }) => /^User Story \d+/i.test(heading));
  return {
    ...empty,
    title: titleOf(sections, /^feature specification:\s*/i, name),
    summary: firstParagraph(story?.lines ?? []),
    requirements: sections.flatMap(({ lines }) =>
      itemsOf(lines).flatMap((item) => {
        const [, id, text] = /^\*\*(FR-\d+)\*\*:?\s*(.+)$/i.exec(item) ?? [];
        return id === undefined || text === undefined ? [] : [{ name: id, text: unmarked(text) }];
      }),
    ),
    assumptions: statementsUnder(sections, /^assumptions\b/i),
    outOfScope: statementsUnder(sections, /^out of scope$/i),
  };
};

const kiro = (sections: readonly Section[], name: string): ForeignSpec => ({
  ...empty,
  title: name,
  summary: firstParagraph(sections.find(({ heading }) => /^introduction$/i.test(heading))?.lines ?? []),
  requirements: sections.flatMap((section, at) => {
    const number = /^Requirement (\d+(?:\.\d+)?)\b/i.exec(section.heading)?.[1];
    if (number === undefined) return [];
    const criteria = sections
      .slice(at, at + 2)
      .filter((each) => each === section || /^acceptance criteria$/i.test(each.heading))
      .flatMap(({ lines }) => itemsOf(lines).map(unmarked));
    return criteria.map((text, index) => ({ name: `Requirement ${number}.${index + 1}`, text }));
  }),
});

/** Tessl's targets may begin at the spec's own folder. What leads out of the repository is no target. */
const fromRoot = (path: string, target: string): string[] => {
  const glob = target.replace(/^!/, "");
  if (!/^\.\.?\//.test(glob)) return [target];
  const parts = path.split("/").slice(0, -1);
  for (const part of glob.split("/")) {
    if (part === ".." && parts.pop() === undefined) return [];
    if (part !== ".." && part !== ".") parts.push(part);
  }
  return [`${target.startsWith("!") ? "!" : ""}${parts.join("/")}`];
};

const tessl = (text: string, sections: readonly Section[], name: string, path: string): ForeignSpec => {
  const raw = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text.replace(/^\uFEFF/, ""))?.[1] ?? "";
  const front = raw === "" ? undefined : readFrontMatter(raw, 0, placesIn("", raw), () => {});
  const title = titleOf(sections, /^$/, name);
  return {
    ...empty,
    title,
    summary: firstParagraph(sections.find(({ depth }) => depth === 1)?.lines ?? []),
    requirements: sections.flatMap(({ heading, depth, lines }) =>
      depth < 2 ? [] : itemsOf(lines).map((item) => ({ name: heading, text: withoutLinks(item) })),
    ),
    targets: (front?.values.targets ?? []).flatMap((target) => fromRoot(path, target)),
  };
};

/** `[@test](../test/x.test.ts)` is a link of Tessl's, not part of the statement. */
const withoutLinks = (text: string): string =>
  text
    .replace(/\[@\w+\](?:\([^)]*\))?/g, "")
    .replace(/\s+/g, " ")
    .trim();

const readers: Readonly<
  Record<SpecFormat, (text: string, sections: readonly Section[], name: string, path: string) => ForeignSpec>
> = {
  openspec: (_, sections, name) => openspec(sections, name),
  "spec-kit": (_, sections, name) => specKit(sections, name),
  kiro: (_, sections, name) => kiro(sections, name),
  tessl,
};

const nameToTitle = (name: string): string => {
  const words = name.replace(/[-_]+/g, " ").trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** Total: a text of any other shape gives a spec without statements. */
export const readForeign = ({ format, name, path }: Detected, text: string): ForeignSpec =>
  readers[format](text, sectionsOf(text), nameToTitle(name), path);
