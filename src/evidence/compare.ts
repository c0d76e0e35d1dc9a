// What a package says beside what git says now, difference by difference.

import type { Evidence, Row } from "./types.ts";

const text = (value: unknown): string => JSON.stringify(value) ?? "";

const shown = (value: unknown): string => {
  const said = text(value);
  return said.length > 120 ? `${said.slice(0, 119)}…` : said;
};

const rowDifferences = (said: readonly Row[], is: readonly Row[]): string[] => {
  const known = new Map(said.map((row) => [row.commit, row]));
  const problems: string[] = [];
  for (const row of is) {
    const own = known.get(row.commit);
    if (own === undefined) {
      problems.push(`the package lacks change ${row.commit}`);
      continue;
    }
    for (const [field, value] of Object.entries(row)) {
      const before = (own as unknown as Readonly<Record<string, unknown>>)[field];
      if (text(before) !== text(value))
        problems.push(
          `change ${row.commit.slice(0, 12)}: ${field} is ${shown(before)} in the package, ${shown(value)} in git`,
        );
    }
  }
  const real = new Set(is.map(({ commit }) => commit));
  for (const { commit } of said)
    if (!real.has(commit)) problems.push(`the package has change ${commit}, which is not in the range`);
  return problems;
};

const listDifferences = (name: string, said: readonly unknown[], is: readonly unknown[]): string[] => {
  const [before, now] = [new Set(said.map(text)), new Set(is.map(text))];
  return [
    ...[...now]
      .filter((each) => !before.has(each))
      .map((each) => `the package lacks ${name} ${shown(JSON.parse(each))}`),
    ...[...before]
      .filter((each) => !now.has(each))
      .map((each) => `the package has ${name} ${shown(JSON.parse(each))}, which git does not show`),
    ...(said.length === is.length
      ? []
      : [`the package has ${said.length} of ${name}, git shows ${is.length}`]),
  ];
};

/** One sentence a difference; none when both say the same. */
export const differences = (said: Evidence, is: Evidence): string[] => {
  const problems = [
    ...rowDifferences(said.rows, is.rows),
    ...listDifferences("gap", said.gaps, is.gaps),
    ...listDifferences("component", said.components, is.components),
    ...listDifferences("accepted risk", said.acceptances, is.acceptances),
    ...listDifferences("merge", said.bindings ?? [], is.bindings ?? []),
    ...listDifferences("check", said.checks, is.checks),
  ];
  for (const part of ["request", "signers", "basePolicy", "samples"] as const)
    if (text(said[part]) !== text(is[part]))
      problems.push(`${part} is ${shown(said[part])} in the package, ${shown(is[part])} in git`);
  // The order of rows is theirs in history.
  if (problems.length === 0 && text(said) !== text(is))
    problems.push("the package has its rows or gaps in another order");
  return problems;
};
