import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, table } from "../support.ts";

table("store", [
  [
    "pg",
    `import { Pool, types } from "pg"; const pool = new Pool(); types.setTypeParser(1, f);`,
    ["postgres"],
  ],
  ["pg by default import", `import pg from "pg"; const { Pool } = pg; new Pool();`, ["postgres"]],
  [
    "postgres.js",
    `import postgres from "postgres"; const sql = postgres(); await sql\`select 1\`;`,
    ["postgres", "postgres"],
  ],
  ["mysql2", `import mysql from "mysql2/promise"; const c = await mysql.createConnection({});`, ["mysql"]],
  [
    "mongodb and mongoose",
    `import { MongoClient } from "mongodb"; new MongoClient(url); import mongoose from "mongoose"; export const User = mongoose.model("User", schema); new mongoose.Schema({});`,
    ["mongodb", "mongodb"],
  ],
  [
    "redis and ioredis",
    `import { createClient } from "redis"; const a = createClient(); import Redis from "ioredis"; const b = new Redis();`,
    ["redis", "redis"],
  ],
  [
    "sqlite in its forms",
    `import Database from "better-sqlite3"; const a = new Database("x"); import { DatabaseSync } from "node:sqlite"; const b = new DatabaseSync(":memory:");`,
    ["sqlite", "sqlite"],
  ],
  ["prisma", `import { PrismaClient } from "@prisma/client"; const prisma = new PrismaClient();`, ["prisma"]],
  ["knex says its database", `import knex from "knex"; const db = knex({ client: "pg" });`, ["postgres"]],
  [
    "drizzle",
    `import { drizzle } from "drizzle-orm/better-sqlite3"; import { eq } from "drizzle-orm"; const db = drizzle(x); eq(a, b);`,
    ["sqlite"],
  ],
  [
    "typeorm and sequelize",
    `import { DataSource } from "typeorm"; const d = new DataSource({ type: "mysql" }); import { Sequelize } from "sequelize"; const s = new Sequelize("postgres://h/d");`,
    ["mysql", "postgres"],
  ],
  [
    "S3 and DynamoDB",
    `import { S3Client } from "@aws-sdk/client-s3"; import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; const a = new S3Client({}); const b = new DynamoDBClient({});`,
    ["s3", "dynamodb"],
  ],
  ["level", `import { Level } from "level"; const db = new Level("x");`, ["leveldb"]],
  ["the browser's own", `localStorage.setItem("a", "b");`, ["localStorage"]],
  [
    "a handle that is handed in with its type",
    `import type { Pool } from "pg"; export const all = (db: Pool) => db.query("select 1"); class Repo { constructor(private readonly cache: Redis) {} get() { return this.cache.get("x"); } } import type { Redis } from "ioredis";`,
    ["postgres", "redis"],
  ],
  ["types alone", `import type { Pool } from "pg"; export interface Deps { pool: Pool }`, []],
  [
    "same names from elsewhere",
    `import { Pool } from "./workers.js"; new Pool(); const redis = new Map(); redis.get("x"); class Client {} new Client();`,
    [],
  ],
]);

test("a store's operations are collected for each symbol", () => {
  const facts = factsOf(`import { Pool } from "pg";
const db = new Pool();
export class Users {
  async all() { return db.query("SELECT 1"); }
  async change() { await db.query(\`UPDATE x SET y = \${1}\`); await db.query("DELETE FROM x"); }
}`);
  assert.deepEqual(
    facts.map((fact) => [fact.symbol, fact.fields["operation"]]),
    [
      ["db", undefined],
      ["Users.all", "select"],
      ["Users.change", "delete, update"],
    ],
  );
});

test("statements that are put together from values say so, tagged templates and parameters do not", () => {
  const facts =
    factsOf(`import { Pool } from "pg"; import postgres from "postgres"; const db = new Pool(); const sql = postgres();
function a() { db.query(\`SELECT * FROM x WHERE y = \${z}\`); }
function b() { db.query("DELETE FROM x WHERE y = " + z); }
function c() { db.query("SELECT 1 WHERE y = $1", [z]); }
function d() { return sql\`select \${z}\`; }`);
  assert.deepEqual(
    facts.filter((fact) => /^[a-d]$/.test(fact.symbol ?? "")).map((fact) => fact.fields["interpolated"]),
    ["true", "true", undefined, undefined],
  );
});
