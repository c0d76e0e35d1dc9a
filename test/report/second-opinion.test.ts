// What `instride reconstruct` prints.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Opinion } from "../../src/model/second-opinion.ts";
import { type Reading, renderAdded, renderOpinion } from "../../src/report/second-opinion.ts";
import { exampleModel } from "../model/example.ts";

const reading: Reading = {
  component: "sessions",
  agent: "claude-opus-5-5",
  mode: "reconstructed",
  files: 14,
  tokens: { input: 52_300, output: 11_204, isEstimated: false },
  usd: 1.234,
};

const threat = exampleModel().answers["redis"]?.["tampering"]?.threats["T-bbbbb"] ?? assert.fail();

const opinion: Opinion = {
  both: { map: 1, threats: 2 },
  freshMap: [{ section: "externals", id: "probe", name: "Probe \u001b[2J\u202eevil", value: {} }],
  freshThreats: [{ id: "T-ccccc", element: "redis", category: "tampering", threat, level: "high" }],
  answered: ["T-ddddd", "T-eeeee"].map((id) => ({
    kind: "threat",
    id,
    name: `Threat ${id}`,
    place: "redis/tampering",
    how: "not applicable",
    reason: "Nobody writes\nthere.",
  })),
  elsewhere: [{ id: "T-fffff", title: "Told of a neighbour", place: "api/tampering" }],
  rated: [{ id: "S-aaaaa", title: "Stolen token replayed", kept: "medium", fresh: "high" }],
  keptMap: [{ section: "assets", id: "tokens", name: "Session tokens", value: {} }],
  keptThreats: [],
  ids: new Map(),
  threatIds: new Map(),
};

test("who read and what it cost come first, then what is lacking, then what was decided, with each reason once", () => {
  const style = { colour: false, width: 200, all: false };
  assert.equal(
    renderOpinion(reading, opinion, style),
    `claude-opus-5-5 read 14 files of sessions afresh (reconstructed): 52,300 tokens in, 11,204 out, $1.23
both hold 1 map entry and 2 threats

only the fresh reading has:
  probe  external entity: Probe [2J evil
  T-ccccc  high      Token planted in the store (redis/tampering)

answered there:
  T-ddddd  Threat T-ddddd
  T-eeeee  Threat T-eeeee
    redis/tampering not applicable: Nobody writes there.

stands at another place there:
  T-fffff  Told of a neighbour (api/tampering)

rated differently (kept, fresh):
  S-aaaaa  medium, high      Stolen token replayed

only the kept model has: 1 asset; no fault: whoever wrote the code knows more than it shows (--all lists them)`,
  );
  const all = renderOpinion(reading, opinion, { ...style, all: true });
  assert.match(all, /than it shows\n {2}tokens {2}asset: Session tokens$/);
  assert.match(renderOpinion({ ...reading, tokens: undefined as never }, opinion, style), /: no tokens\n/);
});

test("a cost that is not known is said to be unknown", () => {
  const { usd: _, ...unpriced } = reading;
  const tokens = { input: 10, output: 2, isEstimated: true };
  assert.match(
    renderOpinion({ ...unpriced, tokens }, opinion, { colour: false, width: 80, all: false }),
    /: about 10 tokens in, 2 out, cost unknown\n/,
  );
});

test("what was added is counted, with what came along", () => {
  const { freshMap: entries, freshThreats: threats } = opinion;
  assert.equal(
    renderAdded({ entries, threats, drawn: ["T-ccccc"] }, 120),
    "added to the kept model: 1 external entity, 1 threat; with what was picked came T-ccccc",
  );
});
