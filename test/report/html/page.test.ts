import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { renderPage } from "../../../src/report/html/page.ts";

const body = { title: "A page", bodyHtml: "<p>text</p>" };

test("the policy lets in exactly the page's own style and script", () => {
  const page = renderPage({ ...body, css: ".x { color: red; }", script: "void 0;" });
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "";
  const hashOf = (element: string): string => {
    const text = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] as string;
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  assert.ok(policy.includes(`style-src ${hashOf("style")};`));
  assert.ok(policy.includes(`script-src ${hashOf("script")};`));
  assert.match(policy, /^default-src 'none';/);
  assert.match(renderPage(body), /script-src 'none'/);
});

test("a title is text, in the heading and in the window", () => {
  const page = renderPage({ ...body, title: "A & B <script>x</script> `code`" });
  assert.match(page, /<title>A &amp; B &lt;script&gt;x&lt;\/script&gt; 'code'<\/title>/);
  assert.match(page, /<h1>A &amp; B &lt;script&gt;x&lt;\/script&gt; <code>code<\/code><\/h1>/);
});

test("own text that would end its element early is refused", () => {
  assert.throws(() => renderPage({ ...body, script: "'</script>'" }), /end it early/);
  assert.throws(() => renderPage({ ...body, css: "</STYLE>" }), /end it early/);
});
