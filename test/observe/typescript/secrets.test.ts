import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { looksSecret } from "../../../src/observe/typescript/secrets.ts";
import { factsOf, table } from "../support.ts";

table("secret", [
  [
    "reads in every form",
    `a(process.env.API_KEY); a(process.env["GITHUB_TOKEN"]); const { DB_PASSWORD, JWT_SECRET: key = "", NODE_ENV } = process.env; import.meta.env.VITE_API_KEY; import { env } from "node:process"; env.SIGNING_KEY;`,
    ["API_KEY", "GITHUB_TOKEN", "DB_PASSWORD", "JWT_SECRET", "VITE_API_KEY", "SIGNING_KEY"],
  ],
  [
    "through a name for the environment",
    `const env = process.env; env.STRIPE_KEY; function f(e: NodeJS.ProcessEnv) { return e.DB_PASSWORD; } function g({ MAIL_TOKEN } = process.env) {}`,
    ["STRIPE_KEY", "DB_PASSWORD"],
  ],
  [
    "through a schema",
    `import { z } from "zod"; const env = z.object({ DATABASE_URL: z.string(), PORT: z.string(), API_TOKEN: z.string() }).parse(process.env); env.API_TOKEN;`,
    ["DATABASE_URL", "API_TOKEN", "API_TOKEN"],
  ],
  [
    "through a helper",
    `requireEnv("SESSION_SECRET"); config.get<string>("JWT_SECRET"); map.get("JWT_SECRET"); t("PASSWORD");`,
    ["SESSION_SECRET", "JWT_SECRET"],
  ],
  [
    "addresses that carry credentials",
    `process.env.DATABASE_URL; process.env.REDIS_URL; process.env.AMQP_URL; process.env.API_URL; process.env.SENTRY_DSN;`,
    ["DATABASE_URL", "REDIS_URL", "AMQP_URL", "SENTRY_DSN"],
  ],
  [
    "settings that are not secret",
    `process.env.NODE_ENV; process.env.PWD; process.env.TOKEN_TTL; process.env.KEYBOARD; process.env.MONKEY; process.env.PUBLIC_KEY;`,
    [],
  ],
  ["writes", `process.env.API_KEY = "x"; delete process.env.API_TOKEN;`, []],
  [
    "objects that only look like it",
    `const process = { env: { API_KEY: 1 } }; process.env.API_KEY; options.env.API_KEY;`,
    [],
  ],
  [
    "literals in the code",
    `const apiKey = "8f4b1c0d9e7a65"; const o = { password: "hunter2hunter2" }; class A { token = "abc123def456"; } this.secret = "s3cr3ts3cr3t";`,
    ["hard-coded apiKey", "hard-coded password", "hard-coded token", "hard-coded secret"],
  ],
  [
    "literals of a known format, whatever their name",
    `const x = "sk_live_abcdefgh1234"; const y = "postgres://bob:pa55word@db/x"; f("ghp_abcdefghijklmnopqrstuvwxyz");`,
    ["hard-coded x", "hard-coded y", "hard-coded literal"],
  ],
  [
    "keys of cryptographic calls",
    `import { createHmac } from "crypto"; import jwt from "jsonwebtoken"; createHmac("sha256", "key"); jwt.sign({}, "secret");`,
    ["hard-coded hmac key", "hard-coded jwt key"],
  ],
  [
    "a literal behind the environment",
    `const secret = process.env.JWT_SECRET ?? "dev-5ecret-value1";`,
    ["hard-coded secret", "JWT_SECRET"],
  ],
  [
    "names, placeholders and addresses",
    `const tokenHeader = "x-api-key"; const token = "<your token>"; const key = "name"; const passwordField = "userPassword1"; const secretName = "prod/db"; const apiKey = "API_KEY"; const tokenUrl = "https://a.b/token1"; const privateKey = "./keys/private1.pem";`,
    [],
  ],
]);

test("no snippet shows the value of a hard-coded secret", () => {
  const value = "s3cr3tV4lue99";
  const facts = factsOf(
    `import { createHmac } from "crypto"; import axios from "axios"; const token = "${value}"; createHmac("sha256", "${value}"); axios.post("https://a.b", { password: "${value}" });`,
  );
  assert.equal(facts.length > 3, true);
  for (const fact of facts) assert.doesNotMatch(JSON.stringify(fact), new RegExp(value));
});

test("whatever the secret is, no fact repeats it", () => {
  const value = fc.stringMatching(/^[a-z]{3,8}[0-9][A-Za-z0-9]{8,20}[0-9]$/);
  fc.assert(
    fc.property(value, (secret) => {
      const facts = factsOf(
        `const apiKey = "${secret}"; fetch("https://a.b", { headers: { token: "${secret}" } });`,
      );
      assert.ok(facts.some((fact) => fact.name === "hard-coded apiKey"));
      assert.equal(JSON.stringify(facts).includes(secret), false);
    }),
    { numRuns: 50 },
  );
});

test("names are judged by their words", () => {
  for (const name of ["KEY", "apiKey", "MY_API_KEY", "SMTP_PASS", "dbPassword", "AWS_SECRET_ACCESS_KEY"])
    assert.ok(looksSecret(name), name);
  for (const name of ["MONKEY", "compass", "TOKENIZER", "KEYBOARD_LAYOUT", "passenger", "__proto__", ""])
    assert.ok(!looksSecret(name), name);
});

test("no fact shows a credential, wherever it stands", () => {
  const secrets = ["hunter2pw9", "Zm9vOmJhckJheg==", "s3cr3tT0kenAbC12345", "p4ssw0rdX9"];
  const source = `
    import { exec, execFile } from "child_process";
    import { Pool } from "pg";
    exec("curl -u admin:hunter2pw9 https://api.example.com/x");
    execFile("curl", ["-H", "Authorization: Basic Zm9vOmJhckJheg==", "https://api.example.com"]);
    fetch("https://api.example.com/y", { headers: { Authorization: "Bearer s3cr3tT0kenAbC12345" } });
    fetch("https://user:p4ssw0rdX9@api.example.com/z");
    new Pool({ connectionString: "postgres://app:p4ssw0rdX9@db.example.com/main" });
  `;
  const shown = JSON.stringify(factsOf(source));
  for (const secret of secrets) assert.ok(!shown.includes(secret), `${secret} in ${shown}`);
  assert.match(shown, /curl -u admin:\*\*\*/);
});
