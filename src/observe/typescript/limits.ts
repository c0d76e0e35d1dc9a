// Checks and bounds on what comes in: size, rate, time to receive, the shape of inputs, and what callers see of errors.

import { functionKinds, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import type { Call, Observer, SourceFile } from "./source-file.ts";

/** Statuses that only a bound gives: a body or header that is too large, too many requests. */
const refusals: Readonly<Record<string, string>> = {
  "413": "body size limit",
  "431": "header size limit",
  "429": "rate limit",
};

const sizeOption =
  /^(?:body_?limit|max_?body(?:_?(?:size|length|bytes))?|max_?payload(?:_?(?:size|length))?|max_?request_?(?:size|bytes)|file_?size|max_?file_?size|max_?content_?length)$/i;
const receiveOption = /^(?:requestTimeout|headersTimeout|connectionsCheckingInterval|connectionTimeout)$/;
const serverMakers =
  /^(?:https?|http2):(?:createServer|createSecureServer|Server)$|^fastify:(?:fastify|Fastify)?$/;
const limiters =
  /^(?:express-rate-limit|@fastify\/rate-limit|koa-ratelimit|hono-rate-limiter|express-slow-down):|^rate-limiter-flexible:RateLimiter\w*$/;

/** `readInputs`, `parseBody`, `validateQuery`, `checkParams`. */
const checksInput =
  /^(?:read|parse|validate|check|assert|decode|safe_?parse)_?(?:\w+_?)?(?:inputs?|body|params|parameters|query|payload|request)$/i;
const schemaCheck =
  /^(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateSync|validateAsync|check|decode)$/;
const fromRequest =
  /\b(?:req|request|ctx|context|event|c)\b[\w.?!]*\.?(?:body|query|params|json|payload)\b|\bbody\b/;

const callers: ReadonlySet<string> = new Set([...functionKinds]);
const errorName = /^(?:e|err|error|cause|failure|exception|problem|reason)$/;

/** A function that is handed an error: `catch (error)`, `(error, request, response) => …`. */
const handlesError = (node: SyntaxNode): boolean => {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (at.kind === "catch_clause") return true;
    if (!callers.has(at.kind)) continue;
    const list = at.child("formal_parameters");
    const first = list?.items[0] ?? at.children.find((child) => child.kind === "word");
    return errorName.test(/^\w+/.exec(first?.text ?? "")?.[0] ?? "");
  }
  return false;
};

/** The reply that a status stands in: its object, or the chain of calls. */
const replyAround = (node: SyntaxNode): SyntaxNode => {
  let reply = node;
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (/statement$|^statement_block$|^arrow_function$/.test(at.kind)) break;
    reply = at;
  }
  return reply;
};

const statusCalls = /status|code|send|writeHead|error|throw|json|abort|redirect/i;

/** Numbers that are used as a status: an argument of a reply or an error, or the value of `status`. */
const statusesIn = (file: SourceFile): SyntaxNode[] => [
  ...file.calls
    .filter((call) => call.isNew || statusCalls.test(call.callee.text.slice(-80)))
    .flatMap(({ args }) => args),
  ...file
    .nodesOf("pair")
    .filter((pair) => /^(?:status|statusCode|code)$/.test(pair.children[0]?.text ?? ""))
    .flatMap((pair) => pair.children[2] ?? []),
  ...file
    .nodesOf("assignment_expression")
    .filter((node) => /\.(?:status|statusCode)$/.test(node.children[0]?.text ?? ""))
    .flatMap((node) => node.children[2] ?? []),
];

const observeStatuses: Observer = (file, report) => {
  for (const node of statusesIn(file)) {
    if (node.kind !== "number") continue;
    const name = Object.hasOwn(refusals, node.text) ? refusals[node.text] : undefined;
    if (name === undefined && node.text !== "500") continue;
    const reply = replyAround(node);
    if (name !== undefined) report("limit", name, reply, { operation: "refusal", status: node.text });
    // A reply that repeats the error's own words hides nothing.
    else if (handlesError(node) && !/\.(?:message|stack)\b|\$\{\s*e\w*\s*\}/.test(reply.text))
      report("limit", "error reply", reply, { operation: "reply", status: node.text });
  }
};

const optionsOf = (file: SourceFile, node: SyntaxNode | undefined): SyntaxNode | undefined => {
  if (node === undefined) return undefined;
  const inner = unwrap(node);
  if (inner.kind === "object") return inner;
  const binding = inner.kind === "word" ? file.scopes.lookup(inner.text, inner) : undefined;
  if (binding?.kind !== "value" || binding.init === undefined || binding.path.length > 0) return undefined;
  const value = unwrap(binding.init);
  return value.kind === "object" ? value : undefined;
};

const hasOption = (options: SyntaxNode | undefined, pattern: RegExp): boolean =>
  options?.items.some((item) => pattern.test(item.children[0]?.text ?? item.text)) ?? false;

const observeServers = (file: SourceFile, call: Call, report: Parameters<Observer>[1]): void => {
  const options = optionsOf(file, call.args[0]);
  if (hasOption(options, receiveOption))
    report("limit", "receive deadline", call.node, { operation: "option" });
};

const isInputCheck = (call: Call): boolean => {
  if (call.isNew) return false;
  if (checksInput.test(call.name)) return !/^JSON$/.test(call.receiver?.text ?? "");
  if (!schemaCheck.test(call.name) || call.receiver === undefined) return false;
  if (/^(?:JSON|Date|path|url|qs|querystring|URL)$/.test(call.receiver.text)) return false;
  return call.args.some((arg) => fromRequest.test(arg.text.slice(0, 200)));
};

export const observeLimits: Observer = (file, report) => {
  observeStatuses(file, report);
  for (const call of file.calls) {
    const origin = call.origin ?? "";
    if (serverMakers.test(origin)) observeServers(file, call, report);
    if (limiters.test(origin)) report("limit", "rate limit", call.node, { operation: "library" });
    if (
      /^express:(?:json|urlencoded|raw|text)$/.test(origin) &&
      propertyOf(optionsOf(file, call.args[0]), "limit")
    )
      report("limit", "body size limit", call.node, { operation: "option" });
    if (isInputCheck(call)) report("limit", `input check ${call.name}`, call.node, { operation: "call" });
  }
  for (const pair of file.nodesOf("pair")) {
    const key = pair.children[0]?.text.replace(/["']/g, "") ?? "";
    if (sizeOption.test(key) && pair.parent?.parent?.kind === "arguments")
      report("limit", "body size limit", pair, { operation: "option" });
  }
  for (const node of file.nodesOf("assignment_expression"))
    if (/\.(?:requestTimeout|headersTimeout)$/.test(node.children[0]?.text ?? ""))
      report("limit", "receive deadline", node, { operation: "option" });
};
