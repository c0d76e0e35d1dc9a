import assert from "node:assert/strict";
import { test } from "node:test";
import { type Score, scoreModel } from "../../../bench/accuracy/score.ts";
import type { System, ThreatTruth, Trap } from "../../../bench/accuracy/truth.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { model, onProcess, system, threat } from "./model.ts";

const score = (of: System, given: ThreatModel, at = 0, paths: readonly string[] = ["src/a.ts"]): Score =>
  scoreModel(of, given, at, new Set(paths));

const injection: ThreatTruth = {
  kind: "process",
  category: "tampering",
  weakness: ["CWE-89"],
  state: "open",
  why: "queries are put together from text",
};

test("an entry point is found by its route, whatever its parameters are called", () => {
  const { recall } = score(
    system({ entries: [{ name: "GET /notes/{note}" }, { name: "DELETE /notes/:id" }] }),
    model(),
  );
  assert.deepEqual(recall.map, {
    found: ["entries: GET /notes/{note}"],
    missed: ["entries: DELETE /notes/:id"],
  });
});

test("flows are found by their ends, stores by any of their names", () => {
  const { recall, unfounded } = score(
    system({
      entries: [{ name: "GET /notes/:id" }],
      flows: [{ name: "Browser -> self" }, { name: "self -> Database" }, { name: "Database -> self" }],
      stores: [{ name: "Database" }],
    }),
    model(),
  );
  assert.deepEqual(recall.map.missed, ["flows: Database -> self"]);
  assert.deepEqual(unfounded, []);
});

test("what nothing planted bears out is unfounded, and so is the same thing a second time", () => {
  const { unfounded } = score(
    system({ entries: [{ name: "GET /notes/:id" }], stores: [{ name: "Database" }] }),
    model(
      {},
      {
        flows: {},
        stores: { postgres: { name: "Postgres" }, "notes-database": { name: "Notes database" } },
        "entry-points": {
          "get-notes-id": { name: "GET /notes/:id", process: "notes" },
          "post-admin": { name: "POST /admin", process: "notes" },
        },
      },
    ),
  );
  assert.deepEqual(unfounded, ["entries: post-admin", "stores: postgres is Database once more"]);
});

test("controls, risks and assumptions are a group of their own", () => {
  const { recall } = score(
    system({
      controls: [{ name: "Gateway limit" }],
      risks: [{ name: "Links can be guessed" }],
      assumptions: [{ name: "Clocks agree" }],
    }),
    model({}, { controls: { "gateway-limit": { name: "Gateway limit: 60 a minute" } } }),
  );
  assert.deepEqual(recall.outside.found, ["controls: Gateway limit"]);
  assert.deepEqual(recall.outside.missed, ["risks: Links can be guessed", "assumptions: Clocks agree"]);
});

test("a threat is found when element, category, weakness and place agree", () => {
  const of = system({ threats: [{ ...injection, where: "GET /notes/:id" }] });
  const found = (given: ThreatModel): number => score(of, given).recall.threats.found.length;
  assert.equal(found(onProcess("tampering", { "T-aaaaa": threat({ entries: ["get-notes-id"] }) })), 1);
  assert.equal(found(onProcess("tampering", { "T-aaaaa": threat({ weakness: "CWE-20" }) })), 0);
  assert.equal(found(onProcess("spoofing", { "S-aaaaa": threat({ entries: ["get-notes-id"] }) })), 0);
  assert.equal(
    found(onProcess("tampering", { "T-aaaaa": threat({ entries: ["get-notes-id"], status: "retired" }) })),
    0,
  );
});

test("a route that a threat only mentions in passing is not its place when it names entry points", () => {
  const of = system({
    entries: [{ name: "GET /notes/:id" }],
    threats: [{ ...injection, where: "POST /notes" }],
  });
  const given = onProcess("tampering", {
    "T-aaaaa": threat({ entries: ["get-notes-id"], title: "Unlike `POST /notes`, it checks nothing" }),
  });
  assert.equal(score(of, given).recall.threats.found.length, 0);
});

