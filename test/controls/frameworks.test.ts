// The control data: every framework fits the schema, says "supports", and names each control once.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { builtInFrameworks } from "../../src/controls/frameworks/index.ts";
import { dataKinds, frameworkSchema } from "../../src/controls/schema.ts";
import { projectRoot } from "../support/repository.ts";

test("every framework fits the schema that a house mapping has to fit", () => {
  for (const framework of builtInFrameworks) assert.deepEqual(frameworkSchema.parse(framework), framework);
});

test("the frameworks that instride promises are there, each once", () => {
  assert.deepEqual(
    builtInFrameworks.map(({ id }) => id),
    [
      "soc2",
      "pci-dss",
      "iso27001",
      "hipaa",
      "ssdf",
      "nist-800-53",
      "csf",
      "samm",
      "iec-62443-4-1",
      "cra",
      "nis2",
      "dora",
      "fda",
    ],
  );
});

test("no control stands twice in its framework, and none is served and unserved at once", () => {
  for (const { id, controls, unserved } of builtInFrameworks) {
    const ids = [...controls, ...unserved].map((each) => each.id);
    assert.equal(new Set(ids).size, ids.length, id);
  }
});

test("direct support rests on threats, changes, reviews, risks or exceptions, never on what every tool has", () => {
  const own = new Set(["threats", "change", "review", "risks", "exceptions", "coverage"]);
  for (const { id, controls } of builtInFrameworks)
    for (const control of controls)
      if (control.support === "direct")
        assert.ok(
          control.data.some((kind) => own.has(kind)),
          `${id} ${control.id}`,
        );
});

test("every kind of data serves some control", () => {
  const served = new Set(builtInFrameworks.flatMap(({ controls }) => controls.flatMap(({ data }) => data)));
  assert.deepEqual(
    [...dataKinds].filter((kind) => !served.has(kind)),
    [],
  );
});

test("nothing says that anybody complies: instride supports", () => {
  const folders = ["src/controls", "src/history"].map((folder) => join(projectRoot, folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .map((name) => join(folder, String(name)))
      .filter((name) => name.endsWith(".ts")),
  );
  const others = ["src/commands/controls.ts", "src/report/controls-text.ts", "docs/COMPLIANCE.md"];
  for (const file of [...files, ...others.map((name) => join(projectRoot, name))])
    assert.doesNotMatch(
      readFileSync(file, "utf8"),
      /\bcomplian(?:t|ce)\b(?!\.md)|\bcertif(?:y|ies|ied)\b|\bsatisf(?:y|ies|ied)\b/i,
      file,
    );
});

test("a paraphrase is a sentence of our own length, and nothing is left open", () => {
  for (const { id, controls } of builtInFrameworks)
    for (const { id: control, asks, adds } of controls) {
      assert.match(asks, /^[A-Z].{15,200}\.$/, `${id} ${control}`);
      for (const add of adds) assert.match(add, /^[^.]{5,120}$/, `${id} ${control}`);
    }
});
