// Entry points over HTTP that a framework declares.

import { observeControllers, observeRouteFiles } from "./controllers.ts";
import { isFunction, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import { isHandler, isRoutePath, methods, pathsOf, routeMethods, routeName } from "./route-paths.ts";
import { observeRouteKeys, observeRouteObjects } from "./route-tables.ts";
import { findRouters, joinPath, type Router, type Routers } from "./routers.ts";
import type { Call, Observer, Report, SourceFile } from "./source-file.ts";
import { literalText, textPattern } from "./text.ts";
import { observeWebSockets } from "./websockets.ts";

/** `app.get("/x", handler)` and its kin. */
const observeMethodCall = (file: SourceFile, routers: Routers, call: Call, report: Report): void => {
  let method = Object.hasOwn(methods, call.name) ? methods[call.name] : undefined;
  if (call.receiver === undefined || (method === undefined && call.name !== "on")) return;
  const router = routers.resolve(call.receiver);
  if (router === undefined) return;
  let args = call.args;
  let wanted = method === undefined ? [] : [method];
  if (method === undefined) {
    wanted = routeMethods(file, args[0]);
    if (wanted.length === 0) return;
    args = args.slice(1);
  }
  if (
    router.hasPath &&
    router.framework !== "hono" &&
    !(literalText(file, args[0])?.startsWith("/") ?? false)
  ) {
    if (args.some(isHandler)) for (const verb of wanted) emit(routers, router, verb, [""], call, report);
    return;
  }
  const [first, ...rest] = args;
  if (first === undefined) return;
  let paths = pathsOf(file, first);
  let handlers = rest;
  if (router.framework === "koa" && paths.every((path) => !isRoutePath(path)) && rest[0] !== undefined) {
    paths = pathsOf(file, rest[0]);
    handlers = rest.slice(1);
  }
  const last = handlers[handlers.length - 1];
  const isCertain = router.framework !== "unknown";
  if (!isHandler(last) && !(isCertain && router.framework === "fastify" && hasHandler(last))) return;
  if (!isCertain && (!paths.some((path) => path.startsWith("/")) || !isTrustworthy(call, last))) return;
  if (isCertain && paths.length === 0) paths = [`{${first.text.replace(/\s+/g, "").slice(0, 40)}}`];
  if (
    router.framework === "fastify" &&
    method === "GET" &&
    handlers.some((arg) => propertyOf(unwrap(arg), "websocket")?.text === "true")
  )
    method = "WS";
  for (const verb of method === undefined ? wanted : [method])
    emit(routers, router, verb, paths.filter(isRoutePath), call, report);
};

/** Clients have methods of the same names, so a conventional name needs a function or a reference in its favour. */
const isTrustworthy = (call: Call, handler: SyntaxNode | undefined): boolean =>
  handler !== undefined && (isFunction(unwrap(handler)) || call.receiver?.text !== "api");

const hasHandler = (node: SyntaxNode | undefined): boolean =>
  node !== undefined && propertyOf(unwrap(node), "handler") !== undefined;

const emit = (
  routers: Routers,
  router: Router,
  method: string,
  paths: readonly string[],
  call: Call,
  report: Report,
): void => {
  for (const prefix of routers.prefixes(router)) {
    for (const path of paths) {
      const route = routeName(method, prefix, path);
      report("entry", route, call.node, {
        library: router.framework === "unknown" ? "router" : router.framework,
        method,
        route: route.slice(method.length + 1),
      });
    }
  }
};

const fileServers =
  /^(?:express:static|koa-static:|serve-static:|@hono\/node-server\/serve-static:serveStatic|hono\/[\w-]+:serveStatic|sirv:)$/;

const mountable =
  /(?:graphql|apollo|yoga|proxy|trpc|createHandler|toNodeHandler|createExpressMiddleware|bullboard)\w*$/i;

/** Files and whole sub-applications behind `use`. */
const observeUses = (file: SourceFile, routers: Routers, report: Report): void => {
  for (const call of file.calls) {
    if (call.name !== "use" && call.name !== "get" && call.name !== "all") continue;
    const served = call.args
      .map((arg) => file.callOf(unwrap(arg)))
      .find((arg) => arg !== undefined && (fileServers.test(arg.origin ?? "") || mountable.test(arg.name)));
    if (served === undefined || call.receiver === undefined) continue;
    const router = routers.resolve(call.receiver);
    if (router === undefined || (call.name !== "use" && !fileServers.test(served.origin ?? ""))) continue;
    const path = textPattern(file, call.args[0]) ?? "";
    for (const prefix of routers.prefixes(router)) {
      const isFiles = fileServers.test(served.origin ?? "");
      const verb = isFiles ? "GET" : "ALL";
      const route = isFiles ? joinPath(prefix, path.replace(/\*$/, ""), "*") : joinPath(prefix, path);
      report("entry", `${verb} ${route}`, call.node, {
        library: splitOrigin(served.origin).module || router.framework,
        method: verb,
        route,
      });
    }
  }
};

export const observeHttp: Observer = (file, report) => {
  const routers = findRouters(file);
  for (const call of file.calls) observeMethodCall(file, routers, call, report);
  observeRouteObjects(file, routers, report);
  observeRouteKeys(file, report);
  observeUses(file, routers, report);
  observeControllers(file, report);
  observeWebSockets(file, report);
  observeRouteFiles(file, report);
};
