// The report as Markdown. Pure.

import { type ModeName, modes, type SystemResult } from "./evaluate.ts";
import type { AllResults, Results } from "./results.ts";
import { groups } from "./score.ts";
import { totalsOf } from "./summary.ts";
import {
  authorTable,
  headTable,
  languageTable,
  modeTitles,
  plantTable,
  type Row,
  shortfalls,
  verdict,
  verdictTable,
} from "./tables.ts";

/** Cells of a Markdown table hold no bar and no line end. */
const cell = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "\\|");

const markdownTable = ([head, ...rows]: readonly Row[]): string =>
  [head ?? [], (head ?? []).map((_, at) => (at === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.map(cell).join(" | ")} |`)
    .join("\n");

const list = (texts: readonly string[]): string =>
  texts.length === 0 ? "None." : texts.map((text) => `- ${text.replace(/\s+/g, " ")}`).join("\n");

const statements = (
  systems: readonly SystemResult[],
  mode: ModeName,
  of: (result: NonNullable<SystemResult["modes"][ModeName]>) => readonly string[],
): string[] =>
  systems.flatMap(({ system, modes: results }) => {
    const result = results[mode];
    return result === undefined ? [] : of(result).map((text) => `${system}: ${text}`);
  });

const difference = (systems: readonly SystemResult[]): string => {
  const spec = totalsOf(systems, "fresh-with-spec");
  const code = totalsOf(systems, "fresh-from-code");
  return groups
    .map((group) => {
      const name = { map: "the map", threats: "threats", outside: "what lies outside the code" }[group];
      return `${name}: ${code.recall[group].part} from code alone, ${spec.recall[group].part} with the spec, of ${spec.recall[group].of}`;
    })
    .join("; ");
};

const details = (title: string, texts: readonly string[]): string =>
  `<details><summary>${title}: ${texts.length}</summary>\n\n${list(texts)}\n\n</details>`;

/** Series that an author began: whether what was known then survives commits at which nobody speaks. */
const authorSection = (systems: readonly SystemResult[]): string => {
  const rows = authorTable(systems);
  if (rows.length === 1) return "";
  const lost = systems.flatMap(({ system, author }) =>
    (author?.kept.lost ?? []).map((name) => `${system}: ${name}`),
  );
  return `### Begun by an author

The same series once more, but at the first commit a coding agent hands in what its author knows: every planted truth, and of every trap that it is none (\`instride submit\`). Nobody speaks at the later commits, so the rules agent answers them. This says nothing of who finds what; it shows whether an author's word survives, and whether later changes reach a model that is not provisional.

${markdownTable(rows)}

Author's truths that were lost on the way:

${list(lost)}

${details(
  "Wrong and stale at the end",
  systems.flatMap(({ system, author }) =>
    [...(author?.wrong.last ?? []), ...(author?.stale ?? [])].map((text) => `${system}: ${text}`),
  ),
)}

`;
};

const section = (name: string, { conditions, corpus, systems, spend }: Results): string => {
  const languages = Object.entries(corpus.languages)
    .map(([language, count]) => `${count} ${language}`)
    .join(", ");
  const short = shortfalls(systems);
  return `## ${name}

Made by ${conditions.agent}, instride ${conditions.instride}, framework ${conditions.framework}; Node ${conditions.node}, git ${conditions.git}, ${conditions.system}. Corpus: ${corpus.systems} systems (${languages}), ${corpus.lines} lines of code, ${corpus.series} series of ${corpus.commits} commits, ${corpus.truths} planted truths, ${corpus.traps} traps.${
    spend === undefined
      ? ""
      : ` Spent: $${spend.usd.toFixed(4)} of at most $${spend.limit}.${spend.notRun.length === 0 ? "" : ` Not run to the end: ${spend.notRun.join(", ")}.`}`
  }

${markdownTable(headTable(systems))}

### Kept by deltas against made afresh with spec and code

${verdict(systems)}

${markdownTable(verdictTable(systems))}

${short.length === 0 ? "" : `${list(short)}\n\n`}${authorSection(systems)}### What comes from intent

Both fresh readings see the same code; only one is given the spec. The difference is what the spec gives: ${difference(systems)}. Controls outside the code, accepted risks and assumptions can't be read from code by anybody; they stand in a column of their own and are in no other.

### By language

${markdownTable(languageTable(systems))}

### Planted changes, right after the commit that made them

${markdownTable(plantTable(systems))}

### In full

${modes
  .flatMap((mode) => [
    details(
      `Wrong statements, ${modeTitles[mode]}`,
      statements(systems, mode, ({ score }) => score.wrong),
    ),
    details(
      `Unfounded and stale statements, ${modeTitles[mode]}`,
      statements(systems, mode, ({ score }) => [...score.unfounded, ...score.stale]),
    ),
    details(
      `Missed, ${modeTitles[mode]}`,
      statements(systems, mode, ({ score }) => groups.flatMap((group) => score.recall[group].missed)),
    ),
  ])
  .join("\n\n")}
`;
};

const method = `# Results of \`npm run bench:accuracy\`

Generated from [results.json](accuracy/results.json); nothing is entered by hand.

## How it is measured

Every system of the [corpus](accuracy/systems) has a spec, code, and planted truths: entry points, flows, trust boundaries, stores, controls outside the code, accepted risks, assumptions, threats that are there, and traps that are not. Seven systems go on over a series of commits, each with a planted change.

- **Kept by deltas.** A temporary repository, real commits, real hooks: the model is what the pre-commit hook left after each commit. At the end \`instride verify HEAD\` must pass.
- **Made afresh, spec and code.** What \`instride sync\` plans for the same tree without a model and without records; once for each commit.
- **Made afresh, code alone.** The same, with a spec that names the component and its files and states nothing.

What the columns mean:

- **found**: planted truths that the model states, at the end of the series. A threat is found when element, category, one of the planted weaknesses and the place agree.
- **precision**: statements that a planted truth bears out, of all that the corpus can judge: those, the wrong, the unfounded and the stale.
- **wrong**: contradicts a planted truth. A trap is called open; an open threat is called mitigated, or its question is called not applicable; a threat that a control holds is called open without naming a control or the accepted risk; a route is said to be guarded and is not, or the other way round.
- **unfounded**: an entry of the map for which there is nothing in spec or code, or which stands there twice. The corpus names all that there is.
- **stale**: a statement about what a commit took away, or an anchor to a file that is gone.
- **ids lost**: of the threat ids before a commit, those whose statement stands under another id after it, and every id that a neutral commit (comment, move, rename) ended or added.
- **not judged**: living threats that are neither planted nor traps. They may be right; the corpus does not say, and they count nowhere.

That the first two come out alike is no accident with the rules agent: it works its delta out from the whole component, so a model of which every word is its own does not depend on the commits that led to it. "Begun by an author" shows models that it may not rewrite.

What limits this: the truths were planted by one author, who also wrote the specs. Scores on this corpus led to changes of the rules agent, and, where a look showed a truth that the author had missed or worded too narrowly, of the corpus and the scorer: figures of the rules agent are partly fitted to it. The first full run, before any of that, found 57 of 81 threats with 24 wrong and 13 unfounded statements. Specs are in step with the code except for guards that a commit removed in silence. The rules agent observes TypeScript and JavaScript; of Python and Go it knows what the spec says, so a change there that no spec follows is out of its sight in every mode, and code alone gives nothing.
`;

/** The whole report. */
export const renderReport = ({ rules, claude }: AllResults): string =>
  [
    method,
    section("The rules agent", rules),
    claude === undefined
      ? "## Claude\n\nSkipped: no live run has been made. `ANTHROPIC_API_KEY=… npm run bench:accuracy -- --live --max-usd 5` makes one; its results stay here until the next.\n"
      : section("Claude", claude),
  ].join("\n");
