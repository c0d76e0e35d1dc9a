// The report as a browser shows it: from a file, with nothing beside it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { renderReport } from "../../../src/report/html/report.ts";
import { accessibilityProblems, openBrowser, withoutBrowser } from "../../support/browser.ts";
import { twoComponents } from "./reports.ts";

const skip = withoutBrowser;

const saved = async (t: TestContext): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "instride-page-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "report.html");
  writeFileSync(file, await renderReport(twoComponents()));
  return pathToFileURL(file).href;
};

interface Opened {
  readonly page: Page;
  /** Errors of the console and requests for anything but the page. */
  readonly complaints: string[];
}

const shown = (page: Page): Promise<number> => page.locator("details.threat:visible").count();

const open = async (
  t: TestContext,
  options: { width?: number; colorScheme?: "light" | "dark"; javaScriptEnabled?: boolean } = {},
): Promise<Opened> => {
  const browser = await openBrowser(t);
  const { width = 1280, ...more } = options;
  const context = await browser.newContext({ viewport: { width, height: 800 }, ...more });
  const page = await context.newPage();
  const complaints: string[] = [];
  const url = await saved(t);
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) complaints.push(request.url());
  });
  await page.goto(url);
  return { page, complaints };
};

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1280, 390])
    test(`axe-core finds nothing, ${colorScheme} and ${width} pixels wide, closed and opened`, {
      skip,
    }, async (t) => {
      const { page, complaints } = await open(t, { colorScheme, width });
      assert.deepEqual(await accessibilityProblems(page), []);
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
      assert.deepEqual(await accessibilityProblems(page), []);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
      assert.deepEqual(complaints, []);
    });

test("filters narrow the list, say how much is shown, and are undone at once", { skip }, async (t) => {
  const { page } = await open(t);
  const all = await shown(page);
  const count = page.getByRole("status");
  assert.equal(await count.textContent(), `${all} threats`);
  await page.getByRole("combobox", { name: "Severity" }).selectOption("high");
  const grave = await shown(page);
  assert.ok(grave > 0 && grave < all);
  assert.equal(await count.textContent(), `${grave} of ${all} threats`);
  await page.getByRole("combobox", { name: "Component" }).selectOption("sessions");
  assert.equal(await shown(page), grave / 2);
  await page.getByRole("searchbox", { name: "Text" }).fill("NOTHING says this");
  assert.equal(await shown(page), 0);
  assert.equal(await count.textContent(), `0 of ${all} threats`);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(`document.querySelector(".count").textContent === "${all} threats"`);
  await page.getByRole("combobox", { name: "Status" }).selectOption("retired");
  assert.equal(await shown(page), await page.locator("details.threat[data-status~=retired]").count());
  await page.getByRole("combobox", { name: "Status" }).selectOption("");
  await page.getByRole("combobox", { name: "Category" }).selectOption("repudiation");
  assert.equal(await page.locator("details.threat:visible:not([data-category=repudiation])").count(), 0);
});

test("a link to a threat that a filter hides shows it, opened", { skip }, async (t) => {
  const { page } = await open(t);
  await page.getByRole("combobox", { name: "Status" }).selectOption("retired");
  const link = page.locator("table a.threat-id").first();
  const id = (await link.textContent()) as string;
  await link.click();
  const threat = page.locator("details.threat", { hasText: id }).first();
  await threat.waitFor({ state: "visible" });
  assert.notEqual(await threat.getAttribute("open"), null);
});

test("an element of the diagram leads to its row by keyboard, and its name says what is open", {
  skip,
}, async (t) => {
  const { page } = await open(t);
  const link = page.getByRole("link", { name: /^Session API .*open.*; process$/ }).first();
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction('location.hash === "#sessions.coverage.session-api"');
  assert.equal(await page.locator("tr:target").count(), 1);
});

test("the first stop of the keyboard skips to the content", { skip }, async (t) => {
  const { page } = await open(t);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("location.hash"), "#main");
});

test("without JavaScript every threat is listed, and no filter pretends to work", { skip }, async (t) => {
  const { page, complaints } = await open(t, { javaScriptEnabled: false });
  assert.ok((await shown(page)) > 0);
  assert.equal(await page.locator("form.filters:visible").count(), 0);
  await page.locator("details.threat > summary").first().click();
  assert.equal(await page.locator("details.threat[open]").count(), 1);
  assert.deepEqual(complaints, []);
});

test("on paper everything is opened, in light colours, without what only a screen needs", {
  skip,
}, async (t) => {
  const { page } = await open(t, { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.locator("form.filters:visible").count(), 0);
  assert.equal(await page.locator("nav.sections:visible").count(), 0);
  const { length } = await page.pdf({ preferCSSPageSize: true });
  assert.ok(length > 0);
  assert.equal(
    await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"),
    "rgb(255, 255, 255)",
  );
  const box = await page.locator("details.threat > .body").first().boundingBox();
  assert.ok((box?.height ?? 0) > 0, "a closed threat is not printed");
});
