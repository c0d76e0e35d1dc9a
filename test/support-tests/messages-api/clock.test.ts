import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock, runningClock } from "../../support/messages-api/clock.ts";

test("A manual clock stands still, and wakes sleepers in the order of time", async () => {
  const clock = manualClock(1000);
  const woken: string[] = [];
  const all = [
    clock.sleep(20).then(() => woken.push("late")),
    clock.sleep(10).then(() => woken.push("early")),
    clock.sleep(0).then(() => woken.push("now")),
  ];
  clock.advance(9);
  await new Promise(setImmediate);
  assert.deepEqual(woken, ["now"]);
  clock.advance(11);
  await Promise.all(all);
  assert.deepEqual(woken, ["now", "early", "late"]);
  assert.equal(clock.now(), 1020);
});

test("A running clock can be moved forward as well", () => {
  const clock = runningClock();
  const before = clock.now();
  clock.advance(3_600_000);
  assert.ok(clock.now() - before >= 3_600_000);
});
