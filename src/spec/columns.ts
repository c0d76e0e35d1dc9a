// The columns that a subsection's table may have, and the labels that its lists may have, under whatever name people give them.

import type { SubsectionKind } from "./types.ts";

/** Field name to the headers that mean it, the surest first. A header belongs to the first field that claims it. */
export type Columns = readonly (readonly [field: string, headers: readonly string[]])[];

const owner = [
  "owner",
  "owned by",
  "owners",
  "owning team",
  "responsible",
  "accountable",
  "team",
  "run by",
  "operated by",
  "maintained by",
] as const;
const description = [
  "description",
  "details",
  "notes",
  "note",
  "comment",
  "comments",
  "explanation",
  "meaning",
  "purpose",
] as const;
const authentication = [
  "authentication",
  "auth",
  "authn",
  "authenticated by",
  "authentication and authorization",
  "authentication and authorisation",
  "access control",
  "access",
  "credentials",
] as const;
const authorization = [
  "authorization",
  "authorisation",
  "authz",
  "role",
  "roles",
  "permission",
  "permissions",
  "allowed",
  "who may",
] as const;
const data = [
  "data",
  "payload",
  "information",
  "contents",
  "content",
  "data sent",
  "message",
  "what",
] as const;
const protection = [
  "protection",
  "protocol",
  "transport",
  "channel",
  "encryption",
  "protected by",
  "security",
  "over",
  "via",
] as const;

export const columnsOf: Readonly<Record<SubsectionKind, Columns>> = {
  asset: [
    ["name", ["asset", "name", "data", "item", "information", "what"]],
    [
      "sensitivity",
      ["sensitivity", "classification", "class", "confidentiality", "data class", "level", "sensitive"],
    ],
    ["where", ["where", "location", "stored in", "storage", "store", "kept in"]],
    ["owner", owner],
    ["reason", ["reason", "why"]],
    ["description", description],
  ],
  entry: [
    [
      "name",
      [
        "entry point",
        "entry",
        "name",
        "endpoint",
        "route",
        "operation",
        "interface",
        "command",
        "path",
        "url",
        "queue",
        "topic",
      ],
    ],
    ["method", ["method", "verb", "http method"]],
    ["route", ["route", "path", "url", "uri"]],
    [
      "from",
      [
        "from",
        "caller",
        "callers",
        "called by",
        "reached by",
        "source",
        "exposed to",
        "actor",
        "who",
        "client",
        "clients",
      ],
    ],
    ["authentication", authentication],
    ["authorization", authorization],
    ["data", ["data", "input", "inputs", "payload", "accepts"]],
    ["description", description],
  ],
  boundary: [
    ["name", ["trust boundary", "boundary", "name"]],
    ["from", ["from", "outside", "less trusted", "untrusted", "outer"]],
    ["to", ["to", "inside", "more trusted", "trusted", "inner"]],
    ["between", ["between", "separates"]],
    [
      "protection",
      ["protection", "enforced by", "enforcement", "control", "controls", "checks", "guarded by"],
    ],
    ["description", [...description, "what crosses", "crossing"]],
  ],
  flow: [
    ["from", ["from", "source", "origin", "sender", "producer", "src"]],
    ["to", ["to", "destination", "target", "receiver", "sink", "consumer", "dest", "dst"]],
    ["data", data],
    ["protection", protection],
    ["name", ["flow", "data flow", "name", "id", "#"]],
    ["description", description],
  ],
  auth: [
    [
      "name",
      [
        "decision",
        "name",
        "rule",
        "action",
        "operation",
        "entry point",
        "endpoint",
        "route",
        "resource",
        "topic",
        "subject",
        "actor",
        "role",
        "who",
      ],
    ],
    ["decides", ["decides", "requirement", "requires", "check", "how", "mechanism", "method", "enforced by"]],
    ["authentication", authentication],
    ["authorization", authorization],
    ["leaves", ["leaves", "does not cover", "not covered", "gap", "gaps", "limits"]],
    ["description", description],
  ],
  control: [
    ["name", ["compensating control", "control", "name", "measure", "safeguard"]],
    ["where", ["where", "location", "layer", "runs in"]],
    [
      "covers",
      ["covers", "protects", "protects against", "against", "threat", "threats", "mitigates", "risk"],
    ],
    ["owner", owner],
    ["leaves", ["leaves", "does not cover", "not covered", "gap", "gaps", "limits"]],
    ["description", description],
  ],
  risk: [
    ["name", ["accepted risk", "risk", "name", "threat", "issue", "what", "id"]],
    ["reason", ["reason", "rationale", "justification", "why accepted", "why", "because"]],
    ["owner", [...owner, "accepted by", "approved by", "approver", "by"]],
    [
      "expires",
      [
        "expires",
        "expires on",
        "expiry",
        "expiry date",
        "expiration",
        "until",
        "accepted until",
        "valid until",
        "review by",
        "review on",
        "review date",
        "review",
        "end date",
      ],
    ],
    ["description", description],
  ],
  assumption: [
    ["name", ["assumption", "name", "statement", "we assume", "what"]],
    ["owner", owner],
    ["reason", ["reason", "why", "basis", "evidence"]],
    ["if-broken", ["if broken", "if wrong", "if false", "consequence", "impact"]],
    ["description", description],
  ],
  "out-of-scope": [
    ["name", ["out of scope", "item", "name", "what", "topic"]],
    ["reason", ["reason", "why", "because"]],
  ],
};

/** A header as it is compared: lower case, single spaces, no punctuation at its ends. */
export const headerName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/&|\s\/\s|\//g, " and ")
    .replace(/\s+/g, " ")
    .replace(/^[\s*:?.]+|[\s*:?.]+$/g, "");

/**
 * Field of each column. Where several headers could be one field, the surest one is, whatever the order of the columns.
 * Headers that mean nothing known keep their own name; the first of them is the name when nothing else is.
 */
export const assignFields = (headers: readonly string[], columns: Columns): string[] => {
  const names = headers.map(headerName);
  const fields: (string | undefined)[] = names.map(() => undefined);
  for (const [field, synonyms] of columns) {
    for (const synonym of synonyms) {
      const index = names.findIndex((name, column) => name === synonym && fields[column] === undefined);
      if (index === -1) continue;
      fields[index] = field;
      break;
    }
  }
  const nameless = !fields.includes("name") && !fields.includes("from") && !fields.includes("route");
  if (nameless) {
    const first = fields.indexOf(undefined);
    if (first !== -1) fields[first] = "name";
  }
  return fields.map((field, column) => field ?? (names[column] || `column ${column + 1}`));
};
