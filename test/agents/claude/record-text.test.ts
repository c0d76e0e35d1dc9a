import assert from "node:assert/strict";
import { test } from "node:test";
import { furtherText, recordText } from "../../../src/agents/claude/record-text.ts";
import { contextOf } from "../../../src/agents/context/context.ts";
import { chain } from "../../../src/agents/context/entry.ts";
import { briefOf } from "../../../src/agents/session/from-request.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { threatsOf } from "../../../src/model/threats.ts";
import { specText } from "../rules/sessions.ts";
import { finalModel, oneLineChange } from "./desk.ts";

const brief = await briefOf(oneLineChange(), "x");
const { spec } = oneLineChange();
const record = recordText(undefined, spec, specText, finalModel, brief);
const further = (model: ThreatModel, blocks: readonly string[] = [record]): string =>
  furtherText({ blocks, frame: "", ttl: "5m", updates: [] }, spec, specText, model, brief);

test("the same change needs nothing beside the record that was written for it", () => {
  assert.equal(further(finalModel), "");
});

test("what an answer changed since is said again, and nothing else", () => {
  const model = structuredClone(finalModel);
  model.map.processes["sessions"]!.description = "Changed meanwhile.";
  const text = further(model);
  assert.match(text, /Changed meanwhile\./);
  assert.ok(text.split("\n").length < 6, text);
  // Once it stands in the record, it is not said a third time; going back is.
  assert.equal(further(model, [record, text]), "");
  assert.match(further(finalModel, [record, text]), / {2}processes sessions /);
});

test("what is gone since is named", () => {
  const model = structuredClone(finalModel);
  const [placed] = brief.threats;
  const found = threatsOf(model).find(({ id }) => id === placed?.id) ?? assert.fail();
  delete model.answers[found.element]?.[found.category]?.threats?.[found.id];
  delete model.map.stores["postgres"];
  const text = further(model);
  assert.match(text, new RegExp(`gone since the record was written[\\s\\S]*${found.id}`));
  assert.match(text, /gone since the record was written[\s\S]*postgres/);
});

test("why earlier changes were answered as they were is told once", () => {
  const updates = [
    {
      kind: "update" as const,
      live: false,
      change: "changed src/mail.ts",
      operations: [{ op: "no-change" as const, reason: "only a header moved", about: [] }],
    },
  ];
  const text = furtherText(
    { blocks: [record], frame: "", ttl: "5m", updates },
    spec,
    specText,
    finalModel,
    brief,
  );
  assert.match(text, /changed src\/mail\.ts: only a header moved/);
});

test("of many decisions those about the change are told, and the newest of the others", async () => {
  const decision = (about: string) => ({ about, decision: `Decided for ${about}.`, why: "It had to be." });
  const elsewhere = Array.from({ length: 60 }, (_, at) => decision(`src/part-${at}.ts`));
  const bodies = [
    {
      kind: "open" as const,
      opening: {
        component: "sessions",
        agent: "claude",
        model: "m",
        effort: null,
        frame: "",
        endpoint: "",
        origin: "generated" as const,
      },
    },
    ...[decision("src/sessions.ts#logIn"), ...elsewhere].map((each) => ({
      kind: "decision" as const,
      decision: each,
    })),
  ];
  const context = contextOf(chain(bodies, "2030-01-01T00:00:00.000Z")) ?? assert.fail();
  const text = recordText(context, spec, specText, finalModel, brief);
  assert.match(text, /Decided for src\/sessions\.ts#logIn\./);
  assert.match(text, /Decided for src\/part-59\.ts\./);
  assert.doesNotMatch(text, /Decided for src\/part-40\.ts\./);
});
