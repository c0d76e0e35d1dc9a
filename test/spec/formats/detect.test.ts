// Specs of other tools, told by their paths; and what init says and leaves alone because of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matcher } from "../../../src/pairing/targets.ts";
import { detectFormats } from "../../../src/spec/formats/detect.ts";
import { formatsLine, specGlobsFor } from "../../../src/spec/formats/line.ts";
import { globProblem } from "../../../src/spec/glob.ts";

const paths = [
  ".kiro/specs/login/design.md",
  ".kiro/specs/login/requirements.md",
  ".kiro/steering/product.md",
  "docs/spec.md",
  "openspec/changes/add-2fa/proposal.md",
  "openspec/changes/add-2fa/specs/auth/spec.md",
  "openspec/changes/archive/2026-01-01-x/specs/auth/spec.md",
  "openspec/specs/auth/spec.md",
  "openspec/specs/identity/sso/spec.md",
  "packages/a/specs/mail.spec.md",
  "specs/001-notes/plan.md",
  "specs/001-notes/spec.md",
  "specs/notes.md",
  "src/mail.spec.ts",
];

test("each format is told by its layout, changes apart from specs, archived changes not at all", () => {
  assert.deepEqual(
    detectFormats(paths).map(({ format, path, name, change }) => [format, path, name, change]),
    [
      ["kiro", ".kiro/specs/login/requirements.md", "login", false],
      ["openspec", "openspec/changes/add-2fa/specs/auth/spec.md", "auth", true],
      ["openspec", "openspec/specs/auth/spec.md", "auth", false],
      ["openspec", "openspec/specs/identity/sso/spec.md", "identity-sso", false],
      ["tessl", "packages/a/specs/mail.spec.md", "mail", false],
      ["spec-kit", "specs/001-notes/spec.md", "notes", false],
    ],
  );
});

test("init says in one line what it found and what to do", () => {
  assert.equal(
    formatsLine(detectFormats(paths)),
    "found Tessl: 1 spec; OpenSpec: 2 specs, 1 open change; Spec Kit: 1 spec; Kiro: 1 spec; they stay as they are. instride new login --from .kiro/specs/login/requirements.md writes the companion that adds targets and security",
  );
  assert.equal(formatsLine(detectFormats(["specs/notes.md", "README.md"])), "");
});

test("spec globs leave other tools' files alone, and nothing else", () => {
  const defaults = ["specs/**/*.md"];
  const globs = specGlobsFor(defaults, detectFormats(paths), paths);
  const isOurs = matcher(globs);
  assert.deepEqual(paths.filter(isOurs), ["specs/notes.md"]);
  for (const glob of globs) assert.equal(globProblem(glob), undefined, glob);
  assert.deepEqual(specGlobsFor(defaults, detectFormats(["specs/notes.md"]), ["specs/notes.md"]), defaults);
});

test("with instride's preset for Spec Kit its specs are read directly", () => {
  const all = [...paths, ".specify/presets/instride/preset.yml"];
  const isOurs = matcher(specGlobsFor(["specs/**/*.md"], detectFormats(all), all));
  assert.deepEqual(all.filter(isOurs), ["specs/001-notes/spec.md", "specs/notes.md"]);
});

test("any list of paths can be looked at, and the order makes no difference", () => {
  const path = fc.oneof(fc.constantFrom(...paths), fc.string());
  fc.assert(
    fc.property(fc.array(path), (some) => {
      assert.deepEqual(detectFormats(some), detectFormats([...some].reverse()));
      assert.equal(formatsLine(detectFormats(some)).includes("\n"), false);
    }),
  );
});
