// The columns and labels of the interface section.

import type { Columns } from "./columns.ts";

const inputs = [
  "inputs",
  "input",
  "parameters",
  "params",
  "arguments",
  "args",
  "request",
  "request body",
  "options",
  "fields",
  "takes",
  "accepts",
  "payload",
] as const;

export const interfaceColumns: Columns = [
  [
    "name",
    [
      "endpoint",
      "route",
      "command",
      "function",
      "operation",
      "entry point",
      "name",
      "interface",
      "queue",
      "topic",
      "event",
      "message",
      "call",
      "signature",
      "path",
      "url",
    ],
  ],
  ["method", ["method", "verb", "http method"]],
  ["route", ["route", "path", "url", "uri"]],
  ["inputs", inputs],
  ["body", ["body", "json body"]],
  ["query", ["query", "query parameters", "query params"]],
  ["path", ["path parameters", "path params"]],
  ["header", ["headers", "header"]],
  ["output", ["output", "outputs", "response", "responses", "returns", "result", "success", "replies"]],
  [
    "auth",
    [
      "auth",
      "authorization",
      "authorisation",
      "authentication",
      "authentication and authorization",
      "access",
      "access control",
      "guard",
      "allowed",
      "requires",
      "who",
    ],
  ],
  [
    "role",
    ["role", "roles", "permission", "permissions", "scope", "scopes", "authorization", "authorisation"],
  ],
  ["errors", ["errors", "error", "error codes", "failures", "fails with", "failure"]],
  ["kind", ["kind", "type"]],
  [
    "description",
    ["description", "purpose", "notes", "details", "summary", "what it does", "does", "meaning"],
  ],
];

/** Fields whose cells declare inputs, and where those inputs travel. */
export const inputFields = [
  ["inputs", undefined],
  ["path", "path"],
  ["query", "query"],
  ["header", "header"],
  ["body", "body"],
] as const;
