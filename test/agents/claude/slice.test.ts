import assert from "node:assert/strict";
import { test } from "node:test";
import { sliceOf } from "../../../src/agents/claude/slice.ts";
import { briefOf } from "../../../src/agents/session/from-request.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { finalModel, oneLineChange } from "./desk.ts";

/** The same model beside many elements that have nothing to do with it. */
const amongOthers = (count: number): ThreatModel => {
  const model = structuredClone(finalModel);
  for (let i = 0; i < count; i++) {
    model.map.processes[`other-${i}`] = {
      name: `Other process ${i}`,
      code: [`src/other/${i}.ts`],
      covers: [],
    };
    const like = Object.values(finalModel.answers["sessions"]?.["spoofing"]?.threats ?? {})[0];
    if (like !== undefined)
      model.answers[`other-${i}`] = {
        spoofing: {
          threats: {
            [`S-a${String(i)
              .padStart(4, "a")
              .replace(/\d/g, (d) => "abcdefghij"[Number(d)] ?? "a")}`]: like,
          },
        },
      };
  }
  return model;
};

test("the slice holds what the change touches in full and the rest by id", async () => {
  const request = oneLineChange();
  const brief = await briefOf(request, "x");
  const text = sliceOf(finalModel, brief);
  for (const { id, threat } of brief.threats)
    assert.ok(text.includes(id) && text.includes(threat.scenario.slice(0, 40)), id);
  for (const element of brief.elements) assert.match(text, new RegExp(`\\b${element}\\b`));
});

test("its size follows the change, not the component", async () => {
  const request = oneLineChange();
  const brief = await briefOf(request, "x");
  const alone = sliceOf(finalModel, brief).length;
  const among = sliceOf(amongOthers(800), brief).length;
  assert.ok(among < alone + 6000, `${alone} ${among}`);
  assert.ok(sliceOf(amongOthers(1600), brief).length < among + 400);
});
