import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { ThreatModel } from "../../src/model/schema.ts";
import { readSource } from "../../src/model/source.ts";
import { asParsed, parseModel, printModel } from "../../src/model/yaml.ts";
import { anyModel } from "./arbitraries.ts";
import { exampleModel } from "./example.ts";

const path = "specs/sessions.threats.yaml";
const parse = (text: string) => parseModel(path, text);
const codes = (text: string): string[] =>
  parse(text).findings.map(({ code, at }) => `${at.line}:${at.column} ${code}`);
const head = "instride: 1\ncomponent: sessions\nframework: stride\n";

test("parsing what was printed gives back an equal model", () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const parsed = parse(printModel(model));
      assert.deepEqual(parsed.model, model);
    }),
    { numRuns: 300 },
  );
});

test("a model as parsed is, key by key, what parsing its print gives", () => {
  const reversed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reversed)
      : typeof value !== "object" || value === null
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .map(([key, item]) => [key, reversed(item)])
              .reverse(),
          );
  fc.assert(
    fc.property(anyModel, (model) => {
      const parsed = parse(printModel(model));
      const known = asParsed(reversed(model) as ThreatModel);
      if (parsed.findings.length > 0) assert.equal(known, undefined);
      else assert.equal(JSON.stringify(known?.model), JSON.stringify(parsed.model));
    }),
    { numRuns: 200 },
  );
  const sound = asParsed(reversed(exampleModel()) as ThreatModel);
  assert.equal(JSON.stringify(sound?.model), JSON.stringify(parse(printModel(exampleModel())).model));
});

test("printing what was parsed gives back the same bytes", () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const text = printModel(model);
      assert.equal(printModel(parse(text).model as ThreatModel), text);
    }),
    { numRuns: 100 },
  );
});

test("the order of keys in a model makes no difference to its print", () => {
  const reversed = (value: unknown): unknown =>
    Array.isArray(value) || typeof value !== "object" || value === null
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, reversed(item)]),
        );
  fc.assert(
    fc.property(anyModel, (model) => {
      assert.equal(printModel(reversed(model) as ThreatModel), printModel(model));
    }),
    { numRuns: 50 },
  );
});

test("a sound model prints in canonical form and has no findings", () => {
  const text = printModel(exampleModel(), { schema: "./schema.json" });
  assert.match(
    text,
    /^# yaml-language-server: \$schema=\.\/schema\.json\ninstride: 1\ncomponent: sessions\n/,
  );
  assert.match(text, /^ {8}S-aaaaa:\n {10}title: Stolen token replayed\n {10}scenario: /m);
  assert.doesNotMatch(text, /covers|\[\]|\{\}/);
  assert.deepEqual(parse(text).findings, []);
});

test("a long text has one sentence a line", () => {
  const model = exampleModel();
  const sentence = "Somebody on the path between both sees the token, and it is not bound to a client.";
  model.summary = `${sentence} That is: they replay it. E.g. from a café's network (see CWE-294). Done?`;
  const text = printModel(model);
  assert.match(
    text,
    /^summary: >-\n {2}Somebody.*\n {2}That is: they replay it\.\n {2}E\.g\. from.*\n {2}Done\?\n/m,
  );
  assert.equal(parse(text).model?.summary, model.summary);
});

test("conflict markers are found before anything else, each with its line", () => {
  const text = `${head}map:\n<<<<<<< HEAD\n  assets: {}\n=======\n  stores: {}\n>>>>>>> theirs\n`;
  const { model, findings } = parse(text);
  assert.equal(model, undefined);
  assert.deepEqual(codes(text), ["5:1 conflict-marker", "9:1 conflict-marker"]);
  assert.match(findings[0]?.next ?? "", /git checkout --conflict/);
});

test("broken YAML is a finding with its place, never an exception", () => {
  assert.deepEqual(codes(`${head}map: {\n`)[0]?.slice(-11), "yaml-syntax");
  assert.deepEqual(codes("a: 1\n---\nb: 2\n").at(-1), "2:1 yaml-syntax");
  assert.deepEqual(codes(""), ["1:1 model-empty"]);
  assert.deepEqual(codes("# only a comment\n"), ["1:1 model-empty"]);
});

test("duplicate keys, aliases, tags and dangerous keys are refused where they stand", () => {
  assert.deepEqual(codes(`${head}map: {}\nframework: linddun\n`), ["5:1 duplicate-key"]);
  assert.deepEqual(codes(`${head}map:\n  assets: &a\n    x: *a\n`), ["6:5 yaml-alias", "6:8 yaml-alias"]);
  assert.deepEqual(codes(`${head}map: !evil {}\n`).at(-1), "4:12 yaml-tag");
  assert.deepEqual(codes(`${head}map:\n  __proto__: 1\n`), ["5:3 yaml-key"]);
});

