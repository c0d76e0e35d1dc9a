import assert from "node:assert/strict";
import { test } from "node:test";
import { diffModels } from "../../src/model/diff.ts";
import { emptyModel } from "../../src/model/empty.ts";
import { type ThreatModel, threatSchema } from "../../src/model/schema.ts";
import { renderDiff, renderDiffMarkdown } from "../../src/report/diff.ts";
import { matchesGolden } from "./golden.ts";
import { sessionService } from "./session-service.ts";

/** What a new export route does to the model, and people's decisions of the same week. */
const changed = (): ThreatModel => {
  const model = structuredClone(sessionService);
  const route = model.map["entry-points"]["post-sessions"];
  const api = model.answers["session-api"];
  const browser = model.answers["browser"];
  assert.ok(route && api && browser);
  model.map["entry-points"]["post-sessions-id-export"] = { ...route, name: "POST /sessions/:id/export" };
  delete model.map.assumptions["gateway-ends-tls"];
  Object.assign(model.map.flows["store-session"] ?? {}, { protocol: "Redis over TLS" });
  Object.assign(model.map.processes["session-api"] ?? {}, {
    runs: "Node.js in five replicas",
    code: ["src/sessions/server.ts"],
  });
  api["elevation-of-privilege"] = {
    threats: {
      "E-pz3ka": threatSchema.parse({
        title: "Export of someone else's session",
        scenario: "A user with a session names another id in POST /sessions/:id/export.",
        severity: { level: "high", reason: "Any account will do" },
        status: "open",
        provisional: true,
      }),
    },
  };
  const set = (category: string, id: string, fields: object): void => {
    Object.assign(api[category]?.threats[id] ?? assert.fail(id), fields);
  };
  set("repudiation", "R-k5v2d", {
    severity: { level: "low", reason: "Two people share it now" },
    status: "mitigated",
    mitigations: {
      subject: {
        text: "The single sign-on subject is logged",
        kind: "code",
        evidence: ["src/sessions/revoke.ts#revoke"],
      },
    },
  });
  set("denial-of-service", "D-3hq6p", {
    status: "retired",
    retired: { reason: "Passwords are limited to 256 characters" },
  });
  set("tampering", "T-m2xq5", {
    acceptance: { by: "Ada Okafor", reason: "Low", on: "2026-03-01", until: "2027-03-01" },
  });
  set("spoofing", "S-2m4xq", { status: "open", retired: undefined });
  delete browser["repudiation"];
  delete browser["spoofing"];
  return model;
};

const diff = diffModels(sessionService, changed());

test("the diff on the terminal is as agreed", () => {
  const text = renderDiff(diff, { colour: false });
  matchesGolden("diff.txt", `${text}\n`);
  assert.match(text, /^\+ E-pz3ka high {2}Export of someone else's session \(provisional\)$/m);
  assert.match(text, /^\+ entry point POST \/sessions\/:id\/export$/m);
  assert.match(
    text,
    /^~ R-k5v2d .*severity medium → low: Two people share it now|severity medium → low: Two people/m,
  );
  assert.match(text, /^- D-3hq6p retired: Passwords are limited to 256 characters$/m);
  assert.match(text, /^! S-7f3ka vanished: /m);
});

test("colour changes no word of a diff", () => {
  const painted = renderDiff(diff, { colour: true });
  assert.equal(painted.replace(/\u001b\[\d+m/g, ""), renderDiff(diff, { colour: false }));
});

test("the diff for a pull request is as agreed", () => {
  const text = renderDiffMarkdown("sessions", diff);
  matchesGolden("diff.md", `${text}\n`);
  assert.match(text, /- `\+` `E-pz3ka` \*\*high\*\* Export/);
});

test("equal models differ in nothing", () => {
  const none = diffModels(sessionService, structuredClone(sessionService));
  assert.equal(renderDiff(none, { colour: false }), "");
  assert.match(renderDiffMarkdown("sessions", none), /No change\./);
});

test("a first model is all additions", () => {
  const text = renderDiff(diffModels(emptyModel("sessions", "stride"), sessionService), { colour: false });
  for (const line of text.split("\n")) assert.match(line, /^(\+|~ summary)|^- .*retired/);
});

test("a first model is told by its threats, its map and its empty answers are counted", () => {
  const diff = diffModels(emptyModel("sessions", "stride"), sessionService);
  const lines = renderDiff(diff, { colour: false }).split("\n");
  assert.equal(lines.filter((line) => / {2}/.test(line)).length, diff.threats.length);
  assert.ok(
    lines.some((line) => /^\+ map: .*\d+ external entit(?:y|ies), .*\d+ data flows?/.test(line)),
    lines.join("\n"),
  );
  assert.ok(
    lines.some((line) => line === `+ ${diff.answers.length} questions not applicable, each with its reason`),
  );
  assert.ok(lines.length === diff.threats.length + 2 + diff.head.length + diff.signOffs.length);
});
