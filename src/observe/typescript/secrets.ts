// Secrets that come from the environment, and secrets that stand in the code.

import { isPunctuation, keyOf, memberOf, type SyntaxNode, unquote, unwrap, valueAfter } from "./node.ts";
import { patternNames } from "./patterns.ts";
import type { Observer, SourceFile } from "./source-file.ts";

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.\s]+/g, "_")
    .toUpperCase();

const word =
  /(?:^|_)(?:API_?KEYS?|KEYS?|TOKENS?|SECRETS?|PASSWORD|PASSWD|PASS|PASSPHRASE|PWD|CREDENTIALS?|CREDS|PRIVATE|SIGNING|DSN|PEPPER)(?=_|\d|$)/;
const credentialUrl =
  /(?:^|_)(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|AMQP|RABBITMQ|BROKER|CLOUDAMQP|SMTP|CLICKHOUSE|ELASTIC(?:SEARCH)?|KAFKA|NATS|QUEUE|CACHE)_?(?:URL|URI)$|(?:^|_)CONNECTION_STRING$|(?:^|_)WEBHOOK_URL$/;
/** Settings about a secret, not the secret. */
const about =
  /_(?:TTL|EXPIRY|EXPIRES|EXPIRES_IN|EXPIRATION|LENGTH|MIN|MAX|PREFIX|SUFFIX|HEADER|NAME|NAMES|ISSUER|AUDIENCE|ALGORITHM|ALG|ROUNDS|LIFETIME|AGE|SECONDS|MINUTES|HOURS|DAYS|MS|ENABLED|REQUIRED|COUNT|LIMIT|TYPE|SIZE|URL|URI|HOST|ENDPOINT|PATH|FILE|DIR|FORMAT|PATTERN|REGEX|POLICY|FIELD|FIELDS|LABEL|PLACEHOLDER|STATUS|ERROR|BUDGET|USAGE|PRICE)$/;
const open =
  /(?:^|_)(?:PUBLIC_?KEY|KEYBOARD|PRIMARY_KEY|FOREIGN_KEY|PUBLISHABLE_KEY|OLDPWD|PRIVATE_(?:REPO|NETWORK|BETA))/;

/** Whether a variable of this name likely holds something that must stay secret. */
export const looksSecret = (name: string): boolean => {
  const upper = snake(name);
  if (upper === "PWD" || upper === "INIT_CWD" || open.test(upper)) return false;
  if (credentialUrl.test(upper)) return true;
  return word.test(upper) && !about.test(upper);
};

const environment = /^global:(?:process\.env|import\.meta\.env|Bun\.env)$/;
const read = /^global:(?:process\.env|import\.meta\.env|Bun\.env)\.([A-Za-z_]\w*)$/;

const isWritten = (node: SyntaxNode): boolean => {
  const { parent } = node;
  if (parent === undefined) return false;
  if (parent.kind === "assignment_expression")
    return parent.children[0] === node && isPunctuation(parent.children[1], "=");
  return parent.kind === "unary_expression" && parent.children[0]?.text === "delete";
};

/** `const { TOKEN, KEY: key = "" } = process.env`. */
const observeDestructured: Observer = (file, report) => {
  for (const declarator of file.nodesOf("variable_declarator")) {
    const [target] = declarator.children;
    if (
      target?.kind !== "object_pattern" ||
      !environment.test(file.origin(valueAfter(declarator, "=")) ?? "")
    )
      continue;
    for (const bound of patternNames(target)) {
      const [name] = bound.path;
      if (name !== undefined && bound.path.length === 1 && looksSecret(name))
        report("secret", name, declarator, { operation: "environment" }, bound.node);
    }
  }
};

const reader = /(?:env|config|secret|setting)s?\w*(?:[.!?]*\w+)?$/i;

