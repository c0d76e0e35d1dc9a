import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inputsOf } from "../../src/pairing/inputs.ts";
import { literalFolder, PathIndex } from "../../src/pairing/sweep-paths.ts";

test("the literal beginning of a glob ends before its first wildcard, and a glob without one may be a folder", () => {
  assert.equal(literalFolder("src/notes/**"), "src/notes");
  assert.equal(literalFolder("src/notes/*.ts"), "src/notes");
  assert.equal(literalFolder("src/notes"), "src/notes");
  assert.equal(literalFolder("src/notes/"), "src/notes");
  assert.equal(literalFolder("**/*.ts"), "");
  assert.equal(literalFolder("src/[ab]/x.ts"), "src");
  assert.equal(literalFolder("./src/**"), "");
  assert.equal(literalFolder("README.md"), "README.md");
});

const segments = fc.constantFrom("src", "lib", "a", "b", "a.ts", ".github", "ä", '"q', "x y");
const paths = fc.array(segments, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const globs = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.oneof(segments, fc.constantFrom("*", "**", "*.ts", "[ab]", "?", ".", "s*")), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([excludes, parts, folder]) => `${excludes ? "!" : ""}${parts.join("/")}${folder ? "/" : ""}`);

test("the index says of every path what matching each component's globs says", () => {
  const specs = fc
    .array(fc.array(globs, { maxLength: 4 }), { minLength: 1, maxLength: 4 })
    .map((all) => all.map((targets, at) => ({ id: `c${at}`, path: `specs/c${at}.md`, targets })));
  fc.assert(
    fc.property(specs, fc.array(paths, { maxLength: 8 }), (all, some) => {
      const index = new PathIndex(all);
      const extra = ["specs/c0.md", "specs/c0.threats.yaml", "specs/c1.threats.md", ".instride/watch/c0"];
      for (const path of [...some, ...extra]) {
        const expected = all
          .filter((spec) => inputsOf(spec, [{ path, mode: "100644", oid: "1" }]).has(path))
          .map(({ id }) => id);
        assert.deepEqual([...index.inputOf(path)].sort(), expected, path);
      }
    }),
    { numRuns: 300 },
  );
});
