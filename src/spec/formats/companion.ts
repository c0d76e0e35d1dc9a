// The companion of a spec that another tool keeps: a spec of instride's own beside it, which holds what the other can't
// carry (id, targets, owner, security). The other file is one of its targets, so that a change there asks again.

import { stringify } from "yaml";
import type { ForeignSpec, Requirement } from "./read.ts";

export interface Companion {
  /** Kebab-case. */
  readonly id: string;
  /** Path of the other tool's spec. */
  readonly from: string;
  readonly foreign: ForeignSpec;
  /** Glob of the code, when the other spec names none. */
  readonly target: string;
  readonly owner?: string;
}

/** A path as a glob that matches it: `?` stands for a character that globs would read. */
export const globOf = (path: string): string => path.replace(/[*?[\]{}\\!()@+]/g, "?");

const asMarkdown = (text: string): string => text.replace(/[\\*_{}[\]<>#|~&!]/g, "\\$&");

/** A cell: the table's own mark is escaped, the rest may keep its code marks. */
const cell = (text: string): string => asMarkdown(text).trim();

const routePattern = /\b(GET|HEAD|POST|PUT|PATCH|DELETE)\s+(\/[^\s`"'),;]*)/g;

/** Routes that requirements name, each with the first requirement that does. */
const routesIn = (requirements: readonly Requirement[]): Map<string, Requirement> => {
  const routes = new Map<string, Requirement>();
  for (const requirement of requirements)
    for (const [, method, path] of `${requirement.name} ${requirement.text}`.matchAll(routePattern)) {
      const route = `${method} ${(path as string).replace(/[.:*_]+$/, "")}`;
      if (!routes.has(route)) routes.set(route, requirement);
    }
  return routes;
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const list = (items: readonly string[]): string => items.map((item) => `- ${asMarkdown(item)}`).join("\n");

const part = (heading: string, comment: string, content = ""): string =>
  `### ${heading}\n\n<!-- ${comment} -->\n${content === "" ? "" : `\n${content}\n`}`;

/** Text of the companion. Parts that the other spec says nothing about are left empty, which lint reports. */
export const companionSpec = ({ id, from, foreign, target, owner }: Companion): string => {
  const routes = routesIn(foreign.requirements);
  const targets = [globOf(from), ...(foreign.targets.length > 0 ? foreign.targets : [target])];
  const frontMatter = stringify(
    { id, title: foreign.title, targets, ...(owner === undefined ? {} : { owner }) },
    { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" },
  );
  const rows = [...routes];
  const parts = [
    `---\n${frontMatter}---\n\n# ${asMarkdown(foreign.title)}\n`,
    ...(foreign.summary === "" ? [] : [`${asMarkdown(foreign.summary)}\n`]),
    `Requirements: \`${from.replaceAll("`", "")}\`, which stays the place to change them.\n`,
    ...(rows.length === 0
      ? []
      : [
          `## Interface\n\n${table(
            ["Route", "Inputs", "Description"],
            rows.map(([route, { name, text }]) => [
              `\`${route.replaceAll("|", "")}\``,
              "",
              cell(text === "" ? name : `${name}: ${text}`),
            ]),
          )}\n`,
        ]),
    `## Security\n\n<!-- What the threat model is checked against. Write "None." and why where there is nothing to state. -->\n`,
    part("Assets", "What is worth protecting, and its sensitivity: public, internal, confidential, secret."),
    part(
      "Entry points",
      "Every way in, with who calls it and how the caller proves who it is.",
      rows.length === 0
        ? ""
        : table(
            ["Entry point", "Caller", "Authentication"],
            rows.map(([route]) => [`\`${route.replaceAll("|", "")}\``, "", ""]),
          ),
    ),
    part("Trust boundaries", "Where trust changes, and what enforces it."),
    part("Data flows", "From, to, data, protection."),
    part("Authentication and authorization", "Who may do what, and on what that rests."),
    part("Compensating controls", "Controls outside the code, and who runs them."),
    part("Accepted risks", "Each with an owner, a reason and a day on which somebody looks again."),
    part("Assumptions", "What the component relies on and does not check itself.", list(foreign.assumptions)),
    part("Out of scope", "What is left out on purpose.", list(foreign.outOfScope)),
  ];
  return parts.join("\n");
};
