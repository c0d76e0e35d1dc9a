// What other commands know of a period, as sections of its package: accepted risks with their renewals, coverage over
// time, and the controls of the frameworks that were asked for.

import type { Section } from "../evidence/section.ts";
import type { Request } from "../evidence/types.ts";
import type { Repository } from "../git/repository.ts";
import { oneLine } from "../report/foreign.ts";
import type { TypedTable } from "../report/typed-table.ts";
import { complianceTables } from "./compliance-tables.ts";
import type { CommandContext } from "./context.ts";

const kinds = { text: "text", number: "number", boolean: "text", day: "text", commit: "id" } as const;

const sectionOf = ({ id, title, columns, rows, notes }: TypedTable): Section => ({
  id,
  title,
  text: notes,
  table: {
    columns: columns.map(({ key, title: head, kind, width }) => ({
      key,
      kind: kinds[kind],
      ...(width === undefined ? {} : { head, width }),
    })),
    rows: rows.map((row) =>
      row.map((value) => oneLine(typeof value === "boolean" ? (value ? "yes" : "no") : String(value ?? ""))),
    ),
  },
  empty: "Nothing of this kind is in the period.",
});

/**
 * @param repository one of `withPlainRepository`
 * @throws UserError for a framework that does not exist
 */
export const moreSections = async (
  context: CommandContext,
  repository: Repository,
  { start, end, asOf, frameworks }: Request,
): Promise<Section[]> => {
  const range = {
    from: start.commit,
    to: end.commit,
    firstParent: true,
    label: `${start.revision}..${end.revision}`,
    tip: end.revision,
  };
  const tables = await complianceTables({ ...context, today: asOf }, repository, range, {
    frameworks: frameworks.includes("all") ? [] : frameworks,
  });
  return [
    sectionOf(tables.risks),
    { ...sectionOf(tables.series), figure: tables.svg, long: true },
    sectionOf(tables.components),
    ...(frameworks.length === 0 ? [] : [sectionOf(tables.present), ...tables.controls.map(sectionOf)]),
  ];
};
