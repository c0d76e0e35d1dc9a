import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { specSlice } from "../../../src/agents/claude/spec-slice.ts";

const table = (rows: number): string =>
  [
    "| Route | Caller |",
    "|---|---|",
    ...Array.from({ length: rows }, (_, at) => `| \`GET /things-${at}x\` | Browser |`),
  ].join("\n");

const spec = (rows: number): string => `# Title\n\nProse stays.\n\n${table(rows)}\n\nMore prose.\n`;

test("a short spec is sent as it is", () => {
  assert.equal(specSlice(spec(12), []), spec(12));
});

test("of a long table the heading, the rows of the change and a count are left", () => {
  const lines = specSlice(spec(300), ["GET /things-7x"]).split("\n");
  assert.deepEqual(lines.slice(4, 8), [
    "| Route | Caller |",
    "|---|---|",
    "| `GET /things-7x` | Browser |",
    "(299 more rows, which the change does not touch)",
  ]);
  assert.equal(lines[2], "Prose stays.");
  assert.equal(lines.at(-2), "More prose.");
});

test("its size does not follow the table", () => {
  const size = (rows: number): number => specSlice(spec(rows), ["GET /things-7x"]).length;
  assert.ok(size(3000) < size(300) + 10);
});

test("more rows that the change touches than fit are counted too", () => {
  const lines = specSlice(spec(300), ["Browser"]).split("\n");
  assert.ok(lines.includes("(288 more rows, which the change does not touch or that are too many to show)"));
});

test("long lists are cut in the same way, code in fences is not", () => {
  const list = Array.from({ length: 40 }, (_, at) => `- item ${at}`).join("\n");
  assert.equal(specSlice(list, []), "(40 more items, which the change does not touch)");
  const fenced = `\`\`\`\n${list}\n\`\`\``;
  assert.equal(specSlice(fenced, []), fenced);
});

test("every line comes from the spec or counts what was left out, in the spec's order", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.constantFrom("| a | b |", "|---|---|", "- x", "1. y", "```", "~~~", "", "| long name | c |"),
          fc.string(),
        ),
        { maxLength: 80 },
      ),
      (lines) => {
        const given = lines.join("\n").split("\n");
        let at = 0;
        for (const line of specSlice(lines.join("\n"), ["long name"]).split("\n")) {
          const found = given.indexOf(line, at);
          if (found >= 0) at = found + 1;
          else assert.match(line, /^\(\d+ more (?:rows|items), which the change does not touch/);
        }
      },
    ),
  );
});
