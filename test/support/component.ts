// A small component in step: what most scenarios begin with.

import type { TestContext } from "node:test";
import { newRepository, type TestRepository } from "./repository.ts";

export const spec = `---
id: notes
title: Notes
targets:
  - src/notes/**
owner: Notes team
---

# Notes

Keeps short notes of signed-in people.

## Interface

| Route | Inputs | Authorization |
|---|---|---|
| \`POST /notes\` | text: string (1..4000) | session |

## Security

### Assets

| Asset | Sensitivity |
|---|---|
| Notes | confidential |
| Session tokens | secret |

### Entry points

| Route | Caller | Authentication |
|---|---|---|
| \`POST /notes\` | Browser | session token |

### Trust boundaries

- **Network edge.** Between the browser and the service: everything that arrives is foreign.

### Data flows

| From | To | Data | Protection |
|---|---|---|---|
| Browser | Notes service | note, session token | TLS 1.3 |
| Notes service | Postgres | note | TLS |

### Authentication and authorization

- **Session.** Every route checks the session token; a note belongs to the person of the session.

### Compensating controls

| Control | Owner |
|---|---|
| Gateway limits each address to 60 requests a minute | Platform team |

### Accepted risks

| Risk | Owner | Reason | Expires |
|---|---|---|---|
| Notes are readable for operators of the database | Notes team | Support needs it | 2090-01-31 |

### Assumptions

- The gateway removes headers that name a person.

### Out of scope

- Denial of service by floods at the network edge.
`;

export const code = `import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export const requireSession = (token: string | undefined): string => {
  if (token === undefined) throw new Error("401");
  return token;
};

export const createNote = async (person: string, text: string): Promise<void> => {
  await pool.query("insert into notes (person, text) values ($1, $2)", [person, text]);
};

export const server = createServer(async (request, response) => {
  if (request.method === "POST" && request.url === "/notes") {
    const person = requireSession(request.headers.authorization);
    await createNote(person, "note");
    response.writeHead(201).end();
    return;
  }
  response.writeHead(404).end();
});
`;

/** Writes the component `notes` and commits it through the hooks, which bring it in step. */
export const writeComponent = async (repository: TestRepository): Promise<void> => {
  repository.write("specs/notes.md", spec);
  repository.write("src/notes/server.ts", code);
  repository.write("README.md", "# Example\n");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Add notes");
};

/** A repository with the component `notes` in step. */
export const repositoryWithComponent = (
  t: TestContext,
  initArgs: readonly string[] = [],
): Promise<TestRepository> => newRepository(t, { initArgs, template: "component", prepare: writeComponent });

/** The one record that the newest commit added. */
export const recordOfHead = async (repository: TestRepository): Promise<Record<string, unknown>> => {
  const added = ["show", "--name-only", "--diff-filter=A", "--format=", "HEAD", "--", ".instride/records"];
  const [path = ""] = (await repository.git(...added)).split("\n");
  return JSON.parse(repository.read(path)) as Record<string, unknown>;
};
