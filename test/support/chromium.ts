// Shows documents in the headless Chromium of browser.ts, and notices what a self-contained page never does.

import type { TestContext } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumPath } from "./browser.ts";

let running: Promise<Browser> | undefined;

const browser = async (): Promise<Browser> => {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: chromiumPath as string });
};

export interface Opened {
  readonly page: Page;
  /** What the page did that a self-contained one does not: requests, errors, messages on the console. */
  readonly complaints: readonly string[];
}

/** Shows a document. It is closed at the end of the test, the browser at the end of the process. */
export const openPage = async (
  t: TestContext,
  document: string,
  options: { readonly scheme?: "light" | "dark"; readonly width?: number } = {},
): Promise<Opened> => {
  running ??= browser();
  const context = await (await running).newContext({
    colorScheme: options.scheme ?? "light",
    viewport: { width: options.width ?? 1280, height: 900 },
  });
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url === "http://page.invalid/") return route.fulfill({ contentType: "text/html", body: document });
    complaints.push(`request for ${url}`);
    return route.abort();
  });
  await page.goto("http://page.invalid/");
  return { page, complaints };
};

/** For `after()` of a test file that opened pages. */
export const closeChromium = async (): Promise<void> => {
  await (await running)?.close();
};
