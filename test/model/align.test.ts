// A fresh reading against the kept model: whoever reads afresh chooses ids, names and cuts of its own.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { additionsOf } from "../../src/model/additions.ts";
import { alignMaps } from "../../src/model/align.ts";
import { applyDelta } from "../../src/model/apply.ts";
import { diffModels } from "../../src/model/diff.ts";
import { mapSections, modelSchema, type ThreatModel } from "../../src/model/schema.ts";
import { secondOpinion } from "../../src/model/second-opinion.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { exampleModel, letters } from "./example.ts";
import { facts, renamed, soundModel, withIds } from "./models.ts";

const options = { letters, facts };
const opinionOf = (fresh: ThreatModel, kept: ThreatModel) => secondOpinion(fresh, kept, options);

const differences = (fresh: ThreatModel, kept: ThreatModel): unknown[] => {
  const { freshMap, freshThreats, keptMap, keptThreats, rated, elsewhere } = opinionOf(fresh, kept);
  return [...freshMap, ...freshThreats, ...keptMap, ...keptThreats, ...rated, ...elsewhere];
};

test("a model differs from itself in nothing", () => {
  fc.assert(fc.property(soundModel, (model) => assert.deepEqual(differences(model, model), [])));
});

test("a model with other ids on the map, or with its ids exchanged, differs in no entry and no threat", () => {
  fc.assert(
    fc.property(renamed, ([kept, fresh]) => {
      const { freshMap, freshThreats, keptMap, keptThreats, rated } = opinionOf(fresh, kept);
      assert.deepEqual([freshMap, freshThreats, keptMap, keptThreats, rated], [[], [], [], [], []]);
    }),
  );
});

test("nothing is matched twice, only within its section, and the same on every run", () => {
  fc.assert(
    fc.property(soundModel, soundModel, (fresh, kept) => {
      const pairs = alignMaps(fresh, kept, facts);
      assert.equal(new Set(pairs.values()).size, pairs.size);
      for (const [one, other] of pairs)
        assert.ok(
          mapSections.some(
            (each) => Object.hasOwn(fresh.map[each], one) && Object.hasOwn(kept.map[each], other),
          ),
        );
      const opinion = opinionOf(fresh, kept);
      assert.deepEqual(opinionOf(fresh, kept), opinion);
      const ids = [...opinion.threatIds.values()];
      assert.equal(new Set(ids).size, ids.length);
    }),
  );
});

test("each living threat of either side is told of exactly once", () => {
  fc.assert(
    fc.property(soundModel, soundModel, (fresh, kept) => {
      const { both, freshThreats, keptThreats, answered } = opinionOf(fresh, kept);
      const living = (model: ThreatModel): number =>
        threatsOf(model).filter(({ threat }) => threat.status !== "retired").length;
      const ended = answered.filter(({ kind }) => kind === "threat").length;
      assert.equal(keptThreats.length + both.threats, living(kept));
      // A fresh threat that is retired can stand for a kept one: a copy of a model has those.
      assert.ok(freshThreats.length + ended <= living(fresh));
      assert.ok(freshThreats.length + ended + both.threats >= living(fresh));
    }),
  );
});

test("what is added changes and removes nothing, and then only the fresh reading's ids differ", () => {
  fc.assert(
    fc.property(soundModel, soundModel, (fresh, kept) => {
      const opinion = opinionOf(fresh, kept);
      const { operations } = additionsOf(fresh, kept, opinion);
      const applied = applyDelta(kept, { operations: [...operations] }, { letters });
      assert.deepEqual(applied.problems, []);
      assert.deepEqual(applied.changed, []);
      assert.deepEqual(applied.retired, []);
      const diff = diffModels(kept, applied.model);
      assert.ok(diff.map.every(({ kind }) => kind === "added"));
      assert.deepEqual(applied.added, opinion.freshThreats.map(({ id }) => id).sort());
    }),
  );
});

test("whatever is picked can be added by itself, with what it can't stand without", () => {
  fc.assert(
    fc.property(soundModel, soundModel, fc.nat(), (fresh, kept, choice) => {
      const opinion = opinionOf(fresh, kept);
      const ids = [...opinion.freshMap, ...opinion.freshThreats].map(({ id }) => id);
      fc.pre(ids.length > 0);
      const id = ids[choice % ids.length] as string;
      const { operations, entries, threats, drawn } = additionsOf(fresh, kept, opinion, new Set([id]));
      const applied = applyDelta(kept, { operations: [...operations] }, { letters });
      assert.deepEqual(applied.problems, []);
      assert.deepEqual([...entries, ...threats].map((each) => each.id).sort(), [id, ...drawn].sort());
    }),
  );
});

