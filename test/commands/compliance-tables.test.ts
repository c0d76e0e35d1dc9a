import assert from "node:assert/strict";
import { test } from "node:test";
import { complianceTables } from "../../src/commands/compliance-tables.ts";
import { resolveRange } from "../../src/commands/range.ts";
import { openRepository } from "../../src/git/repository.ts";
import { newHistory } from "./histories.ts";

test("a package gets every table with one value a column, and compact widths that add up to a page", async (t) => {
  const history = await newHistory(t);
  await history.commit("Nothing paired");
  const context = history.context();
  const repository = await openRepository(context.cwd, context.env);
  const range = await resolveRange(repository, { revision: "base..HEAD", firstParent: true });
  const { present, controls, risks, series, components, svg } = await complianceTables(
    context,
    repository,
    range,
    {
      frameworks: ["soc2", "dora"],
    },
  );
  assert.equal(controls.length, 2);
  assert.equal(series.rows.length, 1);
  assert.equal(risks.rows.length, 1, "the risk that the spec states, although the period did not touch it");
  assert.match(svg, /^<svg /);
  for (const table of [present, ...controls, risks, series, components]) {
    for (const row of table.rows) assert.equal(row.length, table.columns.length, table.id);
    const shares = table.columns.reduce((sum, { width = 0 }) => sum + width, 0);
    assert.ok(shares > 0 && shares <= 100, `${table.id}: ${shares}`);
    assert.equal(new Set(table.columns.map(({ key }) => key)).size, table.columns.length, table.id);
  }
});
