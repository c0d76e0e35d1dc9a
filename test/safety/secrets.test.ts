import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findSecrets, redactSecrets } from "../../src/safety/secrets.ts";

// Assembled here, so that no scanner takes this file for a leak.
const join = (...parts: string[]): string => parts.join("");

const found: readonly (readonly [kind: string, text: string])[] = [
  ["aws-access-key", join("AKIA", "Q3EGRZ5W7XN2LMPT")],
  ["aws-secret-key", join("aws_secret_access_key = ", "wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzKEYa")],
  ["github-token", join("ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8")],
  [
    "github-token",
    join("github_pat_", "11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789aBcDeFgHiJkLmNoPqRsTuVwXyZ01"),
  ],
  ["gitlab-token", join("glpat-", "x1Y2z3A4b5C6d7E8f9G0")],
  ["slack-token", join("xoxb-", "123456789012-abcdefghijkl")],
  ["stripe-key", join("sk_live_", "4eC39HqLyjWDarjtT1zdp7dc")],
  ["anthropic-key", join("sk-ant-", "api03-", "AbCdEfGhIjKlMnOpQrStUvWx")],
  ["google-api-key", join("AIza", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q")],
  ["npm-token", join("npm_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8")],
  [
    "json-web-token",
    join("eyJ", "hbGciOiJIUzI1NiJ9", ".eyJ", "zdWIiOiIxMjM0NTY3ODkwIn0", ".dozjgNryP4J3jVmNHl0w5N"),
  ],
  ["private-key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"],
  ["password-in-url", "postgres://app:s3cr3tPa55@db.internal:5432/x"],
  ["secret-value", 'const apiKey = "q9X2vL7pR4tW8zK1mN6b";'],
  ["secret-value", "SESSION_SECRET=q9X2vL7pR4tW8zK1mN6b\n"],
];

for (const [kind, text] of found)
  test(`found: ${kind} in ${text.slice(0, 12)}…`, () => {
    assert.deepEqual(
      findSecrets(
        `before ${text} after`.replace("before SESSION", "\nSESSION").replace("\n after", "\nafter"),
      ).map((each) => each.kind),
      [kind],
    );
  });

const clean: readonly string[] = [
  "const token = process.env.SESSION_TOKEN;",
  'const password = "correct horse battery";',
  'authorization: "Bearer <token>"',
  "postgres://user:password@localhost/db",
  "postgres://app:${PASSWORD}@db/x",
  'const tokenHeader = "x-session-token-header";',
  "API_KEY=your-api-key-here",
  "the token is looked up by its SHA-256",
  'const secretName = "projects/prod/secrets";',
  "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
];

for (const text of clean) test(`no secret: ${text}`, () => assert.deepEqual(findSecrets(text), []));

test("redaction leaves nothing to be found, and everything else as it is", () => {
  const piece = fc.oneof(
    fc.constantFrom(...found.map(([, text]) => text)),
    fc.constantFrom(...clean),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("\n");
      const once = redactSecrets(text);
      for (const [, secret] of found.slice(0, 3))
        if (pieces.includes(secret)) assert.ok(!once.text.includes(secret));
      assert.equal(redactSecrets(once.text).text, once.text);
    }),
  );
});
