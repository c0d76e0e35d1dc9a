import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { specFactKinds } from "../../src/model/fact.ts";
import { lintSpec } from "../../src/spec/lint.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { newSpec } from "../../src/spec/template.ts";

test("a new spec lints without any finding", () => {
  const text = newSpec({ id: "notes", title: "Notes", target: "src/notes/**" });
  assert.deepEqual(lintSpec(parseSpec("specs/notes.md", text)), []);
});

test("a new spec says what it was asked to say", () => {
  const text = newSpec({ id: "notes", title: "Notes: private", target: "src/notes/**", owner: "Ada: notes" });
  const { spec } = parseSpec("specs/notes.md", text);
  assert.equal(spec?.id, "notes");
  assert.equal(spec?.title, "Notes: private");
  assert.deepEqual(spec?.targets, ["src/notes/**"]);
  assert.equal(spec?.owner, "Ada: notes");
});

test("a new spec is a working start: one route with inputs, and nothing that would speak against a threat", () => {
  const { spec, reading } = parseSpec(
    "specs/notes.md",
    newSpec({ id: "notes", title: "Notes", target: "src/**" }),
  );
  assert.deepEqual(
    spec?.interface.map(({ name, kind, auth, inputs }) => [name, kind, auth, inputs.length]),
    [["POST /notes", "http", "session", 2]],
  );
  const kinds = new Set(spec?.facts.map(({ kind }) => kind));
  const left = ["control", "risk", "assumption"];
  for (const kind of specFactKinds) assert.equal(kinds.has(kind), !left.includes(kind), kind);
  for (const kind of left)
    assert.equal(reading.subsections.find((each) => each.kind === kind)?.state, "none", kind);
  assert.doesNotMatch(JSON.stringify(spec?.facts), /TLS|gateway/i);
});

test("comments of a new spec are not read as statements", () => {
  const { spec } = parseSpec("specs/notes.md", newSpec({ id: "notes", title: "Notes", target: "src/**" }));
  assert.deepEqual(spec?.unread, []);
  assert.doesNotMatch(
    JSON.stringify(spec),
    /Browser -> Notes: note over TLS|2030-06-30|What is worth|60 requests|removes headers/,
  );
});

test("a title of signs alone names no end of a flow", () => {
  for (const title of ["-", "->", "\u2192", "\u2014", "n/a", "None"]) {
    const parsed = parseSpec("specs/notes.md", newSpec({ id: "notes", title, target: "src/notes/**" }));
    assert.deepEqual(lintSpec(parsed), [], title);
    assert.equal(parsed.spec?.title, title);
  }
});

test("a new spec lints clean and keeps its title whatever the title is", () => {
  const word = fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" });
  fc.assert(
    fc.property(word, (title) => {
      fc.pre(
        !/\bTODO|TBD|TBC|XXX|FIXME|lorem|\{\{|[\0\uFFFD<]/i.test(title) &&
          /[^\s\p{Default_Ignorable_Code_Point}]/u.test(title),
      );
      const parsed = parseSpec("specs/notes.md", newSpec({ id: "notes", title, target: "src/notes/**" }));
      assert.deepEqual(lintSpec(parsed), []);
      assert.equal(parsed.spec?.title, title.replace(/\s+/g, " ").trim());
    }),
    { numRuns: 40 },
  );
});
