import assert from "node:assert/strict";
import test from "node:test";
import { checkModel } from "../../src/model/check.ts";
import { dotted } from "../../src/model/pointer.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { exampleModel } from "./example.ts";

/** Problems of the example after some edits. */
const problems = (edit: (model: ThreatModel) => void): string[] => {
  const model = exampleModel();
  edit(model);
  return checkModel(model).map(({ path, rule }) => `${dotted(path)} ${rule}`);
};
const spoofing = (model: ThreatModel) => {
  const answer = model.answers["api"]?.["spoofing"];
  const threat = answer?.threats["S-aaaaa"];
  assert.ok(answer !== undefined && threat !== undefined);
  return { answer, threat };
};

test("the example fits together", () => {
  assert.deepEqual(
    problems(() => {}),
    [],
  );
});

test("every reference by id is followed", () => {
  const found = problems(({ map, answers }) => {
    Object.assign(map.externals["browser"] ?? {}, { boundary: "b1" });
    Object.assign(map.processes["api"] ?? {}, { boundary: "tokens" });
    Object.assign(map.stores["redis"] ?? {}, { holds: ["tokens", "h1"] });
    Object.assign(map.flows["api-redis"] ?? {}, { from: "f1", to: "cluster", assets: ["a1"] });
    Object.assign(map.boundaries["internet"] ?? {}, { inside: ["i1"] });
    Object.assign(map["entry-points"]["post-sessions"] ?? {}, { process: "redis", from: ["x1"] });
    map.risks["none"] = { name: "None", code: [], covers: [], threats: ["S-zzzzz"] };
    const { threat } = spoofing({ answers } as ThreatModel);
    threat.assets = ["a2"];
    threat["entry-points"] = ["e1"];
    Object.assign(threat.mitigations["expiry"] ?? {}, { control: "c1" });
    Object.assign(answers["api"]?.["repudiation"]?.["not-applicable"] ?? {}, {
      "rests-on": ["gone", "entry:POST /x", "src/a.ts", "S-aaaaa"],
    });
  });
  assert.deepEqual(
    found.map((line) => line.replace(/ unknown-reference$/, "")),
    [
      "map.externals.browser.boundary",
      "map.processes.api.boundary",
      "map.stores.redis.holds[1]",
      "map.flows.api-redis.from",
      "map.flows.api-redis.to",
      "map.flows.api-redis.assets[0]",
      "map.boundaries.internet.inside[0]",
      "map.entry-points.post-sessions.process",
      "map.entry-points.post-sessions.from[0]",
      "map.risks.none.threats[0]",
      "answers.api.spoofing.threats.S-aaaaa.assets[0]",
      "answers.api.spoofing.threats.S-aaaaa.entry-points[0]",
      "answers.api.spoofing.threats.S-aaaaa.mitigations.expiry.control",
      "answers.api.repudiation.not-applicable.rests-on[0]",
    ],
  );
});

test("an id stands once on the whole map, a threat once in the model", () => {
  assert.deepEqual(
    problems(({ map }) => {
      map.assets["api"] = { name: "API", code: [], covers: [] };
    }),
    ["map.assets.api duplicate-id"],
  );
  assert.deepEqual(
    problems((model) => {
      const answer = model.answers["redis"]?.["tampering"];
      assert.ok(answer);
      answer.threats["S-aaaaa"] = structuredClone(spoofing(model).threat);
    }),
    ["answers.redis.tampering.threats.S-aaaaa duplicate-threat"],
  );
});

test("mitigated needs something that stands against the threat", () => {
  const path = "answers.api.spoofing.threats.S-aaaaa";
  const withMitigation = (mitigation: Record<string, unknown>) =>
    problems((model) => {
      spoofing(model).threat.mitigations = { m: { text: "t", evidence: [], ...mitigation } as never };
    });
  assert.deepEqual(withMitigation({ kind: "planned" }), [`${path}.status mitigated-without-evidence`]);
  assert.deepEqual(withMitigation({ kind: "compensating" }), [`${path}.status mitigated-without-evidence`]);
  assert.deepEqual(withMitigation({ kind: "compensating", control: "gateway" }), []);
  assert.deepEqual(withMitigation({ kind: "compensating", owner: "platform team" }), []);
  assert.deepEqual(withMitigation({ kind: "code" }), [
    `${path}.mitigations.m code-without-evidence`,
    `${path}.status mitigated-without-evidence`,
  ]);
});

