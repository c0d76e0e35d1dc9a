// A made-up service that grows with its number of lines: features with routes, one table each, and plain logic; some
// features call another company. Everything follows from the seed.

import { logicFile, words } from "./logic.ts";
import { type Random, randomFrom } from "./random.ts";

/** One feature for this many lines: two routes, a table, and the rest logic. */
export const linesOfFeature = 500;
/** Every so manieth feature calls a service of another company. */
const featuresOfPartner = 10;
const linesOfFile = 120;

export interface Feature {
  readonly at: number;
  readonly name: string;
  readonly partner: boolean;
  /** A commit added a route that deletes. */
  readonly deletes?: boolean;
}

export const featureAt = (at: number): Feature => {
  const [first, second] = [words[at % words.length], words[Math.floor(at / words.length) % words.length]];
  return {
    at,
    name: at < words.length ? (first as string) : `${second}-${first}`,
    partner: at % featuresOfPartner === 0,
  };
};

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const type = (name: string): string => camel(`-${name}`);

const routesOf = ({ name, partner }: Feature): string => `import { Router } from "express";
import { requireRole, requireSession } from "../guard.ts";
import { find${type(name)}, save${type(name)} } from "./store.ts";
${partner ? `import { announce${type(name)} } from "./partner.ts";\n` : ""}
export const ${camel(name)}Routes = Router();

const isName = (value: unknown): value is string =>
  typeof value === "string" && value.length > 0 && value.length <= 80;

/** What the caller owns, newest first. */
${camel(name)}Routes.get("/${name}/:id", requireSession, async (request, response) => {
  const found = await find${type(name)}(request.params.id, request.session.account);
  if (found === undefined) return response.status(404).end();
  return response.json(found);
});

${camel(name)}Routes.post("/${name}", requireSession, requireRole("editor"), async (request, response) => {
  const { name, amount } = request.body;
  if (!isName(name) || !Number.isInteger(amount)) return response.status(400).end();
  const saved = await save${type(name)}(request.session.account, name, amount);
${partner ? `  await announce${type(name)}(saved.id);\n` : ""}  return response.status(201).json(saved);
});
`;

const storeOf = ({ name }: Feature): string => `import { pool } from "../pool.ts";

export interface ${type(name)}Row {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly amount: number;
}

export const find${type(name)} = async (id: string, account: string): Promise<${type(name)}Row | undefined> => {
  const { rows } = await pool.query("select * from ${name.replaceAll("-", "_")} where id = $1 and account = $2", [id, account]);
  return rows[0];
};

export const save${type(name)} = async (account: string, name: string, amount: number): Promise<${type(name)}Row> => {
  const { rows } = await pool.query(
    "insert into ${name.replaceAll("-", "_")} (account, name, amount) values ($1, $2, $3) returning *",
    [account, name, amount],
  );
  return rows[0];
};
`;

const partnerOf = ({
  name,
}: Feature): string => `/** Tells the partner that something was made; it asks for nothing back. */
export const announce${type(name)} = async (id: string): Promise<void> => {
  await fetch("https://${name}.partner.example/v1/events", {
    method: "POST",
    headers: { authorization: \`Bearer \${process.env.${name.replaceAll("-", "_").toUpperCase()}_KEY}\` },
    body: JSON.stringify({ id }),
  });
};
`;

const lineCount = (text: string): number => text.split("\n").length - 1;

/** The files of one feature, about `lines` lines. */
export const featureFiles = (
  feature: Feature,
  random: Random,
  lines: number = linesOfFeature,
): [path: string, text: string][] => {
  const folder = `src/${feature.name}`;
  const files: [string, string][] = [
    [`${folder}/routes.ts`, routesOf(feature)],
    [`${folder}/store.ts`, storeOf(feature)],
    ...(feature.partner ? [[`${folder}/partner.ts`, partnerOf(feature)] as [string, string]] : []),
  ];
  let left = lines - files.reduce((sum, [, text]) => sum + lineCount(text), 0);
  for (let at = 0; left > 20; at++) {
    const text = logicFile(random, Math.min(left, linesOfFile));
    files.push([`${folder}/logic-${at}.ts`, text]);
    left -= lineCount(text);
  }
  return files;
};

const guard = `import { createHash } from "node:crypto";
import { pool } from "./pool.ts";

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export const requireSession = async (request, response, next) => {
  const token = /session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  const found = token && (await pool.query("select * from sessions where token = $1", [hashToken(token)])).rows[0];
  if (!found) return response.status(401).end();
  request.session = found;
  return next();
};

export const requireRole = (role: string) => (request, response, next) =>
  request.session.role === role ? next() : response.status(403).end();
`;

const pool = `import { Pool } from "pg";

export const pool = new Pool({ connectionString: process.env.DATABASE_URL });
`;