/** Members of the schema that checks `process.env`: `z.object({ … }).parse(process.env)`, `cleanEnv(process.env, { … })`. */
const observeSchemas: Observer = (file, report) => {
  for (const call of file.calls) {
    if (!call.args.some((arg) => arg.text.length < 40 && environment.test(file.origin(arg) ?? ""))) continue;
    const objects = call.args.map((arg) => unwrap(arg)).filter((arg) => arg.kind === "object");
    const schema = call.receiver === undefined ? undefined : schemaObject(file, call.receiver);
    for (const object of schema === undefined ? objects : [...objects, schema]) {
      for (const member of object.items) {
        const key = member.kind === "pair" ? keyOf(member) : undefined;
        if (key !== undefined && /^[A-Z][A-Z0-9_]*$/.test(key) && looksSecret(key))
          report("secret", key, member, { operation: "environment" });
      }
    }
  }
};

const schemaObject = (file: SourceFile, start: SyntaxNode): SyntaxNode | undefined => {
  let node: SyntaxNode | undefined = unwrap(start);
  for (let step = 0; step < 20 && node !== undefined; step++) {
    if (node.kind === "call_expression") {
      const object = file.callOf(node)?.args.find((arg) => arg.kind === "object");
      if (object !== undefined) return object;
      node = file.callOf(node)?.receiver;
    } else if (node.kind === "word") {
      const binding = file.scopes.lookup(node.text, node);
      node = binding?.kind === "value" && binding.path.length === 0 ? binding.init : undefined;
    } else node = memberOf(node)?.object;
    if (node !== undefined) node = unwrap(node);
  }
  return undefined;
};

export const observeSecrets: Observer = (file, report) => {
  for (const kind of ["member_expression", "subscript_expression"]) {
    for (const node of file.nodesOf(kind)) {
      const name = memberOf(node)?.name;
      if (name === undefined || !looksSecret(name) || isWritten(node)) continue;
      const match = read.exec(file.origin(node) ?? "");
      if (match !== null) report("secret", name, node, { operation: "environment" });
    }
  }
  observeDestructured(file, report);
  observeSchemas(file, report);
  for (const call of file.calls) {
    const [first] = call.args;
    if (first?.kind !== "string" || call.isNew) continue;
    const name = unquote(first.text);
    if (!/^[A-Z][A-Z0-9_]*$/.test(name) || !looksSecret(name)) continue;
    const deno = /^global:Deno\.env\.get$/.test(call.origin ?? "");
    if (deno || (reader.test(call.callee.text.slice(-60)) && !/\.(?:set|has|delete)$/.test(call.callee.text)))
      report("secret", name, call.node, { operation: "environment" });
  }
};

