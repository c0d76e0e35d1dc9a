// Which expressions are routers of a web framework, and under which prefixes they answer.

import { argumentsOf, isFunction, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { type Call, creationOf, functionOf, type SourceFile } from "./source-file.ts";
import { literalText, textPattern } from "./text.ts";

export type Framework = "express" | "fastify" | "hono" | "koa" | "hapi" | "other" | "unknown";

export interface Router {
  /** The same object for every mention of one router. */
  readonly id: object;
  readonly framework: Framework;
  /** Paths that the expression itself adds: `.route("/users")`, `.basePath("/v1")`. */
  readonly segments: readonly string[];
  /** True when a `.route(path)` of Express precedes, so that its methods take no path. */
  readonly hasPath: boolean;
  readonly creation: SyntaxNode | undefined;
}

const frameworks: readonly (readonly [RegExp, Framework])[] = [
  [/^express(?:-promise-router)?:(?:Router|Express|Application|IRouter|default)?\(\)$/, "express"],
  [/^(?:polka|restana|0http|@tinyhttp\/app):(?:App)?\(\)$/, "express"],
  [/^restify:createServer\(\)$/, "express"],
  [/^fastify:(?:fastify|Fastify|FastifyInstance)?\(\)$/, "fastify"],
  [/^(?:hono(?:\/(?:tiny|quick))?:Hono|@hono\/zod-openapi:OpenAPIHono)\(\)$/, "hono"],
  [/^(?:@koa\/router|koa-router):(?:Router)?\(\)$/, "koa"],
  [/^koa:\(\)$/, "koa"],
  [/^@hapi\/hapi:(?:server|Server)\(\)$/, "hapi"],
  [
    /^(?:elysia:Elysia|itty-router:(?:Auto)?Router|find-my-way:|h3:create(?:App|Router)|@oak\/oak:(?:Router|Application))\(\)$/,
    "other",
  ],
];

export const frameworkOf = (origin: string | undefined): Framework | undefined =>
  origin === undefined ? undefined : frameworks.find(([pattern]) => pattern.test(origin))?.[1];

/** Methods that give back the router they are called on. */
const chains =
  /^(?:get|post|put|patch|delete|del|head|options|all|any|use|on|onError|notFound|mount|register|route|ws|guard|derive|decorate|prefix|basePath|listen|setErrorHandler|after|ready|group|param|withTypeProvider)$/;

const conventional = /^(?:app|router|server|fastify|instance|api|routes|\w+Router|\w+App|\w+Routes)$/;

export interface Routers {
  readonly resolve: (node: SyntaxNode | undefined) => Router | undefined;
  /** Every full prefix under which the router answers in this file; one empty prefix when it is not mounted. */
  readonly prefixes: (router: Router) => readonly string[];
}

export const joinPath = (...parts: readonly string[]): string => {
  const joined = parts
    .map((part) => part.replace(/^\/+|\/+$/g, ""))
    .filter((part) => part !== "")
    .join("/");
  return `/${joined}`;
};

interface Mount {
  readonly parent: Router;
  readonly prefix: string;
}

const mostPrefixes = 16;

export const findRouters = (file: SourceFile): Routers => {
  const mounts = new Map<object, Mount[]>();
  /** Parameters that a framework fills with a router: `register(async (app) => …)`. */
  const supplied = new Map<SyntaxNode, Framework>();

  const ofWord = (node: SyntaxNode, segments: readonly string[], hasPath: boolean): Router | undefined => {
    const binding = file.scopes.lookup(node.text, node);
    if (binding === undefined) return undefined;
    const framework = frameworkOf(file.origin(node));
    const id = "node" in binding ? binding.node : binding;
    if (framework !== undefined) {
      const creation = creationOf(file, node);
      return { id: creation ?? id, framework, segments, hasPath, creation };
    }
    const given = "node" in binding ? supplied.get(binding.node) : undefined;
    if (given !== undefined) return { id, framework: given, segments, hasPath, creation: undefined };
    if (!conventional.test(node.text) || file.origin(node)?.startsWith("global:") === true) return undefined;
    const isOpen =
      (binding.kind === "import" && /^[.#@~]/.test(binding.module) && !binding.typeOnly) ||
      binding.kind === "parameter" ||
      (binding.kind === "value" && isUnknownCall(binding.init));
    return isOpen ? { id, framework: "unknown", segments, hasPath, creation: undefined } : undefined;
  };

  /** `createApp()` of this project, as opposed to a call into a library that we know is no router. */
  const isUnknownCall = (init: SyntaxNode | undefined): boolean => {
    if (init === undefined) return true;
    const node = unwrap(init);
    if (node.kind !== "call_expression" && node.kind !== "new_expression") return false;
    const origin = file.origin(node);
    return origin === undefined || /^[.#~]/.test(origin);
  };

  const resolve = (start: SyntaxNode | undefined): Router | undefined => {
    let node = start === undefined ? undefined : unwrap(start);
    let segments: string[] = [];
    let hasPath = false;
    for (let step = 0; step < 2000 && node !== undefined; step++) {
      if (node.kind === "word") {
        const derived = derivation(node);
        if (derived === undefined) return ofWord(node, segments, hasPath);
        node = derived;
        continue;
      }
      if (node.kind === "call_expression" || node.kind === "new_expression") {
        const framework = frameworkOf(file.origin(node));
        if (framework !== undefined) return { id: node, framework, segments, hasPath, creation: node };
        const call = file.callOf(node);
        if (call?.receiver === undefined || !chains.test(call.name)) return undefined;
        const path = call.args.length === 1 ? literalText(file, call.args[0]) : undefined;
        if (path !== undefined && (call.name === "basePath" || call.name === "route")) {
          segments = [path, ...segments];
          if (call.name === "route") hasPath = true;
        }
        node = unwrap(call.receiver);
        continue;
      }
      if (node.kind === "member_expression" && node.children[0]?.text === "this") {
        const framework = frameworkOf(file.origin(node));
        const creation = creationOf(file, node);
        const name = node.children[node.children.length - 1]?.text ?? "";
        const field = file.scopes.field(name, node);
        if (framework !== undefined)
          return { id: creation ?? field ?? node, framework, segments, hasPath, creation };
        if (field === undefined || !conventional.test(name)) return undefined;
        return field.init === undefined || isUnknownCall(field.init)
          ? { id: field, framework: "unknown", segments, hasPath, creation: undefined }
          : undefined;
      }
      return undefined;
    }
    return undefined;
  };

  /** `const v1 = app.basePath("/v1")`: a name for a chain that starts at another router. */
  const derivation = (word: SyntaxNode): SyntaxNode | undefined => {
    const binding = file.scopes.lookup(word.text, word);
    if (binding?.kind !== "value" || binding.path.length > 0 || binding.init === undefined) return undefined;
    const init = unwrap(binding.init);
    if (init.kind !== "call_expression") return undefined;
    const call = file.callOf(init);
    return call?.receiver !== undefined && chains.test(call.name) && call.name !== "listen"
      ? init
      : undefined;
  };

  const mount = (child: object, parent: Router, prefix: string) => {
    const known = mounts.get(child);
    if (known === undefined) mounts.set(child, [{ parent, prefix }]);
    else known.push({ parent, prefix });
  };

  /** The parameter node that a function binds first. */
  const firstParameter = (owner: SyntaxNode | undefined): SyntaxNode | undefined => {
    if (owner === undefined || !isFunction(owner)) return undefined;
    const list = owner.child("formal_parameters");
    const item =
      list === undefined
        ? owner.children.find((child) => child.kind === "word" && child.text !== "async")
        : list.items[0];
    return item?.kind === "required_parameter" ? item.children.find((child) => child.kind === "word") : item;
  };

  const supply = (owner: SyntaxNode | undefined, parent: Router, prefix: string) => {
    const parameter = firstParameter(owner);
    if (parameter === undefined) return;
    supplied.set(parameter, parent.framework);
    mount(parameter, parent, prefix);
  };

  const readMount = (call: Call) => {
    if (call.receiver === undefined || !/^(?:use|route|mount|register|group)$/.test(call.name)) return;
    const parent = resolve(call.receiver);
    if (parent === undefined) return;
    const [first, second] = call.args;
    if (call.name === "register" || (parent.framework === "fastify" && call.name === "use")) {
      const prefix =
        literalText(file, propertyOf(second === undefined ? undefined : unwrap(second), "prefix")) ?? "";
      supply(functionOf(file, first), parent, prefix);
      return;
    }
    const path = first === undefined ? undefined : textPattern(file, first);
    if (call.name === "group" && path !== undefined)
      return supply(functionOf(file, call.args[call.args.length - 1]), parent, path);
    const rest = path === undefined ? call.args : call.args.slice(1);
    for (const arg of rest) {
      const value = unwrap(arg);
      const inner = file.callOf(value);
      const isRoutes = inner?.receiver !== undefined && /^(?:routes|middleware)$/.test(inner.name);
      const child = resolve(isRoutes ? inner.receiver : value);
      if (child !== undefined && child.id !== parent.id) mount(child.id, parent, path ?? "");
    }
  };

  // `const routes: FastifyPluginAsync = async (app) => …`, before any call is resolved.
  for (const declarator of file.nodesOf("variable_declarator")) {
    const type = declarator.child("type_annotation");
    if (type === undefined || !/\bFastifyPlugin(?:Async|Callback)?\w*/.test(type.text)) continue;
    const parameter = firstParameter(functionOf(file, declarator.children[0]));
    if (parameter !== undefined) supplied.set(parameter, "fastify");
  }
  for (const call of file.calls) readMount(call);

  const ownPrefix = (router: Router): string => {
    if (router.creation === undefined) return "";
    const options = argumentsOf(router.creation)[0];
    return literalText(file, propertyOf(options === undefined ? undefined : unwrap(options), "prefix")) ?? "";
  };

  /** `router.prefix("/users")` of Koa as a statement of its own. */
  const latePrefixes = new Map<object, string>();
  for (const call of file.calls) {
    if (call.name !== "prefix") continue;
    const router = resolve(call.receiver);
    const prefix = router?.framework === "koa" ? literalText(file, call.args[0]) : undefined;
    if (router !== undefined && prefix !== undefined) latePrefixes.set(router.id, prefix);
  }

  const mountedAt = new Map<object, readonly string[]>();
  /** Prefixes that the mounts of a router give it; a cycle of mounts adds nothing. */
  const outer = (id: object): readonly string[] => {
    const known = mountedAt.get(id);
    if (known !== undefined) return known;
    mountedAt.set(id, [""]);
    const above = (mounts.get(id) ?? []).slice(0, mostPrefixes);
    const found = above.flatMap(({ parent, prefix }) =>
      prefixes(parent).map((path) => joinPath(path, prefix)),
    );
    const unique = found.length === 0 ? [""] : [...new Set(found)].slice(0, mostPrefixes);
    mountedAt.set(id, unique);
    return unique;
  };
  const prefixes = (router: Router): readonly string[] => {
    const own = [ownPrefix(router), latePrefixes.get(router.id) ?? "", ...router.segments];
    return outer(router.id).map((path) => joinPath(path, ...own));
  };

  return { resolve, prefixes };
};
