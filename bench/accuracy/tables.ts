// The rows of the report's tables. Pure; every figure comes from the results.

import { type ModeName, modes, type SystemResult } from "./evaluate.ts";
import type { Results } from "./results.ts";
import { groups } from "./score.ts";
import { byPlant, compareKept, type Share, totalsOf } from "./summary.ts";

export const modeTitles: Readonly<Record<ModeName, string>> = {
  kept: "kept by deltas",
  "fresh-with-spec": "made afresh, spec and code",
  "fresh-from-code": "made afresh, code alone",
};

const share = ({ part, of }: Share): string =>
  of === 0 ? "none asked" : `${part} of ${of} (${Math.round((100 * part) / of)} %)`;

export type Row = readonly string[];

export const headTable = (systems: readonly SystemResult[]): Row[] => [
  [
    "mode",
    "map found",
    "threats found",
    "outside the code found",
    "precision",
    "wrong",
    "unfounded",
    "stale",
    "ids lost",
    "critical and high",
    "not judged",
  ],
  ...modes.map((mode) => {
    const totals = totalsOf(systems, mode);
    return [
      modeTitles[mode],
      ...groups.map((group) => share(totals.recall[group])),
      share(totals.precision),
      String(totals.wrong),
      String(totals.unfounded),
      String(totals.stale),
      share(totals.churn),
      share(totals.severe),
      String(totals.unjudged),
    ];
  }),
];

/** The first table with columns that line up. */
export const terminalTable = (results: Results): string => {
  const rows = headTable(results.systems);
  const turned = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ""));
  const widths = rows.map((_, at) => Math.max(...turned.map((line) => line[at]?.length ?? 0)));
  return turned
    .map((line) =>
      line
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

export const verdictTable = (systems: readonly SystemResult[]): Row[] => [
  [
    "system",
    "commits",
    "kept",
    "afresh",
    "wrong, kept",
    "wrong, afresh",
    "stale, kept",
    "stale, afresh",
    "holds",
  ],
  ...compareKept(systems).map((each) => [
    each.system,
    String(each.commits),
    `${each.kept} of ${each.of}`,
    `${each.fresh} of ${each.of}`,
    String(each.wrong.kept),
    String(each.wrong.fresh),
    String(each.stale.kept),
    String(each.stale.fresh),
    each.holds ? "yes" : "**no**",
  ]),
];

/** One sentence: whether models kept by deltas hold what a fresh reading holds. */
export const verdict = (systems: readonly SystemResult[]): string => {
  const all = compareKept(systems);
  const held = all.filter(({ holds }) => holds).length;
  return held === all.length
    ? `Held in ${held} of ${all.length} systems: the model kept by deltas has every planted truth that the fresh one has, and no more wrong statements.`
    : `Held in ${held} of ${all.length} systems; where not, and what is missing, stands below.`;
};

export const shortfalls = (systems: readonly SystemResult[]): string[] =>
  compareKept(systems)
    .filter(({ holds }) => !holds)
    .flatMap(({ system, lacks, wrong }) => [
      ...lacks.map((name) => `${system}: the kept model lacks ${name}`),
      ...(wrong.kept > wrong.fresh
        ? [`${system}: ${wrong.kept} wrong statements in the kept model, ${wrong.fresh} in the fresh one`]
        : []),
    ]);

export const languageTable = (systems: readonly SystemResult[]): Row[] => [
  ["language", "systems", "mode", "map found", "threats found", "outside the code found", "wrong"],
  ...[...new Set(systems.map(({ language }) => language))].sort().flatMap((language) => {
    const some = systems.filter((each) => each.language === language);
    return modes.map((mode) => {
      const totals = totalsOf(some, mode);
      return [
        language,
        String(some.length),
        modeTitles[mode],
        ...groups.map((group) => share(totals.recall[group])),
        String(totals.wrong),
      ];
    });
  }),
];

export const plantTable = (systems: readonly SystemResult[]): Row[] => {
  const fresh = byPlant(systems, "fresh-with-spec");
  const code = byPlant(systems, "fresh-from-code");
  const alone = (plant: string): Share =>
    code.find((each) => each.plant === plant)?.begun ?? { part: 0, of: 0 };
  return [
    [
      "planted change",
      "commits",
      "new truths, kept",
      "afresh",
      "code alone",
      "ended truths dropped, kept",
      "afresh",
    ],
    ...byPlant(systems, "kept").map(({ plant, commits, begun, ended }) => {
      const other = fresh.find((each) => each.plant === plant);
      return [
        plant,
        String(commits),
        share(begun),
        share(other?.begun ?? { part: 0, of: 0 }),
        share(alone(plant)),
        share(ended),
        share(other?.ended ?? { part: 0, of: 0 }),
      ];
    }),
  ];
};

/** What became of an author's word; only a head when no series was begun by one. */
export const authorTable = (systems: readonly SystemResult[]): Row[] => [
  [
    "system",
    "commits",
    "author's truths that still hold",
    "later truths taken up",
    "wrong at first",
    "wrong at the end",
    "stale",
  ],
  ...systems.flatMap(({ system, commits, author }) =>
    author === undefined
      ? []
      : [
          [
            system,
            String(commits),
            share({ part: author.kept.last, of: author.kept.first }),
            share({ part: author.begun.found, of: author.begun.of }),
            String(author.wrong.first.length),
            String(author.wrong.last.length),
            String(author.stale.length),
          ],
        ],
  ),
];
