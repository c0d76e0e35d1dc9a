import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addAttributes, removeAttributes } from "../../src/install/attributes.ts";
import { addHookLine, hasHookLine, hookNames, removeHookLine } from "../../src/install/hook-lines.ts";
import { mergeDriverCommand } from "../../src/install/merge-driver.ts";
import { addPrepare, installsHooks, removePrepare } from "../../src/install/package-json.ts";

const home = "node_modules/instride";
const someText = fc
  .array(fc.constantFrom("npx lint-staged", "#!/bin/sh", "", "npm test", "  echo 'x'"), { maxLength: 5 })
  .chain((lines) => fc.constantFrom(lines.join("\n"), `${lines.join("\n")}\n`));

test("property: taking the hook line out gives back every byte", () => {
  fc.assert(
    fc.property(
      someText.filter((text) => text !== ""),
      fc.constantFrom(...hookNames),
      (text, name) => {
        const added = addHookLine(text, name, home);
        assert.ok(hasHookLine(added, name));
        assert.ok(added.startsWith(text));
        assert.equal(removeHookLine(added, name), text);
      },
    ),
  );
});

test("adding the line twice changes nothing, and a moved package moves the line", () => {
  const once = addHookLine("npx lint-staged\n", "pre-commit", home);
  assert.equal(addHookLine(once, "pre-commit", home), once);
  const moved = addHookLine(once, "pre-commit", "tools/instride");
  assert.equal(moved.split("\n").length, once.split("\n").length);
  assert.match(moved, /tools\/instride\/hooks\/pre-commit/);
  assert.equal(removeHookLine(moved, "pre-commit"), "npx lint-staged\n");
});

test("a package in a folder with blanks and quotes is called by its whole name, and taken out again", () => {
  const odd = "tools/it's 100% ours";
  assert.equal(
    mergeDriverCommand(odd),
    "node 'tools/it'\\''s 100%% ours/bin/instride.js' merge-driver %O %A %B %P",
  );
  for (const name of hookNames) {
    const line = addHookLine("npm test\n", name, odd);
    assert.match(line, new RegExp(`sh 'tools/it'\\\\''s 100% ours/hooks/${name}' "\\$@"`));
    assert.equal(addHookLine(line, name, odd), line);
    assert.equal(removeHookLine(line, name), "npm test\n");
  }
});

test("a hook file that held nothing else is gone after removal", () => {
  assert.equal(removeHookLine(addHookLine(undefined, "post-commit", home), "post-commit"), undefined);
});

test("property: taking the attributes block out gives back every byte", () => {
  fc.assert(
    fc.property(
      someText.filter((text) => text !== ""),
      (text) => {
        assert.equal(removeAttributes(addAttributes(text)), text);
        assert.equal(addAttributes(addAttributes(text)), addAttributes(text));
      },
    ),
  );
  assert.equal(removeAttributes(addAttributes(undefined)), undefined);
});

test("prepare is added after what stands there, and taken out byte for byte", () => {
  for (const text of [
    '{\n  "name": "x"\n}\n',
    '{\n\t"name": "x",\n\t"scripts": {\n\t\t"test": "t"\n\t}\n}',
    '{\n    "scripts": {\n        "prepare": "tsc"\n    }\n}\n',
  ]) {
    const added = addPrepare(text);
    assert.ok(added !== undefined && installsHooks(added));
    assert.equal(removePrepare(added), text);
  }
  assert.match(
    addPrepare('{\n  "scripts": {\n    "prepare": "tsc"\n  }\n}\n') ?? "",
    /"prepare": "tsc && instride init --hooks"/,
  );
});

test("a package.json that is laid out by hand is left alone", () => {
  assert.equal(addPrepare('{ "name": "x" }\n'), undefined);
  assert.equal(addPrepare("{ nonsense"), undefined);
});
