import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findAllSecrets, redactAllSecrets, redactAllValues } from "../../src/safety/secretlint.ts";
import { findSecrets } from "../../src/safety/secrets.ts";

// Assembled here, so that no scanner takes this file for a leak.
const join = (...parts: string[]): string => parts.join("");
const shopify = join("shpat_", "0123456789abcdef0123456789abcdef");
const github = join("ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
const url = join("postgres://app:", "s3cr3tPa55", "@db.internal:5432/x");

test("what either knows is found, in order, without overlaps", async () => {
  const text = `first ${shopify} then ${github}, and ${url}`;
  assert.ok(!findSecrets(shopify).some(({ kind }) => kind.startsWith("shopify")));
  const found = await findAllSecrets(text);
  assert.deepEqual(
    found.map(({ start, end }) => text.slice(start, end)),
    [shopify, github, join("s3cr3t", "Pa55")],
  );
  assert.equal(found[0]?.kind, "shopify-secret");
});

test("a text without credentials stays as it is", async () => {
  const text = "The session token is kept in Redis for 30 days; see `src/sessions/token.ts#issue`.";
  assert.deepEqual(await redactAllSecrets(text), { text, kinds: [] });
});

test("every string of a value is looked through", async () => {
  const { value, kinds } = await redactAllValues({ a: [`x ${shopify}`, 1, null], b: { c: true } });
  assert.deepEqual(value, { a: ["x [shopify-secret removed]", 1, null], b: { c: true } });
  assert.deepEqual(kinds, ["shopify-secret"]);
});

test("what is redacted holds no credential any more, wherever one stood", async () => {
  const secret = fc.constantFrom(shopify, github, url);
  const words = fc.stringMatching(/^[a-z ,.\n]{0,40}$/);
  await fc.assert(
    fc.asyncProperty(words, secret, words, async (before, middle, after) => {
      const { text } = await redactAllSecrets(`${before} ${middle} ${after}`);
      assert.deepEqual(await findAllSecrets(text), []);
    }),
    { numRuns: 30 },
  );
});
