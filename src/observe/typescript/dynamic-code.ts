// Code that only the run can know: text that is run as code, modules loaded by a computed name, and members of modules
// that launch processes, picked by a computed name.

import { argumentsOf, memberOf, type SyntaxNode } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import type { Call, Observer } from "./source-file.ts";
import { expressionName, pieces } from "./text.ts";

const evaluators =
  /^(?:global:(?:eval|Function)|vm:(?:Script|SourceTextModule|compileFunction|runIn(?:This|New)?Context))$/;

const launching = /^(?:child_process|execa|zx|shelljs|cross-spawn|node-pty)$/;
const globals = /^global:(?:globalThis|window|self|global)$/;

/** `import(name)`, `require(name)`: the module's name where it is computed from its first character on. */
const loadedModule = (call: Call): SyntaxNode | undefined => {
  const isLoad =
    call.callee.kind === "word" &&
    (call.callee.text === "import" || (call.callee.text === "require" && call.origin === "global:require"));
  return isLoad ? argumentsOf(call.node)[0] : undefined;
};

/** `cp["ex" + "ec"]`: what stands in the brackets, when it is no literal. */
const computedMember = (node: SyntaxNode): SyntaxNode | undefined =>
  memberOf(node)?.name === "[]"
    ? node.children.slice(1).find((child) => child.kind !== "punctuation" && child.kind !== "number")
    : undefined;

export const observeDynamicCode: Observer = (file, report) => {
  for (const call of file.calls) {
    if (evaluators.test(call.origin ?? "")) {
      const { module, path } = splitOrigin(call.origin);
      report("launch", "dynamic code", call.node, { library: module, operation: path });
      continue;
    }
    const module = loadedModule(call);
    if (module === undefined) continue;
    const [head] = pieces(file, module);
    // A fixed beginning keeps the choice among the modules of one place.
    if (typeof head === "string" && head !== "") continue;
    report("launch", `dynamic module ${expressionName(module)}`, call.node, { operation: call.callee.text });
  }
  for (const node of file.nodesOf("subscript_expression")) {
    const name = computedMember(node);
    const object = memberOf(node)?.object;
    if (name === undefined || object === undefined) continue;
    const origin = file.origin(object);
    const { module, path } = splitOrigin(origin);
    if (launching.test(module) && path === "")
      report("launch", `dynamic ${module}[${expressionName(name)}]`, node, { library: module });
    else if (globals.test(origin ?? "") && file.calls.some((call) => call.callee === node))
      report("launch", "dynamic code", node, { operation: expressionName(name) });
  }
};
