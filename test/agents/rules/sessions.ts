// A small but real service, as Markdown and as code: sessions with login, revoke, an administrator's list and mail.

import type { InputChange, UpdateRequest } from "../../../src/agents/port.ts";
import { rulesDelta } from "../../../src/agents/rules/agent.ts";
import { lettersOf, questionsOf } from "../../../src/frameworks/index.ts";
import { stride } from "../../../src/frameworks/stride.ts";
import { type Applied, applyDelta } from "../../../src/model/apply.ts";
import { unaccounted, unanswered, unsupported } from "../../../src/model/coverage.ts";
import type { Delta } from "../../../src/model/delta.ts";
import { emptyModel } from "../../../src/model/empty.ts";
import { codeFactKinds, type Fact, type FactKind, specFactKinds } from "../../../src/model/fact.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { observe, resolveAnchor } from "../../../src/observe/index.ts";
import { parseSpec } from "../../../src/spec/parse.ts";

export const specText = `---
id: sessions
title: Session service
targets: ["src/**/*.ts"]
owner: identity team
---

# Session service

Signs people in with e-mail and password, keeps their sessions, and mails a notice about each new device.

## Interface

| Operation | Input | Output | Auth | Errors |
|---|---|---|---|---|
| \`POST /sessions\` | email: string (3..254), password: string (8..200) | token | e-mail and password | 400, 401 |
| \`GET /sessions\` | | Session[] | session cookie | 401 |
| \`DELETE /sessions/:id\` | id: string | nothing | session cookie | 401, 404 |
| \`GET /admin/sessions\` | account: string (1..64) | Session[] | session cookie, role admin | 401, 403 |
| \`GET /health\` | | ok | none | |

## Security

### Assets

| Asset | Sensitivity | Description |
|---|---|---|
| Session tokens | secret | whoever holds one is signed in |
| Password hashes | secret | scrypt, one salt each |
| E-mail addresses | confidential | of everyone with an account |

### Entry points

| Route | From | Authentication |
|---|---|---|
| \`POST /sessions\` | Browser | e-mail and password |
| \`GET /sessions\` | Browser | session cookie |
| \`DELETE /sessions/:id\` | Browser | session cookie |
| \`GET /admin/sessions\` | Support staff | session cookie, role admin |
| \`GET /health\` | Platform probe | none |

### Trust boundaries

- **Internet / cluster.** Requests from browsers reach the service through the gateway.
- **Cluster / mail provider.** Mail leaves for a company of its own.

### Data flows

| From | To | Data | Protection |
|---|---|---|---|
| Browser | Session service | credentials, session tokens | TLS 1.3, ends at the gateway |
| Support staff | Session service | session lists | TLS 1.3, ends at the gateway |
| Session service | Postgres | session tokens, password hashes, e-mail addresses | TLS, verified certificate |
| Session service | Mail provider | e-mail addresses, device names | HTTPS |

### Authentication and authorization

- **Sessions.** A session token is 256 random bits in a cookie that is Secure, HttpOnly and SameSite=Lax; it ends after 12 hours.
- **Administration.** \`GET /admin/sessions\` needs the role admin.

### Compensating controls

| Control | Owner | Covers |
|---|---|---|
| Gateway limits log-in requests to 10 per minute and address | platform team | password guessing |
| Disks and backups of Postgres are encrypted | database team | copies of the data |

### Accepted risks

| Risk | Owner | Reason | Expires |
|---|---|---|---|
| Sessions of an administrator outlive the loss of the role | identity team | at most 12 hours | 2031-01-31 |

### Assumptions

- The platform probe runs inside the cluster.
`;

