import assert from "node:assert/strict";
import { test } from "node:test";
import { decideColour } from "../../src/report/colour.ts";

const cases: readonly (readonly [
  name: string,
  env: Record<string, string>,
  isTTY: boolean,
  colour: boolean,
])[] = [
  ["a terminal", { TERM: "xterm" }, true, true],
  ["a pipe", { TERM: "xterm" }, false, false],
  ["a dumb terminal", { TERM: "dumb" }, true, false],
  ["CI", { CI: "true" }, true, false],
  ["CI=false", { CI: "false" }, true, true],
  ["NO_COLOR", { NO_COLOR: "1" }, true, false],
  ["an empty NO_COLOR", { NO_COLOR: "" }, true, true],
  ["FORCE_COLOR into a pipe", { FORCE_COLOR: "1", CI: "true" }, false, true],
  ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, false],
  ["NO_COLOR against FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
];

test("colour follows the terminal and the environment's wishes", () => {
  for (const [name, env, isTTY, colour] of cases) assert.equal(decideColour(env, isTTY), colour, name);
});
