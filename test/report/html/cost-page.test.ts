import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { costReport, type ReportOptions } from "../../../src/cost/report.ts";
import type { Spend } from "../../../src/cost/spend.ts";
import { costPage } from "../../../src/report/html/cost-page.ts";
import { pricing, reference, spend, usage } from "../../cost/spends.ts";
import { withoutBrowser } from "../../support/browser.ts";
import { closeChromium, openPage } from "../../support/chromium.ts";

after(closeChromium);

const evil = '<img src=x onerror="document.title=1"> =cmd() `code`';

const history = (): Spend[] =>
  Array.from({ length: 40 }, (_, at) =>
    spend({
      component: at % 3 === 0 ? "sessions" : at % 3 === 1 ? "notes" : "a-component-with-a-very-long-name",
      author: at === 7 ? evil : "Ada",
      mode: at % 4 === 0 ? "carried" : "same-context",
      day: `2026-${String(5 + Math.floor(at / 10)).padStart(2, "0")}-11`,
      usage:
        at % 4 === 0
          ? []
          : [
              usage({ cacheRead: 18_000 + at * 100, cacheWrite5m: 200, output: 90 + at }),
              ...(at === 1 ? [usage({ output: 9000, purpose: "code" as const })] : []),
              ...(at === 9 ? [usage({ output: 50, model: "llama-4" })] : []),
            ],
    }),
  );

const pageOf = (spends: readonly Spend[]): string => {
  const options: ReportOptions = {
    by: "component",
    referenceModel: reference,
    pricing,
    range: "main",
    repositories: ["shop"],
    commits: spends.length + 12,
  };
  const report = costReport(spends, options) ?? assert.fail();
  return costPage(report, options, { version: "0.1.0", today: "2026-11-25" });
};

test("The page holds everything that it needs, and nothing that runs", () => {
  const page = pageOf(history());
  assert.doesNotMatch(page, /<script|<link rel="stylesheet"|@import|url\(/);
  assert.match(page, /default-src 'none'/);
  assert.doesNotMatch(page, /<img/);
});

const opened = async (t: TestContext, options: Parameters<typeof openPage>[2]) => {
  const { page, complaints } = await openPage(t, pageOf(history()), options);
  return { page, complaints };
};

for (const scheme of ["light", "dark"] as const)
  for (const width of [390, 1280])
    test(`In ${scheme}, ${width} wide: no request, no complaint, nothing wider than the window, text that can be read`, {
      skip: withoutBrowser,
    }, async (t) => {
      const { page, complaints } = await opened(t, { scheme, width });
      assert.deepEqual(complaints, []);
      const wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
      assert.equal(wide, 0);
      const contrast = (await page.evaluate(`(() => {
        const parse = (text) => text.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((v) => { const c = v / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; })
          .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
        const ground = (node) => { for (let at = node; at; at = at.parentElement) { const c = parse(getComputedStyle(at).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
        return [...document.querySelectorAll("td, th, p, dt, dd, figcaption, figure text")].map((node) => {
          const style = getComputedStyle(node);
          const ink = light(parse(node.tagName === "text" ? style.fill : style.color));
          const paper = light(ground(node.closest("figure, td, th, body")));
          return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        });
      })()`)) as number[];
      assert.ok(contrast.length > 200);
      assert.ok(Math.min(...contrast) >= 4.5, `contrast ${Math.min(...contrast)}`);
    });

test("A keyboard reaches every section, plot and table, and a screen reader is told what each is", {
  skip: withoutBrowser,
}, async (t) => {
  const { page } = await opened(t, {});
  const reached = new Set<string>();
  for (let at = 0; at < 40; at += 1) {
    await page.keyboard.press("Tab");
    const name = (await page.evaluate(
      `document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent`,
    )) as string;
    reached.add(name);
  }
  for (const wanted of [
    "Skip to content",
    "Commits",
    "Method",
    "Each commit.",
    "Running total.",
    "By component",
  ])
    assert.ok(
      [...reached].some((name) => name === wanted),
      `${wanted} is not reached: ${[...reached].join(" | ")}`,
    );
  const unnamed = await page.evaluate(
    `[...document.querySelectorAll("svg[role=img], [role=region], table")].filter((node) => !(node.getAttribute("aria-label") ?? node.caption?.textContent)).length`,
  );
  assert.equal(unnamed, 0);
  const plots = await page.locator("figure.plot").count();
  assert.equal(plots, 5);
  const headed = await page.evaluate(
    `[...document.querySelectorAll("tbody tr")].every((row) => row.querySelector("th[scope=row]"))`,
  );
  assert.equal(headed, true);
});

test("Each commit has its mark in the plot and its row in the table beside it; what is free is hollow", {
  skip: withoutBrowser,
}, async (t) => {
  const { page } = await opened(t, {});
  assert.equal(await page.locator("#each-commit svg[role=img] g").count(), 80);
  assert.equal(await page.locator("#each-commit svg[role=img] g.hollow").count(), 10);
  const rows = await page.locator('section[aria-labelledby="commits"] tbody tr').count();
  assert.equal(rows, 40);
  assert.match((await page.locator("dl.figures").textContent()) ?? "", /≥ \$/);
  assert.equal(await page.locator("img").count(), 0);
});

test("On paper all rows are there, in black on white, and no table is cut", {
  skip: withoutBrowser,
}, async (t) => {
  const { page } = await opened(t, { scheme: "dark", width: 718 }); // A4 without its margins
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(
    await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"),
    "rgb(255, 255, 255)",
  );
  const cut = await page.evaluate(
    `[...document.querySelectorAll(".scroll")].filter((node) => node.scrollWidth > document.documentElement.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1).map((node) => node.getAttribute("aria-label") + " " + node.scrollWidth)`,
  );
  assert.deepEqual(cut, []);
  assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 718);
  assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
});

test("A history without a record makes a page that says so", () => {
  assert.match(pageOf([]), /No record was added in main: nothing was spent/);
});
