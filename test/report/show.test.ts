import assert from "node:assert/strict";
import { test } from "node:test";
import { stride } from "../../src/frameworks/stride.ts";
import { modelSchema } from "../../src/model/schema.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { renderShow, renderThreat } from "../../src/report/show.ts";
import { displayWidth } from "../../src/report/width.ts";
import { matchesGolden } from "./golden.ts";
import { sessionService } from "./session-service.ts";

const style = { colour: false, width: 100, today: "2026-08-01" };

test("a model on the terminal is as agreed", () => {
  const text = renderShow(sessionService, stride, style);
  matchesGolden("show.txt", `${text}\n`);
  assert.equal(
    renderShow(sessionService, stride, { ...style, colour: true }).replace(/\u001b\[\d+m/g, ""),
    text,
  );
});

test("each threat on the terminal is as agreed", () => {
  const texts = threatsOf(sessionService).map((placed) => renderThreat(placed, style));
  matchesGolden("threats.txt", `${texts.join("\n\n---\n\n")}\n`);
  assert.ok(texts.length > 5);
});

test("an acceptance that has run out is shown as expired on that day", () => {
  const placed = threatsOf(sessionService).find(({ id }) => id === "I-q4t7z");
  assert.ok(placed);
  assert.match(renderThreat(placed, { ...style, today: "2027-01-31" }), /low · accepted/);
  assert.match(renderThreat(placed, { ...style, today: "2027-02-01" }), /low · acceptance expired/);
});

test("a model and its threats keep to the width", () => {
  for (const line of renderShow(sessionService, stride, { ...style, width: 72 }).split("\n"))
    assert.ok(displayWidth(line) <= 72, line);
  for (const placed of threatsOf(sessionService)) {
    for (const line of renderThreat(placed, { ...style, width: 60 }).split("\n"))
      assert.ok(displayWidth(line) <= 60, line);
  }
});

test("a model can't write escape sequences to the terminal", () => {
  const evil = modelSchema.parse(
    JSON.parse(JSON.stringify(sessionService).replaceAll("Session API", "\\u001b]0;x\\u0007\\u202eAPI")),
  );
  assert.doesNotMatch(renderShow(evil, stride, style), /[\u001b\u0007\u202e]/);
});