export const code: Readonly<Record<string, string>> = {
  "src/http.ts": `import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listAll, listOwn, logIn, revoke } from "./sessions.ts";
import { requireRole, requireSession } from "./guard.ts";

export const handle = async (request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "GET" && url.pathname === "/health") return response.end("ok");
  if (request.method === "POST" && url.pathname === "/sessions") return logIn(request, response);
  const session = await requireSession(request);
  if (request.method === "GET" && url.pathname === "/sessions") return listOwn(session, response);
  if (request.method === "GET" && url.pathname === "/admin/sessions") {
    requireRole(session, "admin");
    return listAll(url.searchParams.get("account"), response);
  }
  const match = /^\\/sessions\\/([^/]+)$/.exec(url.pathname);
  if (request.method === "DELETE" && match) return revoke(session, match[1], response);
  response.writeHead(404).end();
};

createServer(handle).listen(8080);
`,
  "src/guard.ts": `import { createHash } from "node:crypto";
import { pool } from "./store.ts";

export const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

export const requireSession = async (request) => {
  const token = /session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  const found = token && (await pool.query("select * from sessions where token = $1", [hashToken(token)])).rows[0];
  if (!found) throw new Error("401");
  return found;
};

export const requireRole = (session, role: string) => {
  if (session.role !== role) throw new Error("403 forbidden");
};
`,
  "src/sessions.ts": `import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { hashToken } from "./guard.ts";
import { notifyDevice } from "./mail.ts";
import { pool } from "./store.ts";

export const verifyPassword = (password: string, salt: Buffer, expected: Buffer) =>
  new Promise((resolve) => scrypt(password, salt, 32, (_error, key) => resolve(timingSafeEqual(key, expected))));

export const logIn = async (request, response) => {
  const { email, password } = await request.json();
  const account = (await pool.query("select * from accounts where email = $1", [email])).rows[0];
  if (!account || !(await verifyPassword(password, account.salt, account.hash))) return response.writeHead(401).end();
  const token = randomBytes(32).toString("base64url");
  await pool.query("insert into sessions (account, token) values ($1, $2)", [account.id, hashToken(token)]);
  await notifyDevice(email, request.headers["user-agent"]);
  response.end(JSON.stringify({ token }));
};

export const listOwn = async (session, response) =>
  response.end(JSON.stringify((await pool.query("select id from sessions where account = $1", [session.account])).rows));

export const listAll = async (account, response) =>
  response.end(JSON.stringify((await pool.query("select * from sessions where account = $1", [account])).rows));

export const revoke = async (session, id, response) => {
  await pool.query("delete from sessions where id = $1", [id]);
  response.writeHead(204).end();
};
`,
  "src/store.ts": `import { Pool } from "pg";

export const pool = new Pool({ connectionString: process.env.DATABASE_URL });
`,
  "src/mail.ts": `export const notifyDevice = (to: string, device: string) =>
  fetch("https://api.mail.example/v1/send", {
    method: "POST",
    headers: { authorization: \`Bearer \${process.env.MAIL_API_KEY}\` },
    body: JSON.stringify({ to, device }),
  });
`,
};

export interface World {
  readonly spec?: string;
  readonly code?: Readonly<Record<string, string>>;
  readonly model?: ThreatModel;
  readonly changes?: readonly InputChange[];
  /** What stood before, when the change is to be shown to the agent. */
  readonly was?: { readonly spec: string; readonly code: Readonly<Record<string, string>> };
}

const kinds: ReadonlySet<FactKind> = new Set([...specFactKinds, ...codeFactKinds]);

export const requestFor = (world: World): UpdateRequest => {
  const { spec } = parseSpec("specs/sessions.md", world.spec ?? specText);
  if (spec === undefined) throw new Error("the spec can't be read");
  const observation = observe(new Map(Object.entries(world.code ?? code)));
  const model = world.model ?? emptyModel(spec.id, "stride");
  const facts = factsOf({ spec, observation });
  return {
    component: spec.id,
    spec,
    framework: stride,
    model,
    observation,
    before: world.was === undefined ? {} : observe(new Map(Object.entries(world.was.code))).files,
    changes:
      world.changes ??
      (world.was === undefined
        ? []
        : [{ path: spec.path, before: world.was.spec, after: world.spec ?? specText }]),
    questions: unanswered(model, questionsOf(stride, model)),
    unaccounted: unaccounted(model, facts),
  };
};

export const factsOf = ({ spec, observation }: Pick<UpdateRequest, "spec" | "observation">): Fact[] =>
  [...spec.facts, ...Object.values(observation.files).flatMap((file) => file.facts)].filter(({ kind }) =>
    kinds.has(kind),
  );

export const apply = (request: UpdateRequest, delta: Delta, provisional = true): Applied => {
  const facts = new Set(
    [...request.spec.facts, ...Object.values(request.observation.files).flatMap((file) => file.facts)].map(
      ({ key }) => key,
    ),
  );
  return applyDelta(request.model, delta, {
    letters: lettersOf(stride),
    provisional,
    anchorExists: (anchor) => resolveAnchor(anchor, request.observation) !== undefined,
    factExists: (key) => facts.has(key),
  });
};

export interface Outcome extends Applied {
  readonly request: UpdateRequest;
  readonly delta: Delta;
}

export const update = (world: World): Outcome => {
  const request = requestFor(world);
  const delta = rulesDelta(request);
  return { request, delta, ...apply(request, delta) };
};

/** What rule 3 and the questions still miss. */
export const gapsOf = ({ request, model }: Outcome): string[] => [
  ...unanswered(model, questionsOf(stride, model)).map(
    ({ element, category }) => `unanswered ${element}/${category}`,
  ),
  ...unaccounted(model, factsOf(request)).map(({ key }) => `unaccounted ${key}`),
  ...unsupported(model, {
    specKeys: new Set(request.spec.facts.map(({ key }) => key)),
    codeKeys: new Set(
      Object.values(request.observation.files).flatMap((file) => file.facts.map(({ key }) => key)),
    ),
    anchorResolves: (anchor) => resolveAnchor(anchor, request.observation) !== undefined,
    observed: true,
  }).map(({ section, id, reason }) => `unsupported ${section}/${id}: ${reason}`),
];