test("ids, names and anchors of somebody else's are no difference where facts, flows and routes agree", () => {
  const kept = exampleModel();
  const fresh = modelSchema.parse({
    ...kept,
    map: {
      externals: { "web-client": { name: "Client in a browser" } },
      processes: { server: { name: "HTTP server" } },
      stores: { cache: { name: "Redis" } },
      flows: {
        login: { name: "Credentials", from: "web-client", to: "server" },
        tokens: { name: "Keeps tokens", from: "server", to: "cache" },
      },
      boundaries: { outside: { name: "internet" }, inside: { name: "Cluster" } },
      assets: { "session-tokens": { name: "Session tokens" } },
      "entry-points": { login: { name: "POST /sessions", process: "server", from: ["web-client"] } },
      controls: { limit: { name: "Gateway rate limit" } },
    },
    answers: {
      server: {
        spoofing: {
          threats: {
            "S-ccccc": {
              title: "A token from a log is used by somebody else",
              scenario: "It is replayed.",
              weakness: ["CWE-294"],
              severity: { level: "high", reason: "Logs are shared." },
              status: "open",
            },
          },
        },
        repudiation: {
          threats: {
            "R-ccccc": {
              title: "Nobody can tell who signed in",
              scenario: "There is no log.",
              severity: { level: "low", reason: "It needs an incident." },
              status: "open",
            },
          },
        },
      },
    },
  });
  // Each entry point has an id of its own on a map.
  const { "entry-points": points } = fresh.map;
  points["post-login"] = points["login"] as (typeof points)[string];
  delete points["login"];
  const opinion = opinionOf(fresh, kept);
  assert.deepEqual(opinion.freshMap, []);
  assert.deepEqual(opinion.keptMap, []);
  assert.deepEqual(opinion.freshThreats, []);
  assert.equal(opinion.ids.get("server"), "api");
  assert.equal(opinion.ids.get("web-client"), "browser");
  assert.deepEqual(opinion.rated, [
    { id: "S-aaaaa", title: "Stolen token replayed", kept: "medium", fresh: "high" },
  ]);
  assert.deepEqual(
    opinion.answered.map(({ how, reason }) => [how, reason]),
    [["not applicable", "Every login is logged by the gateway."]],
  );
});

test("two routes at the same code are two, and a fact that was set aside is not missing", () => {
  const kept = exampleModel();
  const fresh = exampleModel();
  const code = ["src/server.ts#server"];
  const known = new Set(["entry:POST /sessions", "entry:GET /health", "secret:KEY"]);
  for (const model of [kept, fresh])
    for (const each of Object.values(model.map["entry-points"])) each.code = code;
  const post = fresh.map["entry-points"]["post-sessions"];
  assert.ok(post !== undefined);
  fresh.map["entry-points"]["get-health"] = { ...post, name: "GET /health" };
  delete kept.map["entry-points"]["post-sessions"];
  kept.map["entry-points"]["health"] = { ...post, name: "GET /health" };
  fresh.map.assets["key"] = { name: "Key", code: [], covers: ["secret:KEY"] };
  kept.map["set-aside"]["secret:KEY"] = { reason: "A public key." };
  const opinion = secondOpinion(fresh, kept, { letters, facts: known });
  assert.deepEqual(
    opinion.freshMap.map(({ name }) => name),
    ["POST /sessions"],
  );
  assert.deepEqual(
    opinion.answered.map(({ name, how, reason }) => [name, how, reason]),
    [["Key", "set aside", "A public key."]],
  );
});

test("a threat whose id the kept model has given to another gets one of its own", () => {
  const kept = exampleModel();
  const fresh = withIds(exampleModel(), new Map());
  const place = fresh.answers["redis"]?.["tampering"];
  const first = place?.threats["T-bbbbb"];
  assert.ok(place !== undefined && first !== undefined);
  place.threats["T-ccccc"] = { ...first, title: "Another weakness at the same place", weakness: [] };
  place.threats["T-ddddd"] = { ...first, title: "Another weakness at the same place", weakness: [] };
  const { freshThreats } = opinionOf(fresh, kept);
  assert.equal(freshThreats.length, 2);
  assert.equal(new Set(freshThreats.map(({ id }) => id)).size, 2);
  const { operations } = additionsOf(fresh, kept, opinionOf(fresh, kept));
  const applied = applyDelta(kept, { operations: [...operations] }, { letters });
  assert.deepEqual(applied.problems, []);
  assert.equal(applied.added.length, 2);
});
