// Entry points that the framework finds by itself: decorated controllers, and files in folders of routes.

import { propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import { isMethod, methods } from "./route-paths.ts";
import { joinPath } from "./routers.ts";
import type { Report, SourceFile } from "./source-file.ts";
import { literalText } from "./text.ts";

const controllerModules = /^(?:@nestjs\/common|routing-controllers|tsoa)$/;

/** `@Get(":id")` inside `@Controller("users")`. */
export const observeControllers = (file: SourceFile, report: Report): void => {
  const read = (decorator: SyntaxNode) => {
    const call = decorator.child("call_expression");
    const callee = call?.children[0] ?? decorator.children[1];
    const { module, path } = splitOrigin(file.origin(callee));
    const [argument] = call === undefined ? [] : (file.callOf(call)?.args ?? []);
    const options = argument === undefined ? undefined : unwrap(argument);
    const text = literalText(file, options?.kind === "object" ? propertyOf(options, "path") : options) ?? "";
    return controllerModules.test(module) ? { name: path, text } : undefined;
  };
  for (const decorator of file.nodesOf("decorator")) {
    const body = decorator.parent;
    const found = read(decorator);
    if (found === undefined || body?.kind !== "class_body") continue;
    const verb = Object.hasOwn(methods, found.name.toLowerCase())
      ? methods[found.name.toLowerCase()]
      : undefined;
    if (verb === undefined) continue;
    const owner = body.parent;
    const around = [
      ...(owner?.children ?? []),
      ...(owner?.parent?.kind === "export_statement" ? owner.parent.children : []),
    ];
    const controller = around
      .filter((child) => child.kind === "decorator")
      .map(read)
      .find((other) => /Controller$|^Route$/.test(other?.name ?? ""));
    if (controller === undefined) continue;
    const handler = body.children
      .slice(body.children.indexOf(decorator))
      .find((child) => child.kind === "method_definition");
    const route = joinPath(controller.text, found.text);
    report(
      "entry",
      `${verb} ${route}`,
      decorator,
      { library: "nestjs", method: verb, route },
      handler ?? decorator,
    );
  }
};

/** Route files of frameworks that route by folder. */
export const observeRouteFiles = (file: SourceFile, report: Report): void => {
  const app = /(?:^|\/)app\/(?:(.*)\/)?route\.[cm]?[jt]sx?$/.exec(file.path);
  const pages = /(?:^|\/)pages\/(api\/.*?)(?:\/index)?\.[cm]?[jt]sx?$/.exec(file.path);
  if (app === null && pages === null) return;
  const folder = (app?.[1] ?? pages?.[1] ?? "").split("/").filter((part) => !/^\(.*\)$|^@/.test(part));
  const route = joinPath(...folder);
  for (const [symbol, node] of file.symbols.named) {
    const verb =
      app !== null && isMethod(symbol) && symbol === symbol.toUpperCase()
        ? symbol
        : pages !== null && symbol === "default"
          ? "ALL"
          : undefined;
    if (verb !== undefined)
      report("entry", `${verb} ${route}`, node, { library: "next", method: verb, route });
  }
  if (pages !== null && !file.symbols.named.has("default") && /export\s+default\b/.test(file.tree.source))
    report("entry", `ALL ${route}`, file.tree.root, { library: "next", method: "ALL", route });
};
