// `instride controls [REVISION | A..B]`: controls of frameworks beside the data that this repository has for them, and
// what is missing.

import { presentData } from "../controls/data-kinds.ts";
import { controlSections } from "../controls/sections.ts";
import { openRepository } from "../git/repository.ts";
import { renderOverview, renderPresent, renderSection } from "../report/controls-text.ts";
import { csvOf } from "../report/typed-table.ts";
import { hanging } from "../report/width.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { repositoryFacts } from "./control-facts.ts";
import { firstParentHistory } from "./first-parent-history.ts";
import { frameworksFor } from "./house-mapping.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { type NamedRange, resolveRange, surveyed } from "./range.ts";
import { entriesOf, verifyEntries } from "./verify.ts";

export interface ControlsOptions {
  /** A revision, or a range `A..B` whose commits are counted too. */
  readonly revision?: string;
  /** Ids; empty: all, in short. */
  readonly frameworks: readonly string[];
  /** A house mapping beside the one that the settings name. */
  readonly mapping?: string;
  readonly format: "text" | "json" | "csv";
}

const closing =
  "instride supports these controls with data. Whether a control is met is for your auditor to say.";

export const controls = async (context: CommandContext, options: ControlsOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const named: NamedRange = await resolveRange(repository, {
    firstParent: true,
    ...(options.revision === undefined ? {} : { revision: options.revision }),
  });
  const ranged = options.revision?.includes("..") === true;
  if (ranged) await surveyed(repository, named);
  const verified = await verifyEntries(context, repository, await entriesOf(repository, named.to));
  if (!verified.workspace.configured)
    throw new UserError(`'${named.tip}' has no instride.config.json: nothing is paired there`, {
      next: "npx instride init sets a repository up",
    });
  const chosen = await frameworksFor(
    context.cwd,
    repository,
    verified.workspace,
    options.mapping,
    options.frameworks,
  );
  const history = ranged ? await firstParentHistory(context, repository, named, { judge: true }) : undefined;
  const facts = await repositoryFacts(
    context,
    repository,
    verified,
    history === undefined ? undefined : { label: named.label, history },
  );
  const present = presentData(facts);
  const sections = controlSections(chosen, present);
  if (options.format === "json") {
    const value = {
      revision: named.tip,
      commit: named.to,
      ...(ranged ? { range: { label: named.label, from: named.from, to: named.to } } : {}),
      statement: closing,
      data: present,
      frameworks: sections.map(({ framework, rows }) => ({
        ...framework,
        controls: rows.map(({ here, ...row }) => ({
          ...row,
          missing: here.flatMap(({ missing }) => missing),
        })),
      })),
    };
    print(context, JSON.stringify(value, undefined, 2));
    return "clean";
  }
  if (options.format === "csv") {
    const [first] = sections;
    if (first !== undefined)
      print(context, csvOf({ ...first.table, rows: sections.flatMap(({ table }) => table.rows) }));
    return "clean";
  }
  const style = { colour: context.colour.out, width: context.width };
  const where = `${named.label} (${named.to.slice(0, 12)})`;
  print(context, `Data of this repository at ${where}\n\n${renderPresent(present, style)}\n\n`);
  const ending = hanging("", closing, context.width);
  if (options.frameworks.length === 0) {
    print(context, `${renderOverview(sections, style)}\n\n`);
    remark(
      context,
      `${ending}\nOne framework in full: instride controls --framework ${sections[0]?.framework.id ?? ""}`,
    );
  } else {
    print(context, sections.map((section) => renderSection(section, style)).join("\n\n\n"));
    remark(context, `\n${ending}`);
  }
  return "clean";
};
