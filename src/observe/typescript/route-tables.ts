// Routes as data: objects with method, path and handler, and keys that read like `POST /sessions`.

import { keyOf, propertyOf, type SyntaxNode, unquote, unwrap, valueAfter } from "./node.ts";
import { isHandler, isMethod, isRoutePath, pathsOf, routeMethods, routeName } from "./route-paths.ts";
import type { Routers } from "./routers.ts";
import type { Call, Report, SourceFile } from "./source-file.ts";
import { literalText, textPattern } from "./text.ts";

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
  const see = (key: string, node: SyntaxNode) => {
    const match = routeKey.exec(key);
    if (match !== null)
      report("entry", key, node, {
        library: "route table",
        method: match[1] as string,
        route: match[2] as string,
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
    if (isHandler(inner) || isTable) see(key, pair);
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
