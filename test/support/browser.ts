// A headless Chromium for tests of pages. Machines without one skip those tests, and say so.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The browser that CHROMIUM names, else the first on PATH. */
export const chromiumPath: string | undefined = [
  process.env["CHROMIUM"],
  ...(process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name))),
].find((path) => path !== undefined && existsSync(path));

/** For the `skip` of a test: false, or why it can't run here. */
export const withoutBrowser: false | string =
  chromiumPath === undefined ? "no Chromium on PATH; CHROMIUM names one" : false;

/** Ends with the test. */
export const openBrowser = async (t: TestContext): Promise<Browser> => {
  const browser = await chromium.launch({ executablePath: chromiumPath as string });
  t.after(() => browser.close());
  return browser;
};

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong with the page as it stands, one line each. Its rules of every standard count. */
export const accessibilityProblems = async (page: Page): Promise<string[]> => {
  const session = await page.context().newCDPSession(page);
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: `${axe}; axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html.slice(0, 160))))`,
    awaitPromise: true,
    returnByValue: true,
    allowUnsafeEvalBlockedByCSP: true,
  });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
  return result.value as string[];
};
