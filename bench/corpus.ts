// What the benchmarks read: specs of ordinary length, a component of many files, a file of two hundred lines.

/** One of many specs that are alike in shape and different in content. */
export const specText = (id: string, targets: string, at: number): string => `---
id: ${id}
title: Orders ${at}
targets:
  - ${targets}
owner: Orders team
---

# Orders ${at}

Keeps the orders of signed-in people and hands them to shipping.

## Interface

| Route | Inputs | Authorization |
|---|---|---|
| \`POST /orders/${at}\` | item: string (1..${100 + at}), count: integer (1..99) | session |
| \`GET /orders/${at}/:order\` | order: uuid | owner of the order |
| \`DELETE /orders/${at}/:order\` | order: uuid | owner of the order |

## Security

### Assets

| Asset | Sensitivity |
|---|---|
| Orders | confidential |
| Session tokens | secret |

### Entry points

| Route | Caller | Authentication |
|---|---|---|
| \`POST /orders/${at}\` | Browser | session token |
| \`GET /orders/${at}/:order\` | Browser | session token |
| \`DELETE /orders/${at}/:order\` | Browser | session token |

### Trust boundaries

- **Network edge.** Between the browser and the service: everything that arrives is foreign.
- **Database.** Only the service speaks to it.

### Data flows

| From | To | Data | Protection |
|---|---|---|---|
| Browser | Order service | order, session token | TLS 1.3 |
| Order service | Postgres | order | TLS |
| Order service | Shipping | address | mutual TLS |

### Authentication and authorization

- **Session.** Every route checks the session token; an order belongs to the person of the session.

### Compensating controls

| Control | Owner |
|---|---|
| Gateway limits each address to ${60 + at} requests a minute | Platform team |

### Accepted risks

| Risk | Owner | Reason | Expires |
|---|---|---|---|
| Orders are readable for operators of the database | Orders team | Support needs it | 2090-01-31 |

### Assumptions

- The gateway removes headers that name a person.

### Out of scope

- Denial of service by floods at the network edge.
`;

const server = (id: string): string => `import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export const requireSession = (token: string | undefined): string => {
  if (token === undefined) throw new Error("401");
  return token;
};

export const addOrder = async (person: string, item: string): Promise<void> => {
  await pool.query("insert into orders (person, item) values ($1, $2)", [person, item]);
};

export const server = createServer(async (request, response) => {
  const person = requireSession(request.headers.authorization);
  if (request.method === "POST" && request.url === "/orders/${id}") {
    await addOrder(person, "item");
    response.writeHead(201).end();
    return;
  }
  response.writeHead(404).end();
});
`;

/** A file of the component that holds logic and nothing for a map; `limit` is what an edit of it changes. */
export const partText = (at: number, limit = at): string => `import { addOrder } from "./server.ts";

export interface Line${at} {
  readonly person: string;
  readonly item: string;
  readonly count: number;
}

/** Prices are in cents. */
const prices${at}: Readonly<Record<string, number>> = { tea: 250, coffee: 320, cake: ${400 + at} };

export const total${at} = (lines: readonly Line${at}[]): number =>
  lines.reduce((sum, line) => sum + (prices${at}[line.item] ?? 0) * line.count, 0);

export const validate${at} = (line: Line${at}): Line${at} => {
  if (line.count < 1 || line.count > ${limit}) throw new Error("400");
  if (!Object.hasOwn(prices${at}, line.item)) throw new Error("404");
  return line;
};

export const order${at} = async (line: Line${at}): Promise<number> => {
  const valid = validate${at}(line);
  await addOrder(valid.person, valid.item);
  return total${at}([valid]);
};
`;

/** An edit that the map has to take up. */
export const callText = (at: number): string => `
export const announce${at} = async (item: string): Promise<void> => {
  await fetch("https://shipping.example.test/orders", { method: "POST", body: item });
};
`;

export const componentFiles = 50;

export const partPath = (at: number): string => `src/orders/part-${String(at).padStart(2, "0")}.ts`;

/** A repository's files: one component of fifty TypeScript files, and prose that belongs to none. */
export const repositoryFiles = (): Record<string, string> => ({
  "README.md": "# Orders\n",
  "docs/notes.md": "Notes.\n",
  "specs/orders.md": specText("orders", "src/orders/**", 1),
  "src/orders/server.ts": server("1"),
  ...Object.fromEntries(
    Array.from({ length: componentFiles - 1 }, (_, at) => [partPath(at + 1), partText(at + 1)]),
  ),
});

/** About two hundred lines with entry points, a database, outbound calls and plain logic. */
export const longFile = (): string =>
  [
    server("long"),
    ...Array.from({ length: 6 }, (_, at) => partText(at).replace(/^import.*\n/, "")),
    callText(1),
  ].join("\n");
