// Routes as data: objects with method, path and handler, and keys that read like `POST /sessions`.

import { keyOf, memberOf, propertyOf, type SyntaxNode, unquote, unwrap, valueAfter } from "./node.ts";
import { isHandler, isMethod, isRoutePath, pathsOf, routeMethods, routeName } from "./route-paths.ts";
import type { Routers } from "./routers.ts";
import type { Call, Report, SourceFile } from "./source-file.ts";
import { literalText, textPattern } from "./text.ts";

const demand =
  /^(?:requires?|required|auth|authn|authenticated|authorization|authentication|authorize|authenticate|access|allow|roles?|permissions?|scopes?|guards?|middlewares?|policy|security|public)$/i;

/** What a member of a row says of who may call: a text, names, or a plain yes or no. */
const demandOf = (file: SourceFile, key: string, value: SyntaxNode): string | undefined => {
  const inner = unwrap(value);
  const isOpen = /^public$/i.test(key);
  if (/^(?:true|false)$/.test(inner.text))
    return (inner.text === "true") === isOpen ? "public" : isOpen ? undefined : "authenticated";
  if (/^(?:null|undefined|\[\s*\])$/.test(inner.text)) return "public";
  const parts = (inner.kind === "array" ? inner.items : [inner]).map((part) => {
    const node = unwrap(part);
    if (node.kind === "word") return literalText(file, node) ?? node.text;
    if (node.kind === "call_expression") return node.text.slice(0, 60);
    return literalText(file, node) ?? memberOf(node)?.name;
  });
  const known = parts.filter((part) => part !== undefined && part !== "");
  if (known.length === 0 || known.length < parts.length) return undefined;
  const text = known.join(", ");
  return /^(?:roles?|permissions?|scopes?)$/i.test(key) ? `${key.replace(/s$/i, "")} ${text}` : text;
};

/** What a row of a route table demands of callers, in the table's own words: `session`, `role admin`, `public`. */
const requirementOf = (file: SourceFile, row: SyntaxNode): Readonly<Record<string, string>> => {
  const demands = row.items.flatMap((item) => {
    const key = item.kind === "pair" ? keyOf(item) : undefined;
    const value = key === undefined ? undefined : valueAfter(item, ":");
    if (key === undefined || value === undefined || !demand.test(key)) return [];
    return demandOf(file, key, value) ?? [];
  });
  const told = [...new Set(demands)];
  const closed = told.filter((text) => text !== "public");
  const text = (closed.length > 0 ? closed : told).join(", ").replace(/\s+/g, " ");
  return text === "" ? {} : { requires: text.slice(0, 120) };
};

/** Routes as objects: `fastify.route({ method, url, handler })`, tables of `{ method, path, handler }`. */
export const observeRouteObjects = (file: SourceFile, routers: Routers, report: Report): void => {
  for (const object of file.nodesOf("object")) {
    const path = ["path", "url", "route", "pattern", "pathname"]
      .map((key) => propertyOf(object, key))
      .find((value) => value !== undefined);
    const verbs = routeMethods(file, propertyOf(object, "method"));
    if (path === undefined || verbs.length === 0) continue;
    const handler = [
      "handler",
      "handle",
      "handlers",
      "action",
      "controller",
      "run",
      "fn",
      "callback",
      "execute",
      "onRequest",
    ]
      .map((key) => propertyOf(object, key))
      .find((value) => value !== undefined);
    if (handler === undefined || !(isHandler(handler) || handler.kind === "method_definition")) continue;
    const owner = enclosingRoute(file, object);
    const router = owner === undefined ? undefined : routers.resolve(owner.receiver);
    const prefixes = router === undefined ? [""] : routers.prefixes(router);
    for (const text of pathsOf(file, path).filter(isRoutePath)) {
      for (const prefix of prefixes) {
        for (const verb of verbs) {
          const route = routeName(verb, prefix, text);
          const shown = owner?.node.contains(object) === true ? owner.node : object;
          report(
            "entry",
            route,
            shown,
            {
              library: router?.framework ?? "route table",
              method: verb,
              route: route.slice(verb.length + 1),
              ...requirementOf(file, object),
            },
            object,
          );
        }
      }
    }
  }
};

/** The `.route(…)` call that takes the object, alone or in a list. */
const enclosingRoute = (file: SourceFile, object: SyntaxNode): Call | undefined => {
  let node = object.parent;
  if (node?.kind === "array") node = node.parent;
  if (node?.kind !== "arguments" || node.parent === undefined) return undefined;
  const call = file.callOf(node.parent);
  return call?.name === "route" ? call : undefined;
};

const routeKey = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ALL)\s+(\/\S*)$/;

/** `{ "POST /sessions": createSession }`, and `routes.set("POST /sessions", createSession)`. */
export const observeRouteKeys = (file: SourceFile, report: Report): void => {
  const see = (key: string, node: SyntaxNode, row?: SyntaxNode) => {
    const match = routeKey.exec(key);
    if (match !== null)
      report("entry", key, node, {
        library: "route table",
        method: match[1] as string,
        route: match[2] as string,
        ...(row === undefined ? {} : requirementOf(file, row)),
      });
  };
  for (const pair of file.nodesOf("pair")) {
    const key = pair.children[0]?.kind === "string" ? keyOf(pair) : undefined;
    const value = valueAfter(pair, ":");
    if (key === undefined || value === undefined || !routeKey.test(key)) continue;
    const inner = unwrap(value);
    const isTable =
      inner.kind === "object" &&
      inner.items.some(
        (item) =>
          item.kind === "method_definition" || /^(?:handler|handle|run|action)$/.test(keyOf(item) ?? ""),
      );
    if (isHandler(inner) || isTable) see(key, pair, isTable ? inner : undefined);
  }
  for (const method of file.nodesOf("method_definition")) {
    const [first] = method.children;
    if (method.parent?.kind === "object" && first?.kind === "string") see(unquote(first.text), method);
  }
  for (const call of file.calls) {
    if (!/^(?:set|add|on|route|register|handle|define|addRoute|method|when)$/.test(call.name)) continue;
    const [first, second, third] = call.args;
    const key = literalText(file, first);
    if (key === undefined) continue;
    if (routeKey.test(key) && isHandler(second)) see(key, call.node);
    else if (isMethod(key) && key === key.toUpperCase() && isHandler(third)) {
      const path = textPattern(file, second);
      if (path?.startsWith("/") === true) see(`${key} ${path}`, call.node);
    }
  }
};
