// Workbook, PDF and page as bytes: what attackers put into names and titles stays text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { sectionHtml } from "../../src/evidence/page.ts";
import { pdfText } from "../../src/evidence/pdf-text.ts";
import { drawSample } from "../../src/evidence/sample.ts";
import type { Section } from "../../src/evidence/section.ts";
import { workbook } from "../../src/evidence/xlsx.ts";

const section: Section = {
  id: "population",
  title: "Population",
  text: [],
  table: {
    columns: [
      { key: "seq", head: "#", kind: "number" },
      { key: "title", head: "Title" },
    ],
    rows: [
      ["1", '=HYPERLINK("http://evil.test","x")'],
      ["2", "<script>alert(1)</script> _x000D_ \ud800 \u0001"],
      ["-3+3", "plain"],
    ],
  },
};

test("a workbook has strings and numbers, and no formula", () => {
  const bytes = workbook([section]);
  assert.ok(bytes.equals(workbook([section])), "made twice, the same bytes");
  const sheet = strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"] as Uint8Array);
  assert.doesNotMatch(sheet, /<f[ >]/);
  assert.match(sheet, /<c r="A2"><v>1<\/v><\/c>/);
  assert.match(sheet, /<c r="B2" t="inlineStr" s="2"><is><t xml:space="preserve">'=HYPERLINK\(&quot;/);
  assert.match(sheet, /&lt;script&gt;alert\(1\)&lt;\/script&gt; _x005F_x000D_ \ufffd \ufffd/);
  assert.match(sheet, /<c r="A4" t="inlineStr" s="2">/);
});

test("the page shows foreign text as text", () => {
  const page = sectionHtml(section);
  assert.doesNotMatch(page, /<script>/);
  assert.match(page, /&lt;script&gt;/);
});

test("characters that the PDF's fonts lack are said by number", () => {
  assert.equal(pdfText("Zoë – 李 ‘x’"), "Zoë – [U+674E] ‘x’");
});

test("a sample follows from the seed alone, whatever the order of the commits", () => {
  const commits = Array.from({ length: 100 }, (_, at) => at.toString(16).padStart(40, "0"));
  const drawn = drawSample(commits, 25, "seed");
  assert.equal(new Set(drawn).size, 25);
  assert.deepEqual(drawSample([...commits].reverse(), 25, "seed"), drawn);
  assert.notDeepEqual(drawSample(commits, 25, "another"), drawn);
  assert.equal(drawSample(commits, 500, "seed").length, 100);
});