test("aliases that multiply and nesting without end are refused quickly", () => {
  const lines = ["a0: &a0 [x, x]"];
  for (let i = 1; i < 30; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
  assert.ok(parse(lines.join("\n")).findings.length > 0);
  assert.ok(parse(`a: ${"[".repeat(50_000)}`).findings.length > 0);
});

test("a model of another version says what to do", () => {
  const { model, findings } = parse("instride: 2\ncomponent: x\n");
  assert.equal(model, undefined);
  assert.equal(findings[0]?.code, "model-version");
  assert.deepEqual(findings[0]?.at, { path, line: 1, column: 11 });
  assert.equal(findings[0]?.next, "upgrade instride");
});

test("whatever the schema refuses is reported at its place, all at once", () => {
  const text = [
    "instride: 1",
    "component: Sessions",
    "framework: stride",
    "sumary: x",
    "map:",
    "  assets:",
    "    Tokens: {name: t}",
    "    tokens:",
    "      sensitivity: secrets",
    "      code: [src/a.ts:12]",
    "answers:",
    "  api:",
    "    spoofing:",
    "      threats:",
    "        S-1: {}",
    "",
  ].join("\n");
  const found = parse(text).findings.map(({ at, code, message }) => [
    `${at.line}:${at.column}`,
    code,
    message,
  ]);
  assert.deepEqual(
    found.map(([place, code]) => `${place} ${code}`),
    [
      "2:12 bad-format",
      "4:1 unknown-field",
      "7:5 bad-format",
      "8:5 missing-field",
      "9:20 not-one-of",
      "10:14 bad-format",
      "15:9 bad-format",
    ],
  );
  assert.match(found[1]?.[2] ?? "", /did you mean `summary`/);
  assert.match(
    found[4]?.[2] ?? "",
    /Unexpected `secrets` .* expected one of public, .*did you mean `secret`/,
  );
});

test("a byte-order mark and CRLF are read like any other text", () => {
  const text = printModel(exampleModel());
  const parsed = parse(`\uFEFF${text.replaceAll("\n", "\r\n")}`);
  assert.deepEqual(parsed.model, exampleModel());
});

test("a key that nothing follows says nothing", () => {
  const { model, findings } = parse(`${head}map:\n  assets:\n    tokens:\n      name: Tokens\n      code:\n`);
  assert.deepEqual(findings, []);
  assert.deepEqual(model?.map.assets["tokens"]?.code, []);
});

test("parts that do not fit are findings beside the model", () => {
  const text = printModel(exampleModel()).replace("to: redis", "to: rediss");
  const { model, findings } = parse(text);
  assert.notEqual(model, undefined);
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.code, "unknown-reference");
  assert.match(findings[0]?.message ?? "", /did you mean `redis`/);
  assert.equal(text.split("\n")[(findings[0]?.at.line ?? 0) - 1]?.trim(), "to: rediss");
});

test("any text at all is answered with findings, never with an exception", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (text) => {
      const { findings, model } = parse(text);
      assert.ok(model !== undefined || findings.length > 0);
      const lines = text.split("\n").length;
      for (const { at } of findings) assert.ok((at.line ?? 0) >= 1 && (at.line ?? 0) <= lines + 1);
    }),
    { numRuns: 300 },
  );
});

test("a damaged print is answered with findings, never with an exception", () => {
  const text = printModel(exampleModel());
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.nat(30),
      fc.constantFrom("", ":", "- ", "\t", "{", "*", "&a", "? ", "\n"),
      (at, cut, put) => {
        const { findings, model } = parse(text.slice(0, at) + put + text.slice(at + cut));
        assert.ok(model !== undefined || findings.length > 0);
      },
    ),
    { numRuns: 300 },
  );
});

test("a key that is longer than YAML takes on one line is written in its long form", () => {
  const model = exampleModel();
  const key = `outbound:${"x".repeat(2000)}`;
  model.map["set-aside"][key] = { reason: "A test service." };
  const text = printModel(model);
  assert.deepEqual(parse(text).model, model);
  const noted = text.replace(/^( *\? .*)$/m, "$1 # why so long?");
  const { comments } = parse(noted);
  assert.equal(printModel(model, { comments }), noted);
});

test("a model of more than four million characters is a finding", () => {
  const { model, findings } = parseModel("m.threats.yaml", `# ${"a".repeat(4 * 1024 * 1024)}\ninstride: 1\n`);
  assert.deepEqual(
    [model, findings.map(({ code, severity }) => [code, severity])],
    [undefined, [["model-too-large", "error"]]],
  );
});

test("a text that YAML takes for a number is written in quotes", () => {
  for (const text of ["+.5", ".5", "-.5", "+1e3", "0x1f", "+.inf", "1_000", "12:30"]) {
    const model = exampleModel();
    model.summary = text;
    const printed = printModel(model);
    assert.match(printed, /^summary: "/m);
    assert.equal(readSource(printed).problems.length, 0);
    assert.equal((readSource(printed).value as { summary: unknown }).summary, text);
  }
});

test("characters that show nothing are written by their numbers", () => {
  for (const character of [
    "\ufe0f",
    "\ufe00",
    "\u115f",
    "\u1160",
    "\u3164",
    "\uffa0",
    "\u034f",
    "\u2800",
    "\u202e",
  ]) {
    const model = exampleModel();
    model.summary = `Issues${character}tokens.`;
    const text = printModel(model);
    assert.ok(!text.includes(character), character.codePointAt(0)?.toString(16));
    assert.equal(parseModel("m.threats.yaml", text).model?.summary, model.summary);
  }
});
