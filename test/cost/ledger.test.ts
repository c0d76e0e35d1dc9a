import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { groupings, type LedgerRow, ledgerRows, priceSpends } from "../../src/cost/ledger.ts";
import { reconstruction } from "../../src/cost/reconstruction.ts";
import { shareOf } from "../../src/cost/share.ts";
import type { Spend } from "../../src/cost/spend.ts";
import { pricing, reference, size, spend, usage } from "./spends.ts";

const rowsBy = (by: (typeof groupings)[number], spends: readonly Spend[]): readonly LedgerRow[] => {
  const options = { by, referenceModel: reference, pricing };
  return ledgerRows(priceSpends(spends, options), options);
};
const close = (actual: number | undefined, expected: number): void =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test("A model without a price leaves the cost unknown, with the known part beside it", () => {
  const [row] = rowsBy("component", [
    spend({ usage: [usage({ output: 1e6 })] }),
    spend({ usage: [usage({ output: 1e6, model: "llama-4" })] }),
  ]);
  assert.equal(row?.cost.usd, undefined);
  close(row?.cost.known, 20);
  assert.deepEqual(row?.cost.unknown, ["no price for model 'llama-4'"]);
  assert.equal(row?.perCommit.usd, undefined);
  close(row?.reference.usd, 40);
});

test("The counterfactual has a band, and the ratio leaves the writing of code out", () => {
  const own = [spend({ usage: [usage({ output: 1000 }), usage({ output: 50_000, purpose: "code" })] })];
  const [row] = rowsBy("component", own);
  close(row?.cost.usd, (51_000 * 20) / 1e6);
  close(row?.reference.usd, 0.02);
  const fresh = reconstruction(size, reference);
  assert.equal(fresh.input.tokens, 3000 + 10_000 + 10_000);
  assert.equal(fresh.output.tokens, 10_000);
  close(row?.counterfactual.usd, (23_000 * 4 + 10_000 * 20) / 1e6);
  assert.ok(row?.ratio && row.ratio.low < row.ratio.value && row.ratio.value < row.ratio.high);
  close(row.ratio.value, (row.counterfactual.usd ?? 0) / 0.02);
});

test("What is known of contents counts before their length, and the roughest method is named", () => {
  const [spec, code] = size.inputs as [(typeof size.inputs)[0], (typeof size.inputs)[0]];
  const some = new Map([[spec.oid, 100]]);
  const all = new Map([spec, code, size.model].map(({ oid }) => [oid, 100]));
  assert.equal(reconstruction(size, reference, { o200k: some }).method, "length");
  const estimated = reconstruction(size, reference, { o200k: all });
  assert.equal(estimated.method, "o200k");
  assert.deepEqual(estimated.output, { tokens: 146, low: 126, high: 190 });
  const counted = reconstruction(size, reference, { o200k: all, counted: all });
  assert.equal(counted.method, "counted");
  assert.deepEqual(counted.output, { tokens: 100, low: 100, high: 100 });
  assert.deepEqual(counted.input, { tokens: 3200, low: 3200, high: 3200 });
});

test("A record without a size is counted as spent and left out of the comparison, on both sides", () => {
  const known = spend({ usage: [usage({ output: 1000 })] });
  const { size: _, ...folded } = spend({ usage: [usage({ output: 9000 })] });
  const total = rowsBy("component", [known, folded]).at(-1);
  assert.equal(total?.compared, 1);
  close(total?.reference.usd, 0.2);
  close(total?.ratio?.value, (total?.counterfactual.usd ?? 0) / 0.02);
});

test("What cost nothing has no ratio, and its counterfactual still counts", () => {
  const [row] = rowsBy("mode", [spend({ mode: "carried" })]);
  assert.equal(row?.ratio, undefined);
  assert.equal(row?.reference.usd, 0);
  assert.ok((row?.counterfactual.usd ?? 0) > 0);
});

test("By commit, rows stand in the order of history; elsewhere by name", () => {
  const own = [spend({ commit: "f".repeat(40) }), spend({ commit: "0".repeat(40), component: "a" })];
  assert.deepEqual(
    rowsBy("commit", own).map(({ key }) => key[0]),
    ["f", "0", "t"],
  );
  assert.deepEqual(
    rowsBy("component", own).map(({ key }) => key),
    ["a", "notes", "total"],
  );
});

test("Code and threat model are told apart, and the share has two bounds", () => {
  const generated = spend({
    usage: [
      usage({ output: 1000, purpose: "shared" }),
      usage({ output: 6000, purpose: "code" }),
      usage({ output: 3000 }),
    ],
  });
  const update = spend({ usage: [usage({ output: 90_000 })] });
  const rows = rowsBy("purpose", [generated, update]);
  assert.deepEqual(
    rows.map(({ key, records, totals }) => [key, records, totals.output]),
    [
      ["code", 1, 6000],
      ["shared", 1, 1000],
      ["threat-model", 2, 93_000],
      ["total", 2, 100_000],
    ],
  );
  const share = shareOf([generated, update], pricing);
  assert.equal(share.records, 1);
  close(share.low, 0.3);
  close(share.high, 0.4);
  assert.equal(shareOf([update], pricing).low, undefined);
  const unpriced = spend({ usage: [usage({ purpose: "code", output: 1, model: "llama-4" })] });
  assert.equal(shareOf([unpriced], pricing).high, undefined);
});

test("Under every grouping the rows add up to the total: tokens, dollars and counterfactuals", () => {
  const request = fc.record({
    model: fc.constantFrom("claude-opus-5-5", "claude-haiku-5-5", "llama-4"),
    input: fc.nat(200_000),
    cacheRead: fc.nat(200_000),
    output: fc.nat(20_000),
    purpose: fc.constantFrom(undefined, "code" as const, "shared" as const),
  });
  const one = fc.record({
    component: fc.constantFrom("a", "b"),
    mode: fc.constantFrom("rules" as const, "same-context" as const),
    author: fc.constantFrom("Ada", "Bo", "__proto__"),
    repository: fc.constantFrom("x", "y"),
    day: fc.constantFrom("2026-09-30", "2026-11-01"),
    requests: fc.array(request, { maxLength: 4 }),
    known: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.constantFrom(...groupings), (list, by) => {
      const spends = list.map(({ requests, known, ...rest }) => {
        const { size: itsSize, ...made } = spend({
          ...rest,
          usage: requests.map(({ purpose, ...some }) => usage({ ...some, ...(purpose ? { purpose } : {}) })),
        });
        return known && itsSize !== undefined ? { ...made, size: itsSize } : made;
      });
      const rows = rowsBy(by, spends);
      const total = rows.at(-1) as LedgerRow;
      const sum = (of: (row: LedgerRow) => number): number =>
        rows.slice(0, -1).reduce((all, row) => all + of(row), 0);
      for (const of of [
        (row: LedgerRow) => row.totals.input,
        (row: LedgerRow) => row.totals.cacheRead,
        (row: LedgerRow) => row.totals.output,
        (row: LedgerRow) => row.cost.known,
        (row: LedgerRow) => row.reference.known,
        (row: LedgerRow) => row.counterfactual.known,
        (row: LedgerRow) => row.compared,
      ])
        assert.ok(Math.abs(sum(of) - of(total)) < 1e-6, by);
      assert.equal(total.records, spends.length);
    }),
  );
});
