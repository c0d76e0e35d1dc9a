// What an evidence package takes from here: controls, the register of accepted risks, and coverage over the period, as
// tables and one plot.

import { presentData } from "../controls/data-kinds.ts";
import { controlSections, presentTable } from "../controls/sections.ts";
import type { Repository } from "../git/repository.ts";
import { coverageOverTime } from "../history/over-time.ts";
import { riskEntries, riskRegister } from "../history/risk-register.ts";
import type { TypedTable } from "../report/typed-table.ts";
import type { CommandContext } from "./context.ts";
import { registered, repositoryFacts } from "./control-facts.ts";
import { firstParentHistory } from "./first-parent-history.ts";
import { frameworksFor } from "./house-mapping.ts";
import type { NamedRange } from "./range.ts";
import { entriesOf, verifyEntries } from "./verify.ts";

export interface ComplianceOptions {
  /** Ids of frameworks; empty: all. */
  readonly frameworks: readonly string[];
  /** A house mapping beside the one that the settings name. */
  readonly mapping?: string;
}

export interface ComplianceTables {
  readonly present: TypedTable;
  /** One a framework. */
  readonly controls: readonly TypedTable[];
  readonly risks: TypedTable;
  readonly series: TypedTable;
  readonly components: TypedTable;
  /** A whole `<svg>` element. */
  readonly svg: string;
}

/**
 * Everything at the end of a range, and over its commits. States are told by `context.today`.
 * @throws UserError for a mapping or framework that can't be used
 */
export const complianceTables = async (
  context: CommandContext,
  repository: Repository,
  range: NamedRange,
  { frameworks, mapping }: ComplianceOptions,
): Promise<ComplianceTables> => {
  const verified = await verifyEntries(context, repository, await entriesOf(repository, range.to));
  const chosen = await frameworksFor(context.cwd, repository, verified.workspace, mapping, frameworks);
  const period = await firstParentHistory(context, repository, range, { judge: true });
  // Renewals are counted from the beginning, not from the beginning of the period.
  const whole = await firstParentHistory(
    context,
    repository,
    { ...range, from: undefined },
    { judge: false },
  );
  const facts = await repositoryFacts(context, repository, verified, { label: range.label, history: period });
  const present = presentData(facts);
  const over = coverageOverTime(period);
  return {
    present: presentTable(present),
    controls: controlSections(chosen, present).map(({ table }) => table),
    risks: riskRegister(riskEntries(registered(verified.workspace), context.today, whole), whole.complete),
    series: over.series,
    components: over.components,
    svg: over.svg,
  };
};