test("an open threat that is called mitigated or not applicable is wrong", () => {
  const of = system({ threats: [injection] });
  const mitigated = onProcess("tampering", { "T-aaaaa": threat({ status: "mitigated" }) });
  const denied = model({
    notes: { tampering: { "not-applicable": { reason: "No query was seen.", "rests-on": ["notes"] } } },
  });
  assert.equal(score(of, mitigated).wrong.length, 1);
  assert.match(score(of, denied).wrong[0] ?? "", /^notes: tampering is called not applicable/);
  assert.deepEqual(score(of, model()).wrong, []);
});

test("a held threat is wrong only when no control and no accepted risk is named", () => {
  const of = system({ threats: [{ ...injection, state: "held", outside: true }] });
  const wrong = (mitigations: Readonly<Record<string, unknown>>, covers: readonly string[] = []): number =>
    score(of, onProcess("tampering", { "T-aaaaa": { ...threat({ mitigations }), covers } })).wrong.length;
  assert.equal(wrong({}), 1);
  assert.equal(wrong({ later: { text: "Parameters will be used", kind: "planned" } }), 1);
  assert.equal(wrong({ grants: { text: "Narrow grants", kind: "compensating", control: "grants" } }), 0);
  assert.equal(wrong({}, ["risk:queries-are-built-from-text"]), 0);
});

test("a trap is fallen into by an open threat alone", () => {
  const trap: Trap = { ...injection, why: "every query uses parameters" };
  const of = system({ traps: [trap] });
  assert.equal(score(of, onProcess("tampering", { "T-aaaaa": threat() })).wrong.length, 1);
  assert.equal(
    score(of, onProcess("tampering", { "T-aaaaa": threat({ status: "mitigated" }) })).wrong.length,
    0,
  );
});

test("what the map says of authentication is held against the guard of that commit", () => {
  const of = system({ entries: [{ name: "GET /notes/:id", guard: "checked", flips: 2 }] });
  const saying = (authentication: string): ThreatModel =>
    model(
      {},
      { "entry-points": { "get-notes-id": { name: "GET /notes/:id", process: "notes", authentication } } },
    );
  assert.equal(score(of, saying("session token"), 1).wrong.length, 0);
  assert.equal(score(of, saying("session token"), 2).wrong.length, 1);
  assert.equal(score(of, saying("none"), 1).wrong.length, 1);
  assert.equal(score(of, saying("none: internal network"), 2).wrong.length, 0);
});

test("what has ended and is still stated is stale, not unfounded", () => {
  const of = system({
    entries: [{ name: "GET /notes/:id", until: 3 }],
    flows: [{ name: "Browser -> self" }, { name: "self -> Database" }],
    stores: [{ name: "Database" }],
    threats: [{ ...injection, until: 3 }],
  });
  const given = onProcess("tampering", { "T-aaaaa": threat() });
  assert.deepEqual(score(of, given, 2).stale, []);
  const after = score(of, given, 3);
  assert.deepEqual(after.stale, [
    "entries: GET /notes/:id is gone",
    "T-aaaaa: tampering of the process (CWE-89) is gone",
  ]);
  assert.deepEqual(after.unfounded, []);
  assert.equal(after.recall.threats.missed.length, 0);
});

test("an anchor to a file that is not in the tree is stale", () => {
  const given = onProcess("tampering", {
    "T-aaaaa": threat({
      code: ["src/gone.ts#find"],
      mitigations: { parameters: { text: "Parameters", kind: "code", evidence: ["src/a.ts"] } },
    }),
  });
  assert.deepEqual(score(system({}), given).stale, ["T-aaaaa points at src/gone.ts#find, which is gone"]);
});

test("levels and what the corpus does not judge are counted among the living", () => {
  const given = onProcess("tampering", {
    "T-aaaaa": threat({ level: "critical" }),
    "T-bbbbb": threat({ level: "low", weakness: "CWE-20" }),
    "T-ccccc": threat({ level: "high", status: "retired", weakness: "CWE-22" }),
  });
  assert.deepEqual(score(system({ threats: [injection] }), given).threats, {
    living: 2,
    severe: 1,
    unjudged: 1,
  });
});

test("a name that the corpus does not define is refused", () => {
  assert.throws(() => score(system({ flows: [{ name: "Nobody -> self" }] }), model()), /no name "Nobody"/);
});
