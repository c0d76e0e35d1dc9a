// Symbols at which nothing runs: types, and functions that only throw that they are not implemented.

import { isFunction, type SyntaxNode, unwrap, valueAfter } from "./node.ts";
import type { SourceFile } from "./source-file.ts";

const types: ReadonlySet<string> = new Set(["interface_declaration", "type_alias_declaration"]);

const onlyThrows =
  /^\{\s*throw\s+(?:new\s+)?(?:NotImplemented\w*|Unimplemented\w*|todo)\b[^;]*;?\s*\}$|^\{\s*throw\s+(?:new\s+)?\w*Error\s*\(\s*["'`][^"'`]*not (?:yet )?implemented[^"'`]*["'`]\s*\)\s*;?\s*\}$/i;

/** The body of the function that a symbol is, or that its value is. */
const bodyOf = (node: SyntaxNode): string | undefined => {
  const value = valueAfter(node, "=");
  const inner = isFunction(node) || value === undefined ? node : unwrap(value);
  return inner.child("statement_block")?.text;
};

/** Names of the symbols of a file at which nothing runs yet, those included that do nothing but call such a one. */
export const inertSymbols = (file: SourceFile): ReadonlySet<string> => {
  const inert = new Set<string>();
  const bodies = new Map<string, string>();
  for (const [name, node] of file.symbols.named) {
    if (types.has(node.kind)) inert.add(name);
    const body = bodyOf(node);
    if (body === undefined) continue;
    if (onlyThrows.test(body)) inert.add(name);
    else bodies.set(name, body);
  }
  const stubs = [...inert].filter((name) => !types.has(file.symbols.named.get(name)?.kind ?? ""));
  for (const [name, body] of bodies)
    if (
      stubs.some(
        (stub) => /^\w+$/.test(stub) && new RegExp(`\\breturn\\s+(?:await\\s+)?${stub}\\s*\\(`).test(body),
      )
    )
      inert.add(name);
  return inert;
};
