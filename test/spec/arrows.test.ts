import assert from "node:assert/strict";
import test from "node:test";
import { readArrows } from "../../src/spec/arrows.ts";

const flows = (text: string): string[] | undefined =>
  readArrows(text)?.map(
    ({ from, to, data, protection, label, twoWay }) =>
      `${label === undefined ? "" : `[${label}] `}${from} ${twoWay ? "<>" : ">"} ${to} | ${data ?? ""} | ${protection ?? ""}`,
  );

test("arrows are read with what flows and what protects it", () => {
  for (const [text, expected] of [
    ["Browser -> API: credentials over TLS 1.3", ["Browser > API | credentials | TLS 1.3"]],
    ["Browser → API", ["Browser > API |  | "]],
    ["Browser --> API (HTTPS): credentials", ["Browser > API | credentials | HTTPS"]],
    ["Browser -> API, credentials, mTLS", ["Browser > API | credentials | mTLS"]],
    ["Browser -> API — credentials (TLS)", ["Browser > API | credentials | TLS"]],
    ["API <- Browser: credentials", ["Browser > API | credentials | "]],
    ["API <-> Cache: sessions, unencrypted", ["API <> Cache | sessions | unencrypted"]],
    ["A -> B -> C: orders over AMQPS", ["A > B | orders | AMQPS", "B > C | orders | AMQPS"]],
    ["Login: Browser -> API: credentials", ["[Login] Browser > API | credentials | "]],
    ["A -> B: maps x -> y. Every night.", ["A > B | maps x -> y | "]],
    ["A -> B: control over users", ["A > B | control over users | "]],
    ["From the browser to the API: credentials via HTTPS", ["browser > API | credentials | HTTPS"]],
  ] as const) {
    assert.deepEqual(flows(text), expected, text);
  }
});

test("text without two ends is no arrow", () => {
  for (const text of ["credentials", "-> API", "Browser ->", "a - b", "well-known", ""]) {
    assert.equal(readArrows(text), undefined, text);
  }
});
