import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PromptCache } from "../../support/messages-api/cache.ts";
import type { Position } from "../../support/messages-api/prompt.ts";

const minimum = 50;

/** Prompts over few letters, so that they often share a prefix. */
const prompt = fc
  .array(
    fc.record({
      letter: fc.constantFrom("a", "b"),
      tokens: fc.integer({ min: 1, max: 60 }),
      mark: fc.option(fc.constantFrom("5m" as const, "1h" as const), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((blocks) => {
    let digest = "";
    let total = 0;
    return blocks.map(({ letter, mark }): Position => {
      digest += letter;
      total += letter === "a" ? 10 : 17;
      return { level: "messages", path: "", digest, total, ...(mark !== undefined && { mark }) };
    });
  });

const steps = fc.array(fc.record({ prompt, wait: fc.integer({ min: 0, max: 4_000_000 }) }), {
  maxLength: 12,
});

test("The classes of every request sum to its prompt, none is negative, and a repeat reads all that was written", () => {
  fc.assert(
    fc.property(steps, (requests) => {
      const cache = new PromptCache();
      let now = 0;
      for (const { prompt: positions, wait } of requests) {
        now += wait;
        const plan = cache.plan(positions, minimum, now);
        const { input, cacheWrite5m, cacheWrite1h, cacheRead } = plan.classes;
        assert.equal(input + cacheWrite5m + cacheWrite1h + cacheRead, positions.at(-1)?.total);
        assert.ok(Math.min(input, cacheWrite5m, cacheWrite1h, cacheRead) >= 0);
        assert.equal(plan.hits.messages, cacheRead);
        cache.commit(plan);
        const again = cache.plan(positions, minimum, now).classes;
        assert.deepEqual(again, {
          input,
          cacheWrite5m: 0,
          cacheWrite1h: 0,
          cacheRead: cacheRead + cacheWrite5m + cacheWrite1h,
        });
      }
    }),
  );
});

test("Nothing is read that no earlier request wrote", () => {
  fc.assert(
    fc.property(prompt, (positions) => {
      assert.equal(new PromptCache().plan(positions, minimum, 0).classes.cacheRead, 0);
    }),
  );
});
