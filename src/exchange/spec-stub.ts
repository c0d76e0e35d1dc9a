// The spec that goes with an imported model when there is none: what the file stated, in the sections where instride looks
// for it, and marks where somebody has to write.

import { stringify } from "yaml";
import { unaccounted } from "../model/coverage.ts";
import type { Fact } from "../model/fact.ts";
import type { ThreatModel } from "../model/schema.ts";
import { sorted } from "../model/threats.ts";
import { markdown } from "../report/foreign.ts";

export interface SpecStub {
  readonly model: ThreatModel;
  readonly title: string;
  /** Glob of the code that the spec will drive. */
  readonly target: string;
  /** Name of the format that the model came from. */
  readonly from: string;
}

const cell = (text: string | undefined): string => (text === undefined ? "" : markdown(text));
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (heads: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string[] =>
  rows.length === 0
    ? []
    : [row(heads), row(heads.map(() => "---")), ...rows.map((cells) => row(cells.map(cell)))];
const item = (name: string, text: string | undefined): string =>
  `- **${markdown(name.replace(/[.:]$/, ""))}.**${text === undefined ? "" : ` ${markdown(text)}`}`;

const section = (heading: string, lines: readonly string[], from: string): string[] => [
  "",
  `### ${heading}`,
  "",
  ...(lines.length === 0 ? [`<!-- ${from} says nothing of this. Write it down, or "None: why". -->`] : lines),
];

/** Text of the spec. */
export const specStub = ({ model, title, target, from }: SpecStub): string => {
  const { map } = model;
  const names = new Map(
    [map.externals, map.processes, map.stores].flatMap((entries) =>
      Object.entries(entries).map(([id, { name }]): [string, string] => [id, name]),
    ),
  );
  const name = (id: string): string => names.get(id) ?? id;
  const heading = title.replace(/\s+/g, " ").trim() || model.component;
  const front = stringify(
    { id: model.component, title: heading, targets: [target] },
    { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" },
  );
  const flows = sorted(map.flows).filter(([, { from: a, to }]) => names.has(a) && names.has(to));
  const lines = [
    `# ${markdown(heading)}`,
    "",
    model.summary === undefined
      ? "<!-- One paragraph: who uses this component, and for what. -->"
      : markdown(model.summary),
    "",
    "## Interface",
    "",
    "<!-- What callers can reach: routes, commands, functions, queues, with their inputs. -->",
    "",
    "## Security",
    ...section(
      "Assets",
      table(
        ["Asset", "Sensitivity", "What it is"],
        sorted(map.assets).map(([, each]) => [each.name, each.sensitivity, each.description]),
      ),
      from,
    ),
    ...section(
      "Entry points",
      table(
        ["Entry point", "Caller", "Authentication", "Authorization"],
        sorted(map["entry-points"]).map(([, each]) => [
          each.name,
          each.from.map(name).join(", "),
          each.authentication,
          each.authorization,
        ]),
      ),
      from,
    ),
    ...section(
      "Trust boundaries",
      sorted(map.boundaries).map(([, each]) => item(each.name, each.description)),
      from,
    ),
    ...section(
      "Data flows",
      table(
        ["From", "To", "Data", "Protection"],
        flows.map(([, each]) => [name(each.from), name(each.to), each.data ?? each.name, each.protection]),
      ),
      from,
    ),
    ...section(
      "Authentication and authorization",
      sorted(map.decisions).map(([, each]) => item(each.name, each.decides)),
      from,
    ),
    ...section(
      "Compensating controls",
      table(
        ["Control", "Owner", "What it does", "Does not cover"],
        sorted(map.controls).map(([, each]) => [each.name, each.owner, each.description, each.leaves]),
      ),
      from,
    ),
    ...section(
      "Accepted risks",
      table(
        ["Risk", "Owner", "Reason", "Expires"],
        sorted(map.risks).map(([, each]) => [each.name, each.owner, each.reason, each.expires]),
      ),
      from,
    ),
    ...section(
      "Assumptions",
      sorted(map.assumptions).map(([, each]) => item(each.name, each.description)),
      from,
    ),
    ...section("Out of scope", [], from),
  ];
  return `---\n${front}---\n\n${lines.join("\n")}\n`;
};

/**
 * The model as it accounts for what the stub states: flows have other names in a spec than on a map, so each covers the
 * statement that was written from it.
 * @param facts of the stub, in its order
 */
export const accountedFor = (model: ThreatModel, facts: readonly Fact[]): ThreatModel => {
  const copy = structuredClone(model);
  const { flows } = copy.map;
  const nodes = new Map(
    [copy.map.externals, copy.map.processes, copy.map.stores].flatMap((entries) =>
      Object.entries(entries).map(([id, { name }]): [string, string] => [id, markdown(name)]),
    ),
  );
  const open = unaccounted(
    copy,
    facts.filter(({ kind }) => kind === "flow"),
  );
  for (const fact of open) {
    const found = sorted(flows).find(
      ([, { from, to, data, name }]) =>
        nodes.get(from) === markdown(fact.fields["from"] ?? "") &&
        nodes.get(to) === markdown(fact.fields["to"] ?? "") &&
        (data ?? name) === (fact.fields["data"] ?? data ?? name),
    );
    found?.[1].covers.push(fact.key);
  }
  return copy;
};
