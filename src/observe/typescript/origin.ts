// Where the value of an expression comes from: `pg:Pool().query` is the method `query` of what `Pool` of the module
// `pg` made. Everything that is recognised in code is recognised by its origin, never by its spelling alone.
//
// An origin is `<module>:<path>`. Calls and `new` add `()`; `node:` is dropped; default, namespace and `require` are
// one; the module of globals is `global`.

import { argumentsOf, calleeOf, functionKinds, memberOf, type SyntaxNode, unquote, unwrap } from "./node.ts";
import type { Binding, Scopes } from "./scopes.ts";

export type OriginOf = (node: SyntaxNode | undefined) => string | undefined;

const deepest = 40;
const longest = 160;

const join = (origin: string | undefined, name: string): string | undefined => {
  if (origin === undefined || origin.length > longest) return undefined;
  if (name === "default" && !origin.startsWith("global:")) return origin;
  if (origin === "global:globalThis" || origin === "global:window" || origin === "global:self")
    return `global:${name}`;
  if (name === "bind()") return origin;
  const joined = origin.endsWith(":") ? `${origin}${name}` : `${origin}.${name}`;
  return joined.startsWith("process:") ? joined.replace("process:", "global:process.") : joined;
};

const called = (origin: string | undefined): string | undefined =>
  origin === undefined ? undefined : origin.endsWith(".bind") ? origin.slice(0, -5) : `${origin}()`;

export const moduleName = (specifier: string): string =>
  specifier.replace(/^node:(?!sqlite$|test\b|sea$)/, "");

/** Calls that give back what they are given, in another shape. */
const passThrough: ReadonlySet<string> = new Set(["util:promisify()", "global:Object.freeze()", "pify:()"]);

/** A validated environment is still the environment: `schema.parse(process.env)`, `cleanEnv(process.env, …)`. */
const isEnvironment = (origin: string | undefined): boolean =>
  origin === "global:process.env" || origin === "global:import.meta.env";

