import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, type SgNode } from "@ast-grep/napi";
import fc from "fast-check";
import { type Grammar, parseSource } from "../../../src/observe/typescript/syntax.ts";

const grammars: readonly Grammar[] = ["TypeScript", "Tsx", "JavaScript"];

/** Code with much in it, and what breaks code. */
const piece = fc.constantFrom(
  ...'import a, { b as c } from "d";|export default class A extends B { @d() #e = 1; static { f(); } get g() { return this.#e; } }|'.split(
    "|",
  ),
  "const { a = 1, ...rest } = b?.[0] ?? (await c`x${d}y`);",
  "for (const a of b) { continue; } while (1) break; do { ; } while (0); debugger;",
  "type A<B> = { [k: string]: `x${B}` }; enum E { F } namespace G {} declare module 'h';",
  "try { throw new Error('x'); } catch { } finally { if (a) { } else b(); }",
  "switch (a) { case 1: default: } import.meta; new.target; a = /x/g; #!/x\n",
  "<a b='c'>&nbsp; text {d}<e.f /></a>;",
  "/* x */ // y\n",
  ..."( ) { } [ ] ` \" ' / < > @ # ! => \\ ; , ?. ${ ... = : é \u0001".split(" "),
);
const source = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(" "));

/** Kind and place of every named node of the parser's own tree that is not empty; keywords have no name. */
const everyNode = (grammar: Grammar, text: string): [kind: string, at: string][] => {
  const found: [string, string][] = [];
  const open: SgNode[] = [parse(grammar, text).root()];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { start, end } = node.range();
    if (node.isNamed() && start.index < end.index)
      found.push([String(node.kind()), `${start.index}-${end.index}`]);
    open.push(...node.children());
  }
  return found;
};

test("no node of a kind that counts is missed, whether it has children or not", () => {
  const kinds = new Set<string>();
  const texts: [Grammar, string][] = [];
  fc.assert(
    fc.property(fc.constantFrom(...grammars), source, (grammar, text) => {
      for (const { kind } of parseSource(grammar, text).nodes) if (kind !== "program") kinds.add(kind);
      texts.push([grammar, text]);
    }),
    { numRuns: 400 },
  );
  assert.ok(kinds.size > 60, `only ${kinds.size} kinds`);
  for (const [grammar, text] of texts) {
    const { nodes, broken } = parseSource(grammar, text);
    if (broken) continue; // an error's node may hold what is no part of the tree
    const places = new Set(nodes.map(({ kind, start, end }) => `${kind} ${start}-${end}`));
    const inText = nodes.filter(({ kind }) => kind === "string" || kind === "template_literal_type");
    for (const [kind, at] of everyNode(grammar, text)) {
      const [start, end] = at.split("-").map(Number) as [number, number];
      const inside = inText.some((node) => node.start <= start && end <= node.end);
      if (kinds.has(kind) && !inside) assert.ok(places.has(`${kind} ${at}`), `${kind} ${at} of ${text}`);
    }
  }
});

test("kinds that have no children are found too", () => {
  const text = "#!/usr/bin/env node\n/* a */ const b = <c>d &amp; e</c>; ; debugger; // f\n";
  const { nodes, comments } = parseSource("Tsx", text);
  const kinds = new Set(nodes.map(({ kind }) => kind));
  for (const kind of [
    "hash_bang_line",
    "jsx_text",
    "html_character_reference",
    "empty_statement",
    "debugger_statement",
  ])
    assert.ok(kinds.has(kind), kind);
  assert.equal(comments.length, 2);
  assert.ok(parseSource("TypeScript", "a = @;").broken);
});