test("retired and its reason go together", () => {
  const path = "answers.api.spoofing.threats.S-aaaaa";
  assert.deepEqual(
    problems((model) => {
      spoofing(model).threat.status = "retired";
    }),
    [`${path}.status retired-without-reason`],
  );
  assert.deepEqual(
    problems((model) => {
      spoofing(model).threat.retired = { reason: "Gone." };
    }),
    [`${path}.retired reason-without-retirement`],
  );
});

test("a question has threats or a reason why not, and its element is on the map", () => {
  assert.deepEqual(
    problems((model) => {
      spoofing(model).answer["not-applicable"] = { reason: "No.", "rests-on": [] };
    }),
    ["answers.api.spoofing.not-applicable answer-contradiction"],
  );
  assert.deepEqual(
    problems((model) => {
      model.answers["ap"] = {
        spoofing: { threats: {}, "not-applicable": { reason: "No.", "rests-on": [] } },
      };
    }),
    ["answers.ap.spoofing unknown-element"],
  );
});

test("boundaries nest and never lie inside themselves", () => {
  assert.deepEqual(
    problems(({ map }) => {
      Object.assign(map.boundaries["internet"] ?? {}, { inside: ["cluster"] });
    }),
    [],
  );
  assert.deepEqual(
    problems(({ map }) => {
      Object.assign(map.boundaries["internet"] ?? {}, { inside: ["cluster"] });
      Object.assign(map.boundaries["cluster"] ?? {}, { inside: ["internet"] });
    }),
    ["map.boundaries.cluster.inside boundary-cycle", "map.boundaries.internet.inside boundary-cycle"],
  );
});

test("every boundary of a cycle is named, and none that only leads to one, however deep they nest", () => {
  const depth = 20_000;
  const nested = (last: string[]) =>
    problems(({ map }) => {
      for (let level = 0; level < depth; level++) {
        const inside = level + 1 < depth ? [`b${level + 1}`] : last;
        map.boundaries[`b${level}`] = { name: "B", code: [], covers: [], inside };
      }
    });
  assert.deepEqual(nested([]), []);
  assert.deepEqual(nested(["b19998"]).sort(), [
    "map.boundaries.b19998.inside boundary-cycle",
    "map.boundaries.b19999.inside boundary-cycle",
  ]);
  assert.deepEqual(nested(["b19999"]), ["map.boundaries.b19999.inside boundary-cycle"]);
});

test("thousands of wrong ids are all named", () => {
  const found = problems(({ map }) => {
    for (let index = 0; index < 3_000; index++) {
      const name = `an-asset-with-a-long-name-${index}`;
      map.assets[name] = { name, code: [], covers: [] };
      map.stores[`s${index}`] = { name, code: [], covers: [], holds: [`${name}-gone`] };
    }
  });
  assert.equal(found.length, 3_000);
});

test("of thousands of wrong ids the first hundred get a suggestion, and each is told", () => {
  const model = exampleModel();
  const [known] = Object.keys(model.map.processes) as [string];
  for (let at = 0; at < 300; at++)
    model.map.flows[`flow-${at}`] = {
      name: `Flow ${at}`,
      code: [],
      covers: [],
      from: `${known}x`,
      to: known,
      assets: [],
    } as (typeof model.map.flows)[string];
  const wrong = checkModel(model).filter(({ missing }) => missing === `${known}x`);
  assert.equal(wrong.length, 300);
  assert.equal(wrong.filter(({ message }) => message.includes("did you mean")).length, 100);
});