export const findOrigins = (scopes: Scopes, mocked: ReadonlySet<string>): OriginOf => {
  const known = new Map<SyntaxNode, string | undefined>();

  const ofModule = (specifier: string, name: string): string | undefined => {
    const module = moduleName(specifier);
    if (mocked.has(module)) return undefined;
    if (module === "process")
      return name === "default" || name === "*" ? "global:process" : `global:process.${name}`;
    return name === "default" || name === "*" ? `${module}:` : `${module}:${name}`;
  };

  /** `: Pool`, `: pg.Pool`, `: typeof fetch`. */
  const ofType = (annotation: SyntaxNode, depth: number): string | undefined => {
    const words = annotation.children.flatMap((child) =>
      child.kind === "member_expression" ? child.text.split(/(\.)/) : [child.text],
    );
    let at = words[0] === ":" ? 1 : 0;
    if (words[at] === "readonly") at++;
    const isValue = words[at] === "typeof";
    if (isValue) at++;
    const first = words[at];
    if (first === undefined) return undefined;
    let binding = scopes.lookup(first, annotation);
    if (binding !== undefined && "type" in binding && binding.type === annotation) {
      // `fetch: typeof fetch` means the one outside.
      binding = scopes.lookup(first, annotation.ancestor(functionKinds)?.parent ?? annotation);
    }
    let origin: string | undefined;
    if (binding?.kind === "import") origin = ofModule(binding.module, binding.name);
    else if (binding === undefined) origin = first === "NodeJS" || isValue ? `global:${first}` : undefined;
    else if (isValue) origin = ofBinding(binding, first, depth);
    else return undefined;
    for (at++; words[at] === "." && words[at + 1] !== undefined; at += 2)
      origin = join(origin, words[at + 1] as string);
    if (origin === "global:NodeJS.ProcessEnv") return "global:process.env";
    return isValue ? origin : called(origin);
  };

  const follow = (origin: string | undefined, path: readonly string[]): string | undefined => {
    let at = origin;
    for (const step of path) if (step !== "...") at = join(at, step);
    return at;
  };

  const ofBinding = (binding: Binding, name: string, depth: number): string | undefined => {
    if (depth > deepest) return undefined;
    if (binding.kind === "import")
      return binding.typeOnly ? undefined : ofModule(binding.module, binding.name);
    if (binding.kind === "declaration") return undefined;
    const init = binding.init ?? scopes.assigned(binding, name);
    const origin = init === undefined ? undefined : follow(of(init, depth + 1), binding.path);
    if (origin !== undefined || binding.type === undefined) return origin;
    if (binding.path.length === 0) return ofType(binding.type, depth + 1);
    return ofMemberType(binding.type, binding.path, depth + 1);
  };

  /** `{ db }: { db: Pool }`. */
  const ofMemberType = (
    annotation: SyntaxNode,
    path: readonly string[],
    depth: number,
  ): string | undefined => {
    const [key] = path;
    const members = annotation.child("object_type");
    if (path.length !== 1 || members === undefined) return undefined;
    for (const member of members.children) {
      if (member.kind !== "property_signature" || !member.children.some((child) => child.text === key))
        continue;
      const type = member.child("type_annotation");
      if (type !== undefined) return ofType(type, depth);
    }
    return undefined;
  };

  const ofWord = (node: SyntaxNode, depth: number): string | undefined => {
    const name = node.text;
    const binding = scopes.lookup(name, node);
    if (binding !== undefined) return ofBinding(binding, name, depth);
    if (name === "this" || name === "super" || name === "undefined") return undefined;
    return mocked.has(name) ? undefined : `global:${name}`;
  };

  const ofField = (name: string, node: SyntaxNode, depth: number): string | undefined => {
    const field = scopes.field(name, node);
    if (field === undefined) return undefined;
    const origin = field.init === undefined ? undefined : of(field.init, depth + 1);
    return origin ?? (field.type === undefined ? undefined : ofType(field.type, depth + 1));
  };

  /** The origin of a call, once that of its callee is known. */
  const ofCall = (call: SyntaxNode, callee: string | undefined, depth: number): string | undefined => {
    const args = argumentsOf(call);
    const [first] = args;
    const head = call.children[0]?.text;
    if ((head === "require" && callee === "global:require") || head === "import") {
      return first?.kind === "string" ? ofModule(unquote(first.text), "*") : undefined;
    }
    const origin = called(callee);
    if (first !== undefined) {
      if (origin !== undefined && passThrough.has(origin)) return of(first, depth + 1);
      const isReader = /(?:parse|env|config|validate|load)\w*\(\)$/i.test(`${calleeOf(call)?.text ?? ""}()`);
      if (isReader && first.text.length < 40 && isEnvironment(of(first, depth + 1)))
        return "global:process.env";
    }
    return origin;
  };

  const of = (start: SyntaxNode | undefined, depth: number): string | undefined => {
    if (start === undefined || depth > deepest) return undefined;
    // Down the spine of `a.b().c` to its root, then up again: chains can be long.
    const spine: SyntaxNode[] = [];
    let node = unwrap(start);
    let origin: string | undefined;
    for (;;) {
      if (known.has(node)) {
        origin = known.get(node);
        break;
      }
      spine.push(node);
      // Until it is known; what refers to itself comes from nowhere.
      known.set(node, undefined);
      let next: SyntaxNode | undefined;
      if (node.kind === "call_expression" || node.kind === "new_expression") next = calleeOf(node);
      else next = memberOf(node)?.object;
      if (next === undefined || (next.kind === "word" && next.text === "import")) break;
      node = unwrap(next);
    }
    for (let at = spine.length - 1; at >= 0; at--) {
      const step = spine[at] as SyntaxNode;
      const member = memberOf(step);
      if (step.kind === "call_expression" || step.kind === "new_expression")
        origin = ofCall(step, origin, depth);
      else if (member !== undefined) {
        const own = unwrap(member.object);
        origin =
          own.kind === "word" && own.text === "this"
            ? ofField(member.name, step, depth)
            : join(origin, member.name);
      } else if (step.kind === "word") origin = ofWord(step, depth);
      else if (step.kind === "meta_property")
        origin = step.text === "import.meta" ? "global:import.meta" : undefined;
      else if (step.kind === "binary_expression" && /^(?:\?\?|\|\|)$/.test(step.children[1]?.text ?? ""))
        origin = of(step.children[0], depth + 1) ?? of(step.children[2], depth + 1);
      else if (step.kind === "ternary_expression")
        origin = of(step.children[2], depth + 1) ?? of(step.children[4], depth + 1);
      else origin = undefined;
      known.set(step, origin);
    }
    return origin;
  };

  return (node) => of(node, 0);
};

/** An origin taken apart: its module, and the path inside it. */
export const splitOrigin = (
  origin: string | undefined,
): { readonly module: string; readonly path: string } => {
  const match = /^((?:node:|bun:|npm:|jsr:)?[^:]*):(.*)$/s.exec(origin ?? "");
  return { module: match?.[1] ?? "", path: match?.[2] ?? "" };
};
