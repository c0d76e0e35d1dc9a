import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { stride } from "../../src/frameworks/stride.ts";
import { answerSchema, modelSchema, type ThreatModel } from "../../src/model/schema.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { applyEdit, edits } from "./cell-edits.ts";
import { matchesGolden } from "./golden.ts";
import { sessionService } from "./session-service.ts";

/** Fields of a model that hold free text. */
const foreignFields = new Set(
  "name description trust runs data protocol protection authentication authorization decides leaves owner reason title scenario text check next by notes disagreement summary because change".split(
    " ",
  ),
);

const walk = (node: Nodes): Nodes[] => [node, ...("children" in node ? node.children.flatMap(walk) : [])];

const folder = mkdtempSync(join(tmpdir(), "instride-markdown-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const env = {
  PATH: process.env["PATH"],
  HOME: folder,
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.test",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.test",
  GIT_AUTHOR_DATE: "2030-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2030-01-01T00:00:00Z",
};
const git = (args: readonly string[]): string =>
  execFileSync("git", args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const render = (model: ThreatModel): string => renderMarkdown(model, stride);

/** The three-way merge of whole files by lines, as `git merge-file` makes it. */
const mergeFiles = (base: string, ours: string, theirs: string): string => {
  for (const [name, text] of Object.entries({ base, ours, theirs })) writeFileSync(join(folder, name), text);
  const { stdout, status } = spawnSync("git", ["merge-file", "-p", "ours", "base", "theirs"], {
    cwd: folder,
    env,
  });
  assert.equal(status, 0, stdout.toString());
  return stdout.toString();
};

/** A base with answers of every kind, and two changes that touch different questions. */
const forks = fc
  .record({
    start: fc.array(edits, { maxLength: 25 }),
    ours: fc.array(edits, { minLength: 1, maxLength: 3 }),
    theirs: fc.array(edits, { minLength: 1, maxLength: 3 }),
  })
  .map(({ start, ours, theirs }) => ({
    base: start.reduce(applyEdit, sessionService),
    ours,
    theirs: theirs.filter(({ cell }) => ours.every((edit) => edit.cell !== cell)),
  }));

test("the readable threat model of a session service is as agreed", () => {
  const rendered = render(sessionService);
  matchesGolden("sessions.threats.md", rendered);
  assert.ok(rendered.endsWith("\n"));
});

test("branches that touch different questions merge line by line into the merged model's page", () => {
  fc.assert(
    fc.property(forks, ({ base, ours, theirs }) => {
      const mine = ours.reduce(applyEdit, base);
      const merged = mergeFiles(render(base), render(mine), render(theirs.reduce(applyEdit, base)));
      assert.equal(merged, render(theirs.reduce(applyEdit, mine)));
    }),
    { numRuns: 80 },
  );
});

test("a merge of whole branches, as a server makes it, gives the same page", () => {
  git(["init", "-q", "-b", "main", "."]);
  const commit = (model: ThreatModel, parents: readonly string[]): string => {
    writeFileSync(join(folder, "page"), render(model));
    git(["add", "page"]);
    const tree = git(["write-tree"]).trim();
    return git(["commit-tree", tree, "-m", "page", ...parents.flatMap((parent) => ["-p", parent])]).trim();
  };
  fc.assert(
    fc.property(forks, ({ base, ours, theirs }) => {
      const mine = ours.reduce(applyEdit, base);
      const root = commit(base, []);
      const [left, right] = [commit(mine, [root]), commit(theirs.reduce(applyEdit, base), [root])];
      git(["reset", "-q", "--hard", left]);
      git(["merge", "-q", "--no-edit", right]);
      assert.equal(readFileSync(join(folder, "page"), "utf8"), render(theirs.reduce(applyEdit, mine)));
    }),
    { numRuns: 10 },
  );
});

test("two threats of one question that change on two branches merge as well", () => {
  const { base, mine, yours, both } = (() => {
    const model = structuredClone(sessionService);
    const threats = model.answers["session-api"]?.["denial-of-service"]?.threats ?? {};
    threats["D-zzzzz"] = structuredClone(threats["D-3hq6p"]) as NonNullable<(typeof threats)[string]>;
    const change = (from: ThreatModel, id: string): ThreatModel => {
      const copy = structuredClone(from);
      const threat = copy.answers["session-api"]?.["denial-of-service"]?.threats[id];
      if (threat === undefined) throw new Error(id);
      Object.assign(threat, { status: "mitigated", title: `Changed ${id}` });
      return copy;
    };
    const mine = change(model, "D-3hq6p");
    return { base: model, mine, yours: change(model, "D-zzzzz"), both: change(mine, "D-zzzzz") };
  })();
  assert.equal(mergeFiles(render(base), render(mine), render(yours)), render(both));
});

test("the page does not depend on the order in which a model lists things", () => {
  const reverse = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, each]) => [key, reverse(each)]),
        )
      : value;
  assert.equal(render(modelSchema.parse(reverse(sessionService))), render(sessionService));
});

test("an expiry in the past changes nothing: the page knows no day", () => {
  assert.match(render(sessionService), /accepted until 2027-01-31/);
  const long = structuredClone(sessionService);
  const threat = long.answers["session-api"]?.["information-disclosure"]?.threats["I-q4t7z"];
  assert.ok(threat?.acceptance);
  threat.acceptance.until = "1999-01-01";
  assert.match(render(long), /accepted until 1999-01-01/);
});

test("an empty model still reads as a page", () => {
  const empty = modelSchema.parse({ instride: 1, component: "new", framework: "stride", map: {} });
  matchesGolden("empty.threats.md", render(empty));
});

test("whatever a model says, the page holds no HTML, link or image but its own", () => {
  const payload = fc
    .array(
      fc.constantFrom(
        "--><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><b onclick=x>',
        "[a](javascript:alert(1))",
        "![a](http://evil.example/a.png)",
        "<!--",
        "```",
        "</table>",
        "</td>\n\n# Title",
        "word",
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => parts.join(" "));
  fc.assert(
    fc.property(payload, (text) => {
      const poison = (value: unknown, key = ""): unknown => {
        if (typeof value === "string") return foreignFields.has(key) ? text : value;
        if (Array.isArray(value)) return value;
        return typeof value === "object" && value !== null
          ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poison(each, name)]))
          : value;
      };
      const model = modelSchema.parse(poison(sessionService));
      model.answers["browser"] = { ...model.answers["browser"], [text]: answerSchema.parse({}) };
      model.map["set-aside"][text] = { reason: text };
      const tree = unified().use(remarkParse).use(remarkGfm).parse(render(model));
      for (const node of walk(tree)) {
        assert.notEqual(node.type, "image");
        if (node.type === "link")
          assert.match(node.url, /^(#|\/|https:\/\/(cwe|capec)\.mitre\.org|http:\/\/evil\.example\/a)/);
        if (node.type === "html" && !node.value.startsWith("<table>"))
          assert.match(node.value.trim(), /^(<!-- [^<>]* -->|<a id="[^"<>]*">|<\/a>)$/);
        if (node.type === "html" && node.value.startsWith("<table>")) {
          const { body } = new JSDOM(node.value).window.document;
          assert.equal(
            body.querySelectorAll("*:not(table,thead,tbody,tr,th,td,a,strong,br,sub,code)").length,
            0,
          );
          assert.equal(body.querySelectorAll("[onclick],[onerror],[src]").length, 0);
          assert.equal(node.value.endsWith("</table>"), true);
        }
      }
    }),
    { numRuns: 25 },
  );
});
