import assert from "node:assert/strict";
import { test } from "node:test";
import { Lang, parse } from "@ast-grep/napi";
import fc from "fast-check";
import { scaffold } from "../../../../src/agents/rules/scaffold/index.ts";
import { doc, lineComment, literal, remark } from "../../../../src/agents/rules/scaffold/text.ts";
import { matcher } from "../../../../src/pairing/targets.ts";
import type { InterfaceRow } from "../../../../src/spec/types.ts";
import { attacks, specOf } from "./specs.ts";

const weird = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.tuple(fc.constantFrom(...attacks), fc.constantFrom(...attacks)).map((parts) => parts.join("")),
);

const weirdInput = fc.record(
  {
    name: weird,
    type: fc.oneof(
      fc.constantFrom("string", "integer", "number", "boolean", "string[]", "unknown", "uuid"),
      weird,
    ),
    optional: fc.boolean(),
    min: fc.oneof(fc.integer(), fc.double()),
    max: fc.oneof(fc.integer(), fc.double()),
    oneOf: fc.array(weird, { maxLength: 3 }),
    format: weird,
    in: fc.constantFrom("path" as const, "query" as const, "header" as const, "body" as const),
  },
  { requiredKeys: ["name", "type", "optional"] },
);

const weirdRow: fc.Arbitrary<InterfaceRow> = fc
  .record(
    {
      name: weird,
      kind: fc.constantFrom("http" as const, "function" as const, "command" as const, "queue" as const),
      method: fc.oneof(fc.constantFrom("GET", "POST", "DELETE"), weird),
      route: fc.oneof(
        weird,
        fc.array(weird, { maxLength: 3 }).map((parts) => `/${parts.join("/:")}`),
      ),
      inputs: fc.array(weirdInput, { maxLength: 4 }),
      output: weird,
      auth: fc.oneof(fc.constantFrom("none", "session", "role admin"), weird),
      errors: fc.array(weird, { maxLength: 2 }),
      description: weird,
    },
    { requiredKeys: ["name", "kind", "inputs", "errors"] },
  )
  .map((each) => ({ ...each, at: { path: "specs/x.md", line: 1 } }));

/** No syntax error, and nothing of an attack outside strings and comments. */
const assertContained = (code: string): void => {
  const root = parse(Lang.TypeScript, code).root();
  assert.equal(root.find({ rule: { kind: "ERROR" } })?.text(), undefined, code);
  for (const kind of ["identifier", "shorthand_property_identifier", "template_substitution"]) {
    const escaped = root.find({ rule: { kind, regex: "pwn\\$" } });
    assert.equal(escaped?.text(), undefined, code);
  }
  assert.doesNotMatch(code, /[\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
  assert.doesNotMatch(code, /^\s*(?:\/\/+|\/?\*+)\s*@ts-/m);
};

test("whatever a row holds, the code parses and the row's words stay in strings and comments", () => {
  fc.assert(
    fc.property(fc.array(weirdRow, { minLength: 1, maxLength: 4 }), weird, weird, (rows, id, path) => {
      const spec = specOf(rows, { id, path, targets: ["src/x/**"], tests: ["test/**"] });
      const plan = scaffold(spec, {});
      const fits = matcher([...spec.targets, ...spec.tests]);
      for (const file of plan.files) {
        assert.ok(fits(file.path), file.path);
        assertContained(file.content);
      }
      const again = scaffold(spec, Object.fromEntries(plan.files.map((file) => [file.path, file.content])));
      assert.deepEqual([again.files, again.withheld], [[], []]);
    }),
    { numRuns: 60 },
  );
});

test("whatever the globs are, every path matches one of them and stays in the repository", () => {
  const part = fc.constantFrom(
    "src",
    "**",
    "*",
    "*.ts",
    "*.mts",
    "a*b",
    "?",
    "[ab]",
    "{a,b}",
    "..",
    "x.ts",
    "test",
    "",
    "*.*",
    "*.test.ts",
    "x.d.ts",
  );
  const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  const globs = fc.array(
    fc.oneof(
      glob,
      glob.map((text) => `!${text}`),
    ),
    { maxLength: 3 },
  );
  const rows: InterfaceRow[] = [
    {
      name: "GET /a",
      kind: "http",
      method: "GET",
      route: "/a",
      inputs: [],
      errors: [],
      at: { path: "s.md" },
    },
    { name: "b()", kind: "function", inputs: [], errors: [], at: { path: "s.md" } },
  ];
  fc.assert(
    fc.property(globs, globs, (targets, tests) => {
      const { files } = scaffold(specOf(rows, { targets, tests }), {});
      const [code, proofs] = [targets, tests].map((each) =>
        matcher(each.filter((text) => /[^!/]/.test(text))),
      );
      const fits = (path: string): boolean => code?.(path) === true || proofs?.(path) === true;
      for (const { path } of files) {
        assert.ok(fits(path), path);
        assert.doesNotMatch(path, /(?:^|\/)\.{0,2}(?:\/|$)/);
      }
      assert.equal(new Set(files.map(({ path }) => path.toLowerCase())).size, files.length);
    }),
    { numRuns: 300 },
  );
});

test("a literal evaluates to exactly its text", () => {
  fc.assert(
    fc.property(weird, (text) => {
      assert.equal(new Function(`return ${literal(text)};`)(), text);
    }),
  );
});

test("a comment holds one comment and nothing else", () => {
  fc.assert(
    fc.property(fc.array(weird, { minLength: 1, maxLength: 3 }), (lines) => {
      for (const comment of [
        doc(lines.map((line) => `Spec: ${line}`)),
        lineComment(`About ${lines.join(" ")}`),
      ]) {
        assert.equal(new Function(`${comment}\nreturn 1;`)(), 1);
        assert.deepEqual(
          parse(Lang.TypeScript, comment)
            .root()
            .children()
            .filter((child) => child.kind() !== "comment"),
          [],
        );
      }
    }),
  );
  assert.equal(remark("a\u202eb */ @ts-ignore"), "a b * / (at)ts-ignore");
});
