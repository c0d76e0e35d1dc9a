// Where spec and code speak of the same thing in different words, or only one of them can speak.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { isLiving, threatsOf } from "../../../src/model/threats.ts";
import { gapsOf, update } from "./sessions.ts";

interface Said {
  readonly title?: string;
  readonly assets?: readonly string[];
  readonly entries?: readonly string[];
  readonly flows?: readonly string[];
}

const specOf = ({ title = "Links", assets = [], entries = [], flows = [] }: Said): string => `---
id: links
title: ${title}
targets:
  - src/**
---

# ${title}

Shortens links.

## Security

### Assets

| Asset | Sensitivity | Where |
| --- | --- | --- |
| Links | confidential | database |
${assets.map((row) => `${row}\n`).join("")}
### Entry points

| Entry point | From | Authentication | Authorization |
| --- | --- | --- | --- |
${entries.map((row) => `${row}\n`).join("")}
### Data flows

| From | To | Data | Protection |
| --- | --- | --- | --- |
${flows.map((row) => `${row}\n`).join("")}`;

const modelOf = (said: Said, code: Readonly<Record<string, string>>): ThreatModel => {
  const outcome = update({ spec: specOf(said), code });
  assert.deepEqual(outcome.problems, []);
  assert.deepEqual(gapsOf(outcome), []);
  return outcome.model;
};

const postgres =
  'import pg from "pg";\nexport const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });\n';
const redis = 'import { Redis } from "ioredis";\nexport const redis = new Redis("rediss://cache:6379");\n';

test("a store that the spec calls by a name of its own is the one that the code opens", () => {
  const { stores, flows } = modelOf(
    { flows: ["| Links | Links database | links | TLS |"] },
    { "src/store.ts": postgres },
  ).map;
  assert.deepEqual(Object.keys(stores), ["links-database"]);
  assert.deepEqual(stores["links-database"]?.code, ["src/store.ts#pool"]);
  assert.deepEqual(Object.keys(flows), ["links-to-links-database"]);
});

test("a session store, a queue and a cache can each be Redis; two of them are not guessed at", () => {
  const names = (flows: readonly string[]): string[] =>
    Object.keys(modelOf({ flows }, { "src/cache.ts": redis }).map.stores);
  for (const name of ["Session store", "Mail queue", "Thumbnail cache"])
    assert.equal(names([`| Links | ${name} | links | TLS |`]).length, 1, name);
  assert.deepEqual(names(["| Links | Mail queue | links | TLS |", "| Links | Link cache | links | TLS |"]), [
    "link-cache",
    "mail-queue",
    "redis",
  ]);
});

test("a store of another kind, and a product that the spec names, stay what they are", () => {
  const of = (flow: string): string[] =>
    Object.keys(modelOf({ flows: [flow] }, { "src/store.ts": postgres }).map.stores);
  assert.deepEqual(of("| Links | Link cache | links | TLS |"), ["link-cache", "postgres"]);
  assert.deepEqual(of("| Links | Postgres | links | TLS |"), ["postgres"]);
});

test("a component goes by the beginning of its title", () => {
  const { externals } = modelOf(
    { title: "Shortener with statistics", flows: ["| Browser | Shortener | links | TLS |"] },
    { "src/store.ts": postgres },
  ).map;
  assert.deepEqual(Object.keys(externals), ["browser"]);
});

const server = (guard: string): string => `import express from "express";
import { requireTool } from "./keys.ts";
export const app = express();
app.post("/links", ${guard}async (request, response) => {
  response.status(201).json({});
});
`;
const keys = `export const requireTool = (request, response, next) => {
  if (!known(request.headers["x-key"])) {
    response.status(401).end();
    return;
  }
  next();
};
const known = (key) => key === "x";
`;
const notSeen = (code: Readonly<Record<string, string>>): boolean =>
  threatsOf(modelOf({ entries: ["| `POST /links` | Tool | tool key | any tool |"] }, code)).some(
    ({ threat }) => isLiving(threat) && threat.weakness.includes("CWE-287"),
  );

test("a function that a route names and that answers 401 is its guard, whatever it is called", () => {
  assert.equal(notSeen({ "src/server.ts": server("requireTool, "), "src/keys.ts": keys }), false);
  assert.equal(notSeen({ "src/server.ts": server(""), "src/keys.ts": keys }), true);
});

test("a secret that the spec places in the environment counts where the code is not observed", () => {
  const said: Said = { assets: ["| Service key | secret | environment of the ledger |"] };
  const exposed = (code: Readonly<Record<string, string>>): boolean =>
    threatsOf(modelOf(said, code)).some(
      ({ threat }) => isLiving(threat) && threat.weakness.includes("CWE-526"),
    );
  assert.equal(exposed({ "src/app.py": "import os\n" }), true);
  assert.equal(exposed({ "src/app.ts": "export const one = 1;\n" }), false);
});
