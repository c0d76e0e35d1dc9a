// Specs made by hand for the tests of the scaffold.

import type { InterfaceInput, InterfaceRow, Spec } from "../../../../src/spec/types.ts";

const at = { path: "specs/sessions.md", line: 1 };

export const input = (name: string, type = "string", rest: Partial<InterfaceInput> = {}): InterfaceInput => ({
  name,
  type,
  optional: false,
  ...rest,
});

export const row = (
  name: string,
  kind: InterfaceRow["kind"],
  inputs: readonly InterfaceInput[] = [],
  rest: Partial<InterfaceRow> = {},
): InterfaceRow => {
  const route = kind === "http" ? /^(\S+) (.*)$/.exec(name) : null;
  return {
    name,
    kind,
    inputs,
    errors: [],
    at,
    ...(route === null ? {} : { method: route[1] as string, route: route[2] as string }),
    ...rest,
  };
};

export const specOf = (rows: readonly InterfaceRow[], rest: Partial<Spec> = {}): Spec => ({
  path: "specs/sessions.md",
  id: "sessions",
  title: "Sessions",
  targets: ["src/sessions/**"],
  tests: ["test/sessions/**"],
  summary: "Signs people in.",
  interface: rows,
  facts: [],
  outOfScope: [],
  unread: [],
  ...rest,
});

/** Every kind of input in every place, every kind of guard. */
export const service: readonly InterfaceRow[] = [
  row(
    "POST /sessions",
    "http",
    [
      input("email", "string", { min: 3, max: 254, format: "email" }),
      input("password", "string", { min: 12, max: 128, optional: true }),
      input("remember", "boolean", { optional: true }),
      input("device-name", "string", { max: 60 }),
      input("scopes", "string[]", { min: 1, max: 5, oneOf: ["read", "write"] }),
      input("Idempotency-Key", "uuid", { in: "header" }),
      input("metadata", "object", { optional: true }),
    ],
    {
      auth: "none",
      output: "201 `{ id }`",
      errors: ["400 invalid", "429 too many"],
      description: "Starts a session.",
    },
  ),
  row(
    "GET /sessions",
    "http",
    [
      input("limit", "integer", { min: 1, max: 100, optional: true }),
      input("after", "date", { optional: true }),
      input("since", "date-time", { optional: true }),
      input("state", "string", { oneOf: ["active", "revoked"] }),
      input("ratio", "number", { min: 0, max: 1, optional: true }),
      input("tags", "string[]", { max: 3, optional: true }),
      input("verbose", "boolean", { optional: true }),
    ],
    { auth: "session" },
  ),
  row("GET /sessions/current", "http", [], { auth: "`session`" }),
  row("DELETE /sessions/:id", "http", [input("id", "uuid")], { auth: "session" }),
  row("POST /users/{userId}/revoke-all", "http", [input("reason", "string", { min: 1, max: 200 })], {
    auth: "role admin",
  }),
  row(
    "PUT /settings",
    "http",
    [input("callback", "url"), input("level", "integer", { oneOf: ["1", "2", "3"] })],
    {
      auth: "api key",
    },
  ),
  row("GET /internal", "http", [], { auth: "TBD" }),
  row("HEAD /health", "http", [], { auth: "public" }),
  row("GET /health", "http", [], { auth: "public" }),
];

export const library: readonly InterfaceRow[] = [
  row(
    "revoke(token, reason)",
    "function",
    [input("token", "string", { min: 20, max: 64 }), input("reason", "string", { optional: true })],
    {
      auth: "session",
      output: "boolean",
    },
  ),
  row("count()", "function", [], { output: "integer" }),
  row(
    "find(limit, state)",
    "function",
    [input("limit", "integer", { optional: true, min: 1 }), input("state", "string", { oneOf: ["a", "b"] })],
    {
      auth: "none",
      output: "Session[]",
    },
  ),
];

export const commands: readonly InterfaceRow[] = [
  row(
    "sessions purge <user> [--older-than]",
    "command",
    [
      input("user", "uuid"),
      input("older-than", "integer", { min: 1, max: 365 }),
      input("dry-run", "boolean"),
      input("only", "string[]", { optional: true, max: 2 }),
    ],
    { auth: "role operator" },
  ),
  row("sessions list", "command", [], { auth: "none" }),
  row("sessions list expired", "command", [input("format", "string", { oneOf: ["json", "text"] })], {
    auth: "?",
  }),
];

export const queues: readonly InterfaceRow[] = [
  row(
    "queue mail.bounced",
    "queue",
    [input("address", "email"), input("code", "integer", { min: 400, max: 599 })],
    {
      auth: "broker signature",
    },
  ),
  row("session.expired", "queue", [input("id", "uuid")], { auth: "none" }),
];

/** Text that would break out of a string, a comment or a template if anything let it. */
export const attacks: readonly string[] = [
  '"; $pwn$()//',
  "'; $pwn$();'",
  "`${$pwn$()}`",
  "*/ $pwn$(); /*",
  "\n$pwn$();\n",
  "\r$pwn$()",
  "\u2028$pwn$()\u2029",
  '\\"; $pwn$()//',
  "\\",
  "@ts-nocheck",
  "@ts-ignore",
  "\u202e$pwn$()\u2066",
  "__proto__",
  "constructor",
  "await",
  "class",
  "readInputs",
  "test",
  "NotImplemented",
  "</script>",
  "${",
  "\ud800",
  "создать",
  "💥",
  "",
  " ",
  ":",
  "/",
  "x".repeat(300),
];

/** One row of each kind and several inputs for every attack. */
export const hostile: readonly InterfaceRow[] = attacks.flatMap((text, index) => [
  row(`POST /${text}/:${text}`, "http", [input(text), input(`${text}2`, "string", { oneOf: [text, "a"] })], {
    auth: index % 2 === 0 ? text : "session",
    description: text,
    output: text,
    errors: [text],
  }),
  row(`${text}(${text})`, "function", [input(text), input(text, text, { format: text })], {
    auth: text,
    output: text,
  }),
  row(`tool ${text} <${text}>`, "command", [input(text), input(`b${text}`, "integer")], {
    description: text,
    auth: text,
  }),
  row(text, "queue", [input(text), input("n", "integer", { min: 1 })], { auth: "none", description: text }),
]);
