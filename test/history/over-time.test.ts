import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { coverageOverTime, overTime } from "../../src/history/over-time.ts";
import type { NamedRecord } from "../../src/pairing/record.ts";
import { objectsOf } from "../../src/report/typed-table.ts";
import { history, model, state, threat } from "./histories.ts";

const record = (component: string): NamedRecord => ({
  id: "0".repeat(12),
  path: `.instride/records/${component}/${"0".repeat(12)}.json`,
  record: {
    instride: 1,
    component,
    mode: "human",
    agent: "Ada",
    usage: [],
    claims: {},
    follows: [],
    outputs: {},
    threats: { added: [], changed: [], retired: [] },
  },
});

test("an age is the number of commits since the last record, whatever else happens", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), (considered) => {
      const pay = state(model("pay", {}));
      const points = overTime(
        history(
          considered.map((_, at) => (at === 0 ? { pay } : {})),
          considered.map((yes) => (yes ? [record("pay")] : [])),
        ),
      );
      points.forEach(({ components }, at) => {
        const last = considered.slice(0, at + 1).lastIndexOf(true);
        assert.equal(components[0]?.age, last === -1 ? at : at - last);
      });
    }),
  );
});

test("an acceptance counts as open from the day after its end, in commits that do not touch it", () => {
  const acceptance = { by: "Ada", reason: "known", on: "2030-01-01", until: "2030-01-02" };
  const points = overTime(
    history([{ pay: state(model("pay", { "T-aaaaa": threat({ acceptance }) })) }, {}, {}]),
  );
  assert.deepEqual(
    points.map(({ components: [point] }) => [point?.accepted, point?.open.medium]),
    [
      [1, 0],
      [1, 0],
      [0, 1],
    ],
  );
});

test("a component that is gone is no longer counted, and stays in the table of components", () => {
  const over = coverageOverTime(
    history([{ pay: state(model("pay", {}), false), log: state(model("log", {})) }, { pay: undefined }]),
  );
  assert.deepEqual(
    objectsOf(over.series).map((row) => [row["components"], row["in_step"]]),
    [
      [2, 1],
      [1, 1],
    ],
  );
  assert.deepEqual(
    objectsOf(over.components).map((row) => [
      row["component"],
      row["present"],
      row["commits"],
      row["commits_in_step"],
    ]),
    [
      ["log", true, 2, 2],
      ["pay", false, 1, 0],
    ],
  );
});

test("an empty history gives empty tables and a plot that says so", () => {
  const over = coverageOverTime(history([]));
  assert.deepEqual(over.series.rows, []);
  assert.match(over.svg, /no commits/i);
});
