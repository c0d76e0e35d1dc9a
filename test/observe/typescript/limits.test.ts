// Bounds and checks on what comes in, what route tables demand, what calls hand over, and symbols at which nothing runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { observeFile } from "../../../src/observe/index.ts";
import { factsOf, table } from "../support.ts";

table("limit", [
  [
    "refusals of too much, thrown or replied",
    `function read(size) { if (size > 10) throw new PublicError(413, "too-large"); }
     function slow(reply) { return { status: 429, body: {} }; }
     app.use((request, response) => response.status(431).end());`,
    ["body size limit", "rate limit", "header size limit"],
  ],
  [
    "other numbers are no statuses",
    `const width = 413; const sizes = [429]; resize(413, 429); const box = { height: 429 };`,
    [],
  ],
  [
    "an error reply hides the error",
    `function errorReply(error: unknown) { return { status: 500, body: { code: "internal" } }; }`,
    ["error reply"],
  ],
  [
    "a reply that repeats the error hides nothing",
    `function errorReply(error: Error) { return { status: 500, body: { message: error.message } }; }`,
    [],
  ],
  [
    "an error handler of a framework",
    `app.use((err, request, response, next) => { response.status(500).json({ error: "internal" }); });`,
    ["error reply"],
  ],
  [
    "deadlines of a server for receiving, also through a constant",
    `import { createServer } from "node:http";
     const limits = { requestTimeout: 1000, headersTimeout: 1000 };
     createServer(limits, handle);`,
    ["receive deadline"],
  ],
  [
    "a server without deadlines",
    `import { createServer } from "node:http"; createServer({ keepAlive: true }, handle);`,
    [],
  ],
  [
    "limits of body parsers",
    `import express from "express"; const app = express(); app.use(express.json({ limit: "64kb" }));
     import fastify from "fastify"; const other = fastify({ bodyLimit: 65536 });`,
    ["body size limit", "body size limit"],
  ],
  [
    "a library that limits requests",
    `import { rateLimit } from "express-rate-limit"; app.use(rateLimit({ limit: 10 }));`,
    ["rate limit"],
  ],
  [
    "checks of inputs",
    `export const a = (request) => readInputs(request, {});
     export const b = (request) => schema.parse(request.body);
     export const c = (text) => JSON.parse(text);
     export const d = (text) => schema.parse(text);`,
    ["input check readInputs", "input check parse"],
  ],
]);

const requirements = (source: string): (readonly [string, string | undefined])[] =>
  factsOf(source)
    .filter(({ kind }) => kind === "entry")
    .map(({ name, fields }) => [name, fields["requires"]] as const);

test("a row of a route table says what it demands of callers, in its own words", () => {
  assert.deepEqual(
    requirements(`const routes = {
      "GET /a": { requires: "session", handle: a },
      "GET /b": { requires: "public", handle: b },
      "GET /c": { roles: ["admin", "support"], handler: c },
      "GET /d": { auth: false, handler: d },
      "GET /e": { auth: true, handler: e },
      "GET /f": { public: true, handler: f },
      "GET /g": { middleware: [requireSession], handler: g },
      "GET /h": { handler: h },
      "GET /i": { requires: demand(), description: "x", handler: i },
    };`),
    [
      ["GET /a", "session"],
      ["GET /b", "public"],
      ["GET /c", "role admin, support"],
      ["GET /d", "public"],
      ["GET /e", "authenticated"],
      ["GET /f", "public"],
      ["GET /g", "requireSession"],
      ["GET /h", undefined],
      ["GET /i", "demand()"],
    ],
  );
});

test("routes as objects say so too, and an open part does not outweigh a closed one", () => {
  assert.deepEqual(
    requirements(`const routes = [
      { method: "GET", path: "/a", auth: "session", handler: a },
      { method: "POST", path: "/b", auth: true, public: true, handler: b },
    ];`),
    [
      ["GET /a", "session"],
      ["POST /b", "authenticated"],
    ],
  );
});

const outbound = (source: string) =>
  factsOf(source)
    .filter(({ kind }) => kind === "outbound")
    .map(({ fields }) => [fields["timeout"], fields["sends"]]);

test("a call over the network says whether it ends, and which fields it hands over", () => {
  assert.deepEqual(
    outbound(`fetch(process.env.A_URL, {
      method: "POST", headers: { "content-type": "application/json", "x-long-header": "a long value that fills the snippet" },
      body: JSON.stringify({ session: id, format, "requested-by": caller }), signal: request.signal });`),
    [["signal", "session, format, requested-by"]],
  );
  assert.deepEqual(outbound(`fetch("https://a.example/");`), [[undefined, undefined]]);
  assert.deepEqual(
    outbound(
      `import axios from "axios"; const body = { a: 1 }; axios.request({ url: "https://a.example", timeout: 5, data: body });`,
    ),
    [["timeout", "a"]],
  );
});

test("nothing runs at types, at functions that are not written yet, and at those that only call one", () => {
  const symbols =
    observeFile(
      "src/a.ts",
      `export interface Input { readonly id: string }
       type Other = string;
       export async function revoke(request: Input) { const input = read(request); return await performRevoke(input); }
       async function performRevoke(_input: Input): Promise<void> { throw new NotImplemented("revoke"); }
       const later = () => { throw new Error("not implemented"); };
       function refuse() { throw new Forbidden(); }
       export const done = () => 1;`,
    )?.symbols ?? {};
  assert.deepEqual(
    Object.keys(symbols).filter((name) => symbols[name]?.inert === true),
    ["Input", "Other", "revoke", "performRevoke", "later"],
  );
});
