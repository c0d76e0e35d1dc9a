import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { builtInFrameworks } from "../../src/controls/frameworks/index.ts";
import { parseMapping } from "../../src/controls/mapping.ts";
import { type ControlFramework, dataKinds, supports } from "../../src/controls/schema.ts";
import { projectRoot } from "../support/repository.ts";

const good = `frameworks:
  - id: house
    name: House rules
    version: "7"
    controls:
      - id: H-1
        asks: Threats are known.
        support: direct
        data: [threats, review]
        adds:
          - the rest
`;

const told = (text: string): string[] =>
  parseMapping("house.yaml", text).findings.map(({ at, message }) => `${at.line}:${at.column} ${message}`);

test("a mapping is read, with defaults for what may be left out", () => {
  const { frameworks, findings } = parseMapping("house.yaml", good);
  assert.deepEqual(findings, []);
  assert.equal(frameworks[0]?.controls[0]?.support, "direct");
  assert.deepEqual(frameworks[0]?.unserved, []);
});

test("JSON is read too", () => {
  const { frameworks } = parseMapping("house.yaml", good);
  assert.deepEqual(parseMapping("house.json", JSON.stringify({ frameworks })).frameworks, frameworks);
});

test("each problem has its place, and the nearest right word", () => {
  assert.deepEqual(told(good.replace("direct", "dirct")), [
    '8:18 Unexpected value of `frameworks.0.controls.0.support`: Invalid option: expected one of "direct"|"partial"|"indirect" (did you mean `direct`?)',
  ]);
  assert.match(told(good.replace("review", "revew"))[0] ?? "", /^9:25 .*did you mean `review`/);
  assert.match(
    told(`${good}        owner: me\n`)[0] ?? "",
    /^12:16 Unexpected key `frameworks\.0\.controls\.0\.owner`/,
  );
  assert.match(told(good.replace("id: house", "id: soc2"))[0] ?? "", /^2:9 Unexpected framework id `soc2`/);
  assert.match(told("a: [b\n")[0] ?? "", /expected YAML or JSON/);
  assert.match(told("")[0] ?? "", /^1:1 Unexpected value of `the file`/);
  assert.match(told("a: &x 1\nb: *x\n")[0] ?? "", /alias/);
});

test("a control that stands twice is refused", () => {
  const again = good.slice(good.indexOf("      - id: H-1"));
  assert.match(told(good + again)[0] ?? "", /^12:13 Unexpected control id `H-1`/);
});

const words = fc.stringMatching(/^[A-Za-z][A-Za-z ,:#"'-]{0,30}[a-z]$/);
const framework: fc.Arbitrary<ControlFramework> = fc.record({
  id: fc.stringMatching(/^x[a-z0-9-]{0,8}$/),
  name: words,
  version: words,
  notes: fc.array(words, { maxLength: 2 }),
  controls: fc.uniqueArray(
    fc.record({
      id: words,
      asks: words,
      support: fc.constantFrom(...supports),
      data: fc.uniqueArray(fc.constantFrom(...dataKinds), { minLength: 1, maxLength: 3 }),
      adds: fc.array(words, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 4, selector: ({ id }) => id },
  ),
  unserved: fc.array(fc.record({ id: words, why: words }), { maxLength: 1 }),
});

test("what fits the schema comes back as it was", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(framework, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
      (frameworks) => {
        const { frameworks: read, findings } = parseMapping(
          "m.json",
          JSON.stringify({ frameworks }, undefined, 2),
        );
        assert.deepEqual(findings, []);
        assert.deepEqual(read, JSON.parse(JSON.stringify(frameworks)));
      },
    ),
  );
});

test("any text gives frameworks or findings, each finding inside the text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.constant(good).chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))),
      ),
      (text) => {
        const { frameworks, findings } = parseMapping("m.yaml", text);
        assert.ok(frameworks.length > 0 !== findings.length > 0);
        const lines = text.split("\n").length + 1;
        for (const { at } of findings) assert.ok((at.line ?? 1) >= 1 && (at.line ?? 1) <= lines);
      },
    ),
  );
});

test("the example of docs/COMPLIANCE.md is a mapping", () => {
  const page = readFileSync(join(projectRoot, "docs/COMPLIANCE.md"), "utf8");
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(page) as unknown as [string, string];
  const { frameworks, findings } = parseMapping("docs/COMPLIANCE.md", example);
  assert.deepEqual(findings, []);
  assert.equal(frameworks[0]?.controls[0]?.id, "PAY-7");
  for (const kind of dataKinds) assert.match(page, new RegExp(`^\\| ${kind} \\|`, "m"));
  for (const { name } of builtInFrameworks) assert.ok(page.includes(name.replace(/ premarket.*/, "")), name);
});
