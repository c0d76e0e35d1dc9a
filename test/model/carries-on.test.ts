import assert from "node:assert/strict";
import { test } from "node:test";
import { carriedOn } from "../../src/model/carries-on.ts";
import { model, threat } from "../history/histories.ts";

const ids = ["T-aaaaa", "T-bbbbb", "T-ccccc", "T-ddddd"] as const;
const having = (component: string, count: number): ReturnType<typeof model> =>
  model(component, Object.fromEntries(ids.slice(0, count).map((id) => [id, threat()])));

test("a model carries on the one of which it has most threats, when that is half of them", () => {
  const gone = new Map([
    ["pay", having("pay", 4)],
    ["log", having("log", 1)],
  ]);
  assert.equal(carriedOn(having("pays", 4), gone), "pay");
  assert.equal(carriedOn(having("pays", 2), gone), "pay");
  assert.equal(carriedOn(having("pays", 1), gone), "log");
  assert.equal(carriedOn(having("pays", 1), new Map([["pay", having("pay", 4)]])), undefined);
  assert.equal(carriedOn(having("pays", 0), gone), undefined);
});