/** Values that are secret whatever they are called. */
const knownFormat =
  /^(?:sk|rk|pk)_(?:live|test)_\w{8,}|^sk-[\w-]{16,}|^gh[pousr]_\w{20,}|^github_pat_\w{20,}|^glpat-[\w-]{16,}|^AKIA[0-9A-Z]{16}$|^xox[abpr]-[\w-]{10,}|^SG\.[\w-]{16,}|^AIza[\w-]{30,}|^npm_\w{30,}|^eyJ[\w-]{10,}\.eyJ[\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|^[a-z][a-z0-9+.-]*:\/\/[^\s:/@{}$]+:[^\s:/@{}$]+@/;

/** A value under a secret's name that is no placeholder, name, sentence or address. */
const plausible = (value: string): boolean =>
  value.length >= 8 &&
  value.length <= 4096 &&
  !/\s/.test(value) &&
  !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(value) &&
  !/^[a-z]+(?:[-_.:/][a-z]+)+$/.test(value) &&
  !/^(?:https?|wss?):\/\//.test(value) &&
  !/^[./@~<]|^\$\{|^[a-z]+(?:[A-Z][a-z]+)+$/.test(value) &&
  !/^(?:x-)?[a-z]+(?:-[a-z]+)*$/i.test(value.length < 24 && /\d/.test(value) ? "" : value) &&
  !/^(.)\1*$/.test(value) &&
  !/^(?:xxx|your|change|example|placeholder|redacted|todo|dummy)/i.test(value);

export interface HardCoded {
  /** The literal itself, which no snippet may show. */
  readonly literal: SyntaxNode;
  readonly identifier: string;
  readonly at: SyntaxNode;
}

const literalOf = (node: SyntaxNode | undefined): SyntaxNode | undefined => {
  if (node === undefined) return undefined;
  const inner = unwrap(node);
  if (inner.kind === "string") return inner;
  if (inner.kind === "template_string") return inner.children.length === 1 ? inner : undefined;
  // `process.env.KEY ?? "…"`: the fallback is what runs when nobody looks.
  if (inner.kind === "binary_expression" && /^(?:\?\?|\|\|)$/.test(inner.children[1]?.text ?? ""))
    return literalOf(inner.children[2]);
  return undefined;
};

const keyUsers: readonly (readonly [RegExp, number, string])[] = [
  [/^crypto:createHmac$/, 1, "hmac key"],
  [/^crypto:(?:createCipheriv|createDecipheriv)$/, 1, "cipher key"],
  [/^(?:jsonwebtoken|jwt-simple):(?:sign|verify|encode|decode)$/, 1, "jwt key"],
  [/^cookie-parser:$/, 0, "cookie secret"],
];

/** Secrets written into the code, in source order. */
export const hardCodedSecrets = (file: SourceFile): HardCoded[] => {
  const found = new Map<SyntaxNode, HardCoded>();
  const add = (literal: SyntaxNode, identifier: string, at: SyntaxNode) => {
    if (!found.has(literal)) found.set(literal, { literal, identifier, at });
  };
  const named = (at: SyntaxNode, name: string | undefined, value: SyntaxNode | undefined) => {
    const literal = literalOf(value);
    if (literal === undefined || name === undefined) return;
    if (looksSecret(name) && plausible(unquote(literal.text))) add(literal, name, at);
  };
  for (const node of file.nodesOf("variable_declarator"))
    named(node, node.children[0]?.text, valueAfter(node, "="));
  for (const node of file.nodesOf("pair")) named(node, keyOf(node), valueAfter(node, ":"));
  for (const kind of ["public_field_definition", "field_definition"]) {
    for (const node of file.nodesOf(kind)) named(node, keyOf(node), valueAfter(node, "="));
  }
  for (const node of file.nodesOf("assignment_expression")) {
    const [left, , right] = node.children;
    if (left !== undefined) named(node, memberOf(left)?.name ?? left.text, right);
  }
  for (const call of file.calls) {
    const user = keyUsers.find(([origin]) => origin.test(call.origin ?? ""));
    const key = user === undefined ? undefined : call.args[user[1]];
    const literal = literalOf(key);
    if (user !== undefined && literal !== undefined && unquote(literal.text) !== "")
      add(literal, user[2], call.node);
  }
  for (const kind of ["string", "template_string"]) {
    for (const node of file.nodesOf(kind)) {
      if (node.kind === "template_string" && node.children.length !== 1) continue;
      if (node.end - node.start < 14 || !knownFormat.test(node.text.slice(1, -1))) continue;
      const owner = node.parent;
      const name =
        owner === undefined ? undefined : owner.kind === "pair" ? keyOf(owner) : owner.children[0]?.text;
      add(
        node,
        owner !== undefined && /^[\w$]{1,40}$/.test(name ?? "") && /declarator|pair|field/.test(owner.kind)
          ? (name as string)
          : "literal",
        owner ?? node,
      );
    }
  }
  return [...found.values()].sort((a, b) => a.literal.start - b.literal.start);
};

export const observeHardCoded =
  (secrets: readonly HardCoded[]): Observer =>
  (_file, report) => {
    for (const { identifier, at } of secrets)
      report("secret", `hard-coded ${identifier}`, at, { operation: "literal" });
  };
