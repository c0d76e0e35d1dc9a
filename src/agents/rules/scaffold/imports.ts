// Who exports what among the generated modules, and the import statements that follow from it.

import { compare } from "../../../model/finding.ts";
import { auth } from "./templates/auth.ts";
import { errors } from "./templates/errors.ts";
import { cli, consumers } from "./templates/hosts.ts";
import { http, server } from "./templates/http.ts";
import { callTests, commandTests, consumerTests, guardTests, routeTests } from "./templates/tests.ts";
import { validate } from "./templates/validate.ts";
import { literal } from "./text.ts";
import type { Declaration } from "./types.ts";

interface Export {
  /** The stem of a generated module, or a module of Node. */
  readonly from: string;
  readonly type: boolean;
}

const declaration = /^(?:export )?(?:async )?(function|const|class|interface|type) (\w+)/;

const exportsOf = (stem: string, source: string): [string, Export][] =>
  [...source.matchAll(/^export (?:async )?(function|const|class|interface|type) (\w+)/gm)].map((found) => [
    found[2] as string,
    { from: stem, type: found[1] === "interface" || found[1] === "type" },
  ]);

const value = (from: string, ...names: string[]): [string, Export][] =>
  names.map((name) => [name, { from, type: false }]);
const type = (from: string, ...names: string[]): [string, Export][] =>
  names.map((name) => [name, { from, type: true }]);

const fixed: ReadonlyMap<string, Export> = new Map([
  ...exportsOf("errors", errors),
  ...exportsOf("validate", validate),
  ...exportsOf("auth", auth),
  ...type("auth", "Requirement"),
  ...value("auth", "requirements"),
  ...exportsOf("http", http),
  ...exportsOf("server", server),
  ...value("routes", "routes"),
  ...type("routes", "Route"),
  ...value("consumers", "subscribeAll"),
  ...exportsOf("consumers", consumers),
  ...exportsOf("cli", cli),
  ...type("functions", "Access"),
  ...value("node:http", "createServer"),
  ...type("node:http", "IncomingMessage", "Server", "ServerResponse"),
  ...value("node:util", "parseArgs"),
  ...value("node:assert/strict", "assert"),
  ...value("node:test", "test"),
  ...value("node:events", "once"),
  ...type("node:net", "AddressInfo"),
]);

const templates = [
  ...[errors, validate, auth, http, server, cli, consumers],
  ...[routeTests, callTests, guardTests, commandTests, consumerTests],
];

/** Names that generated code has at top level in some module; rows of the spec never get one of them. */
export const fixedNames: readonly string[] = [
  ...fixed.keys(),
  ...templates.flatMap((source) =>
    [...source.matchAll(new RegExp(declaration, "gm"))].map((found) => found[2] as string),
  ),
];

/**
 * Splits a template into its top-level declarations. `external` are the names that the template takes from elsewhere,
 * separated by spaces; each declaration keeps those that it mentions.
 */
export const declarations = (source: string, external: string): Declaration[] =>
  source
    .trim()
    .split(/\n\n(?=\S)/)
    .map((code) => {
      const name = code
        .split("\n")
        .map((line) => declaration.exec(line)?.[2])
        .find((found) => found !== undefined);
      const uses = external.split(" ").filter((each) => new RegExp(`\\b${each}\\b`).test(code));
      return { kind: "declaration", name: name ?? "", code, uses };
    });

/** Resolves names, first among those that the rows of this spec export, then among the fixed ones. */
export type Resolve = (name: string) => Export | undefined;

export const resolver =
  (handlers: ReadonlyMap<string, string>): Resolve =>
  (name) => {
    const stem = handlers.get(name);
    return stem === undefined ? fixed.get(name) : { from: stem, type: false };
  };

/**
 * Import statements for the names that a file at `path` uses. `pathOf` gives the file of a generated module.
 * Names from the same file need none.
 */
export const importLines = (
  path: string,
  uses: Iterable<string>,
  resolve: Resolve,
  pathOf: (stem: string) => string | undefined,
  tsExtension: boolean,
): string[] => {
  const bySpecifier = new Map<string, Map<string, boolean>>();
  for (const name of new Set(uses)) {
    const found = resolve(name);
    if (found === undefined) continue;
    const target = found.from.startsWith("node:") ? found.from : pathOf(found.from);
    if (target === undefined || target === path) continue;
    const specifier = target.startsWith("node:") ? target : relative(path, target, tsExtension);
    const names = bySpecifier.get(specifier) ?? new Map<string, boolean>();
    bySpecifier.set(specifier, names.set(name, found.type));
  }
  return [...bySpecifier]
    .sort(
      ([a], [b]) => rank(a) - rank(b) || compare(a.replace(/\.m?[jt]s$/, ""), b.replace(/\.m?[jt]s$/, "")),
    )
    .map(([specifier, names]) => importLine(specifier, names));
};

/** Node's modules first, then parents, then neighbours. */
const rank = (specifier: string): number =>
  specifier.startsWith("node:") ? 0 : specifier.startsWith("../") ? 1 : 2;

const importLine = (specifier: string, names: ReadonlyMap<string, boolean>): string => {
  if (specifier === "node:assert/strict") return 'import assert from "node:assert/strict";';
  const sorted = [...names].sort(([a], [b]) => compare(dictionary(a), dictionary(b)));
  const onlyTypes = sorted.every(([, isType]) => isType);
  const parts = sorted.map(([name, isType]) => (isType && !onlyTypes ? `type ${name}` : name));
  const line = `import ${onlyTypes ? "type " : ""}{ ${parts.join(", ")} } from ${literal(specifier)};`;
  if (line.length <= 110) return line;
  const listed = parts.map((part) => `  ${part},\n`).join("");
  return `import ${onlyTypes ? "type " : ""}{\n${listed}} from ${literal(specifier)};`;
};

/** Sorts like formatters do: letter by letter, the capital of a letter before the letter. */
const dictionary = (name: string): string =>
  name.replace(/[A-Za-z]/g, (letter) => `${letter.toLowerCase()}${letter < "a" ? 0 : 1}`);

/** A relative specifier from one file to another, with the extension that the importing project wants. */
export const relative = (from: string, to: string, tsExtension: boolean): string => {
  const base = from.split("/").slice(0, -1);
  const target = to.split("/");
  let shared = 0;
  while (shared < base.length && shared < target.length - 1 && base[shared] === target[shared]) shared += 1;
  const up = base.length - shared;
  const path = `${up === 0 ? "./" : "../".repeat(up)}${target.slice(shared).join("/")}`;
  return tsExtension ? path : path.replace(/\.(m?)ts$/, ".$1js");
};
