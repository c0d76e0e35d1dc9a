// Access to files, by operation and path.

import { propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import type { Call, Observer, SourceFile } from "./source-file.ts";
import { expressionName, literalText, nameOfEnv, pieces } from "./text.ts";

const modules: ReadonlySet<string> = new Set(["fs", "fs/promises", "fs-extra", "graceful-fs"]);

const operations: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    read: "readFile read createReadStream readdir opendir readlink readJson readJSON openAsBlob watch watchFile",
    write:
      "writeFile appendFile createWriteStream outputFile writeJson writeJSON outputJson mkdir mkdtemp mkdirp ensureDir ensureFile copyFile cp copy rename move symlink link truncate chmod chown utimes",
    delete: "rm unlink rmdir remove emptyDir",
    inspect: "stat lstat access exists realpath pathExists statfs",
  }).flatMap(([operation, names]) => names.split(" ").map((name) => [name, operation])),
);

/** Calls whose second argument is the path that changes. */
const toSecond: ReadonlySet<string> = new Set([
  "copyFile",
  "cp",
  "copy",
  "rename",
  "move",
  "symlink",
  "link",
]);

const operationOf = (file: SourceFile, call: Call, method: string): string | undefined => {
  if (method === "open") {
    const flags = literalText(file, call.args[1]);
    return flags === undefined || /^rs?$/.test(flags) ? "read" : "write";
  }
  return Object.hasOwn(operations, method) ? operations[method] : undefined;
};

const pathName = (file: SourceFile, node: SyntaxNode | undefined): string => {
  if (node === undefined) return "dynamic expression";
  const all = pieces(file, node);
  const [only] = all;
  if (all.length === 1 && typeof only === "string") return only === "" ? "dynamic expression" : only;
  if (all.length === 1 && only !== undefined && typeof only !== "string") {
    const env = nameOfEnv(file, only);
    if (env !== undefined) return `env ${env}`;
    const inner = unwrap(only);
    if (inner.kind !== "call_expression") return `dynamic ${expressionName(only)}`;
    return `dynamic ${inner.text.replace(/\s+/g, " ").slice(0, 80)}`;
  }
  return `dynamic ${all.map((piece) => (typeof piece === "string" ? piece : `{${expressionName(piece)}}`)).join("")}`;
};

export const observeFiles: Observer = (file, report) => {
  for (const call of file.calls) {
    const { module, path } = splitOrigin(call.origin);
    if (module === "global") {
      const method =
        /^(?:Bun\.(file|write)|Deno\.(readFile|readTextFile|writeFile|writeTextFile|remove|open)(?:Sync)?)$/.exec(
          path,
        );
      if (method === null) continue;
      const name = method[1] ?? method[2] ?? "";
      const operation = /^(?:write|writeFile|writeTextFile)$/.test(name)
        ? "write"
        : name === "remove"
          ? "delete"
          : "read";
      report("file", `${operation} ${pathName(file, call.args[0])}`, call.node, {
        library: path.split(".")[0] as string,
        operation,
        path: call.args[0]?.text.slice(0, 120) ?? "",
      });
      continue;
    }
    if (module === "write-file-atomic" && /^(?:|sync|writeFile(?:Sync)?)$/.test(path)) {
      report("file", `write ${pathName(file, call.args[0])}`, call.node, {
        library: module,
        operation: "write",
        path: call.args[0]?.text.slice(0, 120) ?? "",
      });
      continue;
    }
    if (!modules.has(module)) continue;
    const method = path.replace(/^promises\./, "").replace(/Sync$/, "");
    const operation = operationOf(file, call, method);
    if (operation === undefined) continue;
    const target = toSecond.has(method) ? (call.args[1] ?? call.args[0]) : call.args[0];
    const mode = literalText(
      file,
      propertyOf(call.args[2] === undefined ? undefined : unwrap(call.args[2]), "mode"),
    );
    report("file", `${operation} ${pathName(file, target)}`, call.node, {
      library: module,
      operation,
      method,
      path: target?.text.replace(/\s+/g, " ").slice(0, 120) ?? "",
      ...(mode === undefined ? {} : { mode }),
    });
  }
};
