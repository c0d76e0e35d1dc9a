// Servers of WebSocket connections.

import { isFunction, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import type { Report, SourceFile } from "./source-file.ts";
import { literalText } from "./text.ts";

/** `new WebSocketServer({ path })`, `io.on("connection", …)`. */
export const observeWebSockets = (file: SourceFile, report: Report): void => {
  for (const call of file.calls) {
    const { module, path } = splitOrigin(call.origin);
    const isServer =
      module === "ws" && call.isNew && /^(?:WebSocketServer|WebSocket\.Server|Server)$/.test(path);
    const isConnection =
      /^(?:ws:(?:WebSocketServer|WebSocket\.Server|Server)\(\)|socket\.io:(?:Server)?\(\)(?:\.of\(\))?)\.on$/.test(
        call.origin ?? "",
      ) ||
      (call.name === "on" &&
        /^(?:io|wss|ioServer)$/.test(call.receiver?.text ?? "") &&
        isFunction(call.args[1]) &&
        isProjectValue(file, call.receiver));
    if (!isServer && !(isConnection && /^connect(?:ion)?$/.test(literalText(file, call.args[0]) ?? "")))
      continue;
    const options = isServer ? call.args[0] : undefined;
    const route = literalText(file, propertyOf(options === undefined ? undefined : unwrap(options), "path"));
    const fields = { library: module === "" ? "websocket" : module, method: "WS" };
    if (isServer || !file.calls.some((other) => other.isNew && /^ws:/.test(other.origin ?? "")))
      report(
        "entry",
        route === undefined ? "websocket" : `WS ${route}`,
        call.node,
        route === undefined ? fields : { ...fields, route },
      );
  }
};

const isProjectValue = (file: SourceFile, node: SyntaxNode | undefined): boolean => {
  const binding = node?.kind === "word" ? file.scopes.lookup(node.text, node) : undefined;
  return binding?.kind === "parameter" || (binding?.kind === "import" && /^[.#~]/.test(binding.module));
};