/** The file that puts all routers together. */
export const serverText = (features: readonly Feature[]): string => `import express from "express";
${features.map(({ name }) => `import { ${camel(name)}Routes } from "./${name}/routes.ts";`).join("\n")}

const app = express();
app.use(express.json({ limit: "64kb" }));
${features.map(({ name }) => `app.use(${camel(name)}Routes);`).join("\n")}
app.get("/health", (_request, response) => response.send("ok"));
app.listen(8080);
`;

const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

/** The spec states every route, every partner, and what protects them. */
export const specOf = (features: readonly Feature[], extra: readonly string[] = []): string => {
  const partners = features.filter(({ partner }) => partner);
  return `---
id: shop
title: Shop service
targets: ["src/**/*.ts"]
owner: shop team
---

# Shop service

Keeps what customers order, pay and return, for the browser and for support staff. One process, one database.

## Interface

| Operation | Input | Output | Auth | Errors |
|---|---|---|---|---|
${features
  .flatMap(({ name, deletes }) => [
    row(`\`GET /${name}/:id\``, "id: string (1..64)", "one record", "session cookie", "401, 404"),
    row(
      `\`POST /${name}\``,
      "name: string (1..80), amount: integer",
      "the record",
      "session cookie, role editor",
      "400, 401, 403",
    ),
    ...(deletes === true
      ? [
          row(
            `\`DELETE /${name}/:id\``,
            "id: string (1..64)",
            "nothing",
            "session cookie, role editor",
            "401, 403, 404",
          ),
        ]
      : []),
  ])
  .join("\n")}
${row("`GET /health`", "", "ok", "none", "")}

## Security

### Assets

| Asset | Sensitivity | Description |
|---|---|---|
| Session tokens | secret | whoever holds one is signed in |
| Customer records | confidential | orders, payments, addresses |
| Partner keys | secret | whoever holds one speaks for the shop |

### Entry points

| Route | From | Authentication |
|---|---|---|
${features
  .flatMap(({ name, deletes }) => [
    row(`\`GET /${name}/:id\``, "Browser", "session cookie"),
    row(`\`POST /${name}\``, "Browser", "session cookie, role editor"),
    ...(deletes === true ? [row(`\`DELETE /${name}/:id\``, "Browser", "session cookie, role editor")] : []),
  ])
  .join("\n")}
${row("`GET /health`", "Platform probe", "none")}

### Trust boundaries

- **Internet / cluster.** Requests from browsers reach the service through the gateway.
- **Cluster / partners.** What goes to partners leaves for companies of their own.

### Data flows

| From | To | Data | Protection |
|---|---|---|---|
| Browser | Shop service | session tokens, customer records | TLS 1.3, ends at the gateway |
| Shop service | Postgres | session tokens, customer records | TLS, verified certificate |
${partners.map(({ name }) => row("Shop service", `Partner for ${name}`, "customer records", "HTTPS")).join("\n")}

### Authentication and authorization

- **Sessions.** A session token is 256 random bits in a cookie that is Secure, HttpOnly and SameSite=Lax; it ends after 12 hours.
- **Editing.** Every \`POST\` needs the role editor.
${extra.map((line) => `- ${line}\n`).join("")}
### Compensating controls

| Control | Owner | Covers |
|---|---|---|
| Gateway limits each address to 120 requests a minute | platform team | floods and guessing |
| Disks and backups of Postgres are encrypted | database team | copies of the data |

### Accepted risks

| Risk | Owner | Reason | Expires |
|---|---|---|---|
| An editor who loses the role keeps it until the session ends | shop team | at most 12 hours | 2031-01-31 |

### Assumptions

- The platform probe runs inside the cluster.
`;
};

export const specPath = "specs/shop.md";

export interface Component {
  readonly features: readonly Feature[];
  readonly spec: string;
  /** Path to text, the spec left out. */
  readonly files: ReadonlyMap<string, string>;
}

export const linesIn = (files: ReadonlyMap<string, string>): number =>
  [...files.values()].reduce((sum, text) => sum + lineCount(text), 0);

/** A component of about this many lines of code. */
export const componentOf = (lines: number, seed: number): Component => {
  const features: Feature[] = [];
  const files = new Map<string, string>([
    ["src/guard.ts", guard],
    ["src/pool.ts", pool],
  ]);
  let total = linesIn(files);
  for (let at = 0; total < lines - linesOfFeature / 2; at++) {
    const feature = featureAt(at);
    features.push(feature);
    for (const [path, text] of featureFiles(feature, randomFrom(seed + at))) {
      files.set(path, text);
      total += lineCount(text);
    }
  }
  files.set("src/server.ts", serverText(features));
  return { features, spec: specOf(features), files };
};
