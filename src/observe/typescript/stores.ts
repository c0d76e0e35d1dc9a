// Databases, caches, buckets and other places that keep data; files are observed apart.

import { argumentsOf, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import type { Call, Observer, SourceFile } from "./source-file.ts";
import { literalText, textPattern } from "./text.ts";

interface Library {
  readonly technology: string;
  /** What of the module makes a handle of the store; the empty name is the module itself. */
  readonly makers: RegExp;
}

const library = (technology: string, makers = "|[A-Z]\\w*|create\\w*|connect\\w*|open"): Library => ({
  technology,
  makers: new RegExp(`^(?:${makers})$`),
});

const libraries: Readonly<Record<string, Library>> = {
  pg: library("postgres", "Pool|Client|native\\.\\w+"),
  "pg-pool": library("postgres", ""),
  "pg-promise": library("postgres", "|\\(\\)"),
  postgres: library("postgres", ""),
  slonik: library("postgres", "createPool"),
  "@neondatabase/serverless": library("postgres", "neon|Pool|Client"),
  "@vercel/postgres": library("postgres", "createPool|createClient|db|sql"),
  mysql: library("mysql", "createConnection|createPool"),
  mysql2: library("mysql", "createConnection|createPool"),
  "mysql2/promise": library("mysql", "createConnection|createPool"),
  mariadb: library("mysql", "createConnection|createPool"),
  mssql: library("mssql", "connect|ConnectionPool|query"),
  oracledb: library("oracle", "getConnection|createPool"),
  mongodb: library("mongodb", "MongoClient|MongoClient\\.connect"),
  mongoose: library("mongodb", "connect|createConnection|model"),
  redis: library("redis", "createClient|createCluster"),
  "@redis/client": library("redis", "createClient"),
  ioredis: library("redis", "|Redis|Cluster"),
  "@upstash/redis": library("redis", "Redis|Redis\\.fromEnv"),
  memcached: library("memcached", ""),
  memjs: library("memcached", "Client\\.create"),
  "better-sqlite3": library("sqlite", ""),
  sqlite3: library("sqlite", "Database|cached\\.Database|verbose\\(\\)\\.Database"),
  sqlite: library("sqlite", "open"),
  "node:sqlite": library("sqlite", "DatabaseSync|Database"),
  "bun:sqlite": library("sqlite", "Database"),
  "@libsql/client": library("sqlite", "createClient"),
  "@prisma/client": library("prisma", "PrismaClient"),
  knex: library("knex", "|knex"),
  sequelize: library("sequelize", "|Sequelize"),
  typeorm: library("typeorm", "DataSource|createConnection|getRepository|getConnection"),
  "drizzle-orm/node-postgres": library("postgres", "drizzle"),
  "drizzle-orm/postgres-js": library("postgres", "drizzle"),
  "drizzle-orm/neon-http": library("postgres", "drizzle"),
  "drizzle-orm/mysql2": library("mysql", "drizzle"),
  "drizzle-orm/better-sqlite3": library("sqlite", "drizzle"),
  "drizzle-orm/libsql": library("sqlite", "drizzle"),
  "drizzle-orm/bun-sqlite": library("sqlite", "drizzle"),
  "drizzle-orm/d1": library("sqlite", "drizzle"),
  kysely: library("kysely", "Kysely"),
  "@aws-sdk/client-s3": library("s3", "S3Client|S3"),
  "@aws-sdk/client-dynamodb": library("dynamodb", "DynamoDBClient|DynamoDB"),
  "@aws-sdk/lib-dynamodb": library("dynamodb", "DynamoDBDocumentClient\\.from|DynamoDBDocument\\.from"),
  "aws-sdk": library("s3", "S3"),
  minio: library("s3", "Client"),
  "@google-cloud/storage": library("google-cloud-storage", "Storage"),
  "@google-cloud/firestore": library("firestore", "Firestore"),
  "@google-cloud/bigquery": library("bigquery", "BigQuery"),
  "@azure/storage-blob": library(
    "azure-blob-storage",
    "BlobServiceClient|BlobServiceClient\\.fromConnectionString",
  ),
  "@azure/cosmos": library("cosmosdb", "CosmosClient"),
  "@supabase/supabase-js": library("supabase", "createClient"),
  "@elastic/elasticsearch": library("elasticsearch", "Client"),
  "@opensearch-project/opensearch": library("opensearch", "Client"),
  "cassandra-driver": library("cassandra", "Client"),
  "neo4j-driver": library("neo4j", "driver"),
  "@clickhouse/client": library("clickhouse", "createClient"),
  "@influxdata/influxdb-client": library("influxdb", "InfluxDB"),
  level: library("leveldb", "|Level"),
  "classic-level": library("leveldb", "ClassicLevel"),
  lmdb: library("lmdb", "open"),
  lowdb: library("lowdb", "Low|LowSync"),
  "lowdb/node": library("lowdb", "JSONFilePreset|JSONFile"),
  keyv: library("keyv", "|Keyv"),
  nedb: library("nedb", ""),
  "@seald-io/nedb": library("nedb", ""),
  duckdb: library("duckdb", "Database"),
  idb: library("indexeddb", "openDB"),
};

/** Libraries that speak to several databases, and the option that says to which. */
const dialectOptions: Readonly<Record<string, string>> = {
  knex: "client",
  sequelize: "dialect",
  typeorm: "type",
};

const dialects: readonly (readonly [RegExp, string])[] = [
  [/^(?:pg|postgres(?:ql)?|cockroachdb|pgnative)/, "postgres"],
  [/^(?:mysql2?|mariadb)/, "mysql"],
  [/sqlite|sqljs/, "sqlite"],
  [/^mongo/, "mongodb"],
  [/^(?:mssql|tedious)/, "mssql"],
  [/^oracle/, "oracle"],
];

const dialectOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : dialects.find(([pattern]) => pattern.test(text.toLowerCase()))?.[1];

/** The database behind a library that speaks to several, as its creation in this file says. */
const technologyIn = (file: SourceFile, module: string, known: Library): string => {
  const option = Object.hasOwn(dialectOptions, module) ? dialectOptions[module] : undefined;
  if (option === undefined) return known.technology;
  for (const call of file.calls) {
    const origin = splitOrigin(call.origin);
    if (origin.module !== module || !known.makers.test(origin.path)) continue;
    for (const arg of argumentsOf(call.node)) {
      const value = unwrap(arg);
      const text =
        value.kind === "object" ? literalText(file, propertyOf(value, option)) : textPattern(file, value);
      const dialect = dialectOf(text);
      if (dialect !== undefined) return dialect;
    }
  }
  return known.technology;
};

const sqlVerb =
  /^\s*(?:--[^\n]*\n\s*)*(select|insert|update|delete|create|alter|drop|truncate|merge|with|begin|commit|rollback|copy|call|pragma)\b/i;

const operation = (file: SourceFile, call: Call, path: string): string | undefined => {
  const template = call.node.child("template_string");
  const sql = sqlVerb.exec(template?.text.slice(1) ?? textPattern(file, call.args[0]) ?? "");
  if (sql !== null) return (sql[1] as string).toLowerCase();
  const command =
    call.args[0] === undefined ? null : /:(\w+)Command\(\)$/.exec(file.origin(call.args[0]) ?? "");
  if (command !== null) return command[1];
  const model = /\(\)\.(\w+)\.(\w+)$/.exec(path);
  return model === null ? /(?:^|\.)(\w+)$/.exec(path)?.[1] : `${model[1]}.${model[2]}`;
};

const browserStores: readonly (readonly [RegExp, string])[] = [
  [/^localStorage\.(?:get|set|remove)Item$/, "localStorage"],
  [/^sessionStorage\.(?:get|set|remove)Item$/, "sessionStorage"],
  [/^indexedDB\.open$/, "indexeddb"],
];

const awsV2: readonly (readonly [RegExp, string])[] = [
  [/^(?:AWS\.)?S3$/, "s3"],
  [/^(?:AWS\.)?DynamoDB(?:\.DocumentClient)?$/, "dynamodb"],
];

const lastMethod = (path: string): string | undefined => /(?:^|\.)(\w+)$/.exec(path)?.[1];

/** Calls on a handle that touch no data. */
const quiet: ReadonlySet<string> = new Set([
  "on",
  "once",
  "off",
  "then",
  "catch",
  "finally",
  "$on",
  "$use",
  "$extends",
  "duplicate",
]);

export const observeStores: Observer = (file, report) => {
  for (const call of file.calls) {
    if (call.origin === undefined) continue;
    const { module, path } = splitOrigin(call.origin);
    if (module === "global") {
      const store = browserStores.find(([pattern]) => pattern.test(path))?.[1];
      if (store !== undefined)
        report("store", store, call.node, { library: "browser", operation: lastMethod(path) ?? "open" });
      continue;
    }
    if (module === "aws-sdk") {
      const [maker = "", ...rest] = path.split("()");
      const store = awsV2.find(([pattern]) => pattern.test(maker))?.[1];
      const method = lastMethod(rest.join("()"));
      if (store !== undefined)
        report("store", store, call.node, {
          library: module,
          ...(method === undefined ? {} : { operation: method }),
        });
      continue;
    }
    const known = Object.hasOwn(libraries, module) ? libraries[module] : undefined;
    if (known === undefined) continue;
    const made = madeBy(path, known);
    if (made === undefined) continue;
    const fields: Record<string, string> = { library: module };
    if (made === "use") {
      const seen = operation(file, call, path);
      if (seen !== undefined && quiet.has(seen)) continue;
      if (seen !== undefined) fields["operation"] = seen;
      if (joinsText(call)) fields["interpolated"] = "true";
    } else if (isTagged(call.node)) fields["operation"] = operation(file, call, path) ?? "query";
    report("store", technologyIn(file, module, known), call.node, fields);
  }
};

/** A statement that is put together from text and values; a tagged template is not. */
const joinsText = (call: Call): boolean => {
  const first = call.args[0] === undefined ? undefined : unwrap(call.args[0]);
  const text = first?.text.slice(0, 200) ?? "";
  if (first?.kind === "template_string")
    return sqlVerb.test(text.slice(1)) && first.child("template_substitution") !== undefined;
  return first?.kind === "binary_expression" && /^["'`]/.test(text) && sqlVerb.test(text.slice(1));
};

const isTagged = (call: SyntaxNode): boolean => call.child("template_string") !== undefined;

/** Whether the callee makes a handle of the store, or is reached through one. */
const madeBy = (path: string, known: Library): "creation" | "use" | undefined => {
  if (known.makers.test(path)) return "creation";
  for (let at = path.indexOf("()"); at >= 0; at = path.indexOf("()", at + 2)) {
    if (known.makers.test(path.slice(0, at))) return "use";
  }
  return undefined;
};
