import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { ThreatModel } from "../../src/model/schema.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { anyModel } from "./arbitraries.ts";
import { exampleModel } from "./example.ts";

const parse = (text: string) => parseModel("m.threats.yaml", text);
const reprint = (text: string, change: (model: ThreatModel) => void = () => {}): string => {
  const { model, comments, findings } = parse(text);
  assert.notEqual(model, undefined, JSON.stringify(findings));
  const next = structuredClone(model as ThreatModel);
  change(next);
  return printModel(next, { comments });
};

const commented = (): string =>
  printModel(exampleModel())
    .replace(/^instride/, "# kept by the sessions team\n\n# ask them first\ninstride")
    .replace("component: sessions", "component: sessions # the one in /auth")
    .replace(/^map:/m, "# drawn on a whiteboard\nmap: # see also docs/")
    .replace(
      "          - CWE-294",
      "          # the nearest that there is\n            - CWE-294 # or CWE-384?",
    )
    .replace("        S-aaaaa:", "        # ada: is this still true?\n        S-aaaaa: # reviewed")
    .replace("          status: mitigated", "          status: mitigated # by expiry")
    .concat("# the end\n");

test("comments stay where they are", () => {
  const text = commented();
  const once = reprint(text);
  for (const comment of text.match(/(?<=^|\s)#.*/gm) ?? []) assert.ok(once.includes(comment), comment);
  assert.equal(reprint(once), once);
  assert.match(once, /^# kept by the sessions team\n\n# ask them first\ninstride: 1\n/);
  assert.match(once, /^component: sessions # the one in \/auth$/m);
  assert.match(once, /^ {8}# ada: is this still true\?\n {8}S-aaaaa: # reviewed$/m);
  assert.match(once, /^ {12}# the nearest that there is\n {12}- CWE-294 # or CWE-384\?$/m);
  assert.match(once, /# the end\n$/);
});

test("comments survive new neighbours", () => {
  const next = reprint(commented(), (model) => {
    const threats = model.answers["api"]?.["spoofing"]?.threats;
    const threat = threats?.["S-aaaaa"];
    assert.ok(threats !== undefined && threat !== undefined);
    threat.weakness.unshift("CWE-1");
    threats["S-aaaa2"] = structuredClone(threat);
  });
  assert.match(next, /^ {8}# ada: is this still true\?\n {8}S-aaaaa: # reviewed$/m);
  assert.match(next, /^ {12}- CWE-1\n {12}# the nearest that there is\n {12}- CWE-294 # or CWE-384\?$/m);
});

test("comments of what is gone move up and are never lost", () => {
  const text = commented();
  const next = reprint(text, (model) => {
    delete model.answers["api"];
  });
  for (const comment of text.match(/(?<=^|\s)#.*/gm) ?? []) assert.ok(next.includes(comment), comment);
  assert.match(next, /# ada: is this still true\?/);
  assert.equal(reprint(next), next);
});

test("comments between folded lines, in flow lists and below a block are kept", () => {
  const text = [
    "instride: 1",
    "component: sessions",
    "framework: stride",
    "summary: >- # in two lines",
    "  One # no comment.",
    "  Two.",
    "map:",
    "  assets:",
    "    tokens:",
    "      name: Tokens",
    "      code: [src/a.ts, src/b.ts] # both",
    "      covers: [",
    "        'secret:A', # first",
    "      ] # closed",
    "      # below tokens",
    "    # below assets",
    "  # below map",
    "",
  ].join("\n");
  const once = reprint(text);
  const { model } = parse(once);
  assert.equal(model?.summary, "One # no comment. Two.");
  const kept = ["in two lines", "both", "first", "closed", "below tokens", "below assets", "below map"];
  for (const comment of kept) assert.equal(once.split(`# ${comment}`).length, 2, comment);
  assert.match(once, /^ {6}code: # both$/m);
  assert.match(once, /^ {6}# below tokens\n {4}# below assets\n {2}# below map\n$/m);
  assert.equal(reprint(once), once);
});

test("an editor's line is written once", () => {
  const text = printModel(exampleModel(), { schema: "./old.json" });
  const { model, comments } = parse(text);
  const next = printModel(model as ThreatModel, { comments, schema: "./new.json" });
  assert.equal(next, text.replace("old", "new"));
});

test("any comments on any model survive and do not change it", () => {
  const comment = fc.stringMatching(/^#[ a-z:#"'-]{0,10}$/).map((text) => text.trimEnd());
  fc.assert(
    fc.property(
      anyModel,
      fc.array(fc.tuple(fc.nat(), comment, fc.nat(8)), { maxLength: 6 }),
      (model, notes) => {
        // Comments that a person could write: on lines of their own, between the lines of the print.
        const lines = printModel(model).split("\n");
        const indentOf = (line: string): number => line.length - line.trimStart().length;
        const isBlock = (index: number): boolean => {
          let indent = indentOf(lines[index] ?? "");
          for (let up = index - 1; up >= 0 && indent > 0; up--) {
            const above = lines[up] ?? "";
            if (above.trim() === "" || indentOf(above) >= indent) continue;
            if (/ (?:>-|\||\|-)$/.test(above)) return true;
            indent = indentOf(above);
          }
          return false;
        };
        // A deep comment below a block of text would be part of it, blank lines or not.
        const follows = (index: number): number => {
          let up = index - 1;
          while (up > 0 && (lines[up] ?? "").trim() === "") up--;
          return up;
        };
        const written: string[] = [];
        for (const [where, note, column] of notes) {
          const at = where % lines.length;
          if (isBlock(at) || isBlock(follows(at)) || (lines[at] ?? "") === "") continue;
          written.push(note);
          lines.splice(at, 0, `${" ".repeat(column)}${note}`);
        }
        const text = lines.join("\n");
        const parsed = parse(text);
        if (parsed.model === undefined) return; // the comment fell into a block of text after all
        assert.deepEqual(parsed.model, model);
        const once = printModel(model, { comments: parsed.comments });
        const again = parse(once);
        assert.deepEqual(again.model, model);
        assert.equal(printModel(again.model as ThreatModel, { comments: again.comments }), once);
        const count = (from: string, what: string): number =>
          from.split("\n").filter((line) => line.trim() === what).length;
        for (const note of written) assert.ok(count(once, note) >= 1, `lost ${note}`);
      },
    ),
    { numRuns: 100, endOnFailure: true },
  );
});
