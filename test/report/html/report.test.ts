import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { modelSchema, type ThreatModel } from "../../../src/model/schema.ts";
import { threatsOf } from "../../../src/model/threats.ts";
import { oneLine } from "../../../src/report/foreign.ts";
import { renderReport } from "../../../src/report/html/report.ts";
import { maps, name } from "../any-map.ts";
import { sessionService } from "../session-service.ts";
import { componentOf, reportOf, twoComponents } from "./reports.ts";

const attributesOf = (page: string, attribute: string): string[] =>
  [...page.matchAll(new RegExp(` ${attribute}="([^"]*)"`, "g"))].map((match) => match[1] as string);

/** Each id once, and no link within the page that leads nowhere. */
const checkLinks = (page: string): void => {
  const ids = attributesOf(page, "id");
  assert.equal(new Set(ids).size, ids.length, "an id stands twice");
  const known = new Set(ids);
  for (const link of attributesOf(page, "href"))
    if (link.startsWith("#"))
      assert.ok(known.has(decodeURIComponent(link.slice(1))), `${link} leads nowhere`);
};

test("every link within the page leads somewhere, and every id stands once", async () => {
  checkLinks(await renderReport(twoComponents()));
});

test("every threat of the model is on the page, with its title, its status and its link from the matrix", async () => {
  const page = await renderReport(reportOf(componentOf(sessionService)));
  const { document } = new JSDOM(page).window;
  const threats = threatsOf(sessionService);
  assert.ok(threats.length > 3);
  assert.equal(document.querySelectorAll("details.threat").length, threats.length);
  for (const { id, threat } of threats) {
    const summary = [...document.querySelectorAll("details.threat > summary")].find((each) =>
      each.textContent.includes(id),
    );
    assert.ok(summary?.textContent.includes(threat.title.replaceAll("`", "")), id);
  }
  assert.equal(document.querySelectorAll("svg.dfd").length, 1);
  const { externals, processes, stores } = sessionService.map;
  const elements = [externals, processes, stores].flatMap((section) => Object.keys(section));
  assert.equal(document.querySelectorAll("svg .node > a").length, elements.length);
});

test("whatever a model says is text on the page, and never markup, a second script or a broken link", async () => {
  await fc.assert(
    fc.asyncProperty(maps, fc.array(name, { minLength: 12, maxLength: 12 }), async (map, texts) => {
      const text = (at: number): string => texts[at % texts.length] as string;
      const answers = Object.fromEntries(
        Object.keys(map.processes).map((id, at) => [
          id,
          {
            spoofing: {
              threats: {
                "S-aaaaa": {
                  ...{ title: text(at), scenario: text(at + 1), status: "open", notes: text(at + 2) },
                  severity: { level: "high", reason: text(at + 3), vector: text(at + 4) },
                  mitigations: { one: { text: text(at + 5), kind: "code", evidence: ["a.ts#`x<b>`"] } },
                  acceptance: { by: text(at + 6), reason: text(at + 7), on: "2026-01-01" },
                },
              },
            },
            tampering: { "not-applicable": { reason: text(at + 8), "rests-on": [text(at + 9)] } },
          },
        ]),
      );
      const parsed = modelSchema.safeParse({
        instride: 1,
        component: "c",
        framework: "stride",
        map,
        answers,
      });
      if (!parsed.success) return; // a text of white space alone
      const component = componentOf(parsed.data as ThreatModel, text(10));
      const history = component.history.map((entry) => ({ ...entry, author: text(11), subject: text(2) }));
      const page = await renderReport(
        reportOf({ ...component, history, problems: [text(3)], owner: text(4), specPath: text(5) }),
      );
      assert.doesNotMatch(page, /[\u202a-\u202e\u2066-\u2069]/);
      const { document } = new JSDOM(page).window;
      assert.equal(document.querySelectorAll("script").length, 1);
      assert.equal(document.querySelectorAll("style").length, 1);
      assert.equal(
        document.querySelectorAll("img, iframe, object, embed, b, base, [onclick], [onload], [style]").length,
        0,
      );
      assert.ok(document.querySelectorAll("svg.dfd > .node").length > 0);
      const shown = document.body.textContent;
      for (const each of texts.map(oneLine))
        if (!each.includes("`")) assert.ok(shown.includes(each), `lost: ${each}`);
      assert.equal(document.querySelectorAll(".label").length, Object.keys(map.flows).length);
      for (const link of attributesOf(page, "href"))
        assert.match(link, /^(?:#|data:,$|https:\/\/cwe\.mitre)/);
    }),
    { numRuns: 25 },
  );
});

test("a component without a model says so, and what keeps it from being in step", async () => {
  const component = componentOf(sessionService);
  const page = await renderReport(
    reportOf({
      ...component,
      model: undefined,
      problems: ["specs/sessions.threats.yaml: broken"],
      standing: { ...component.standing, inStep: false },
    }),
  );
  assert.match(page, /instride sync sessions/);
  assert.match(page, /specs\/sessions\.threats\.yaml: broken/);
  checkLinks(page);
});

test("an acceptance that has run out asks for work again", async () => {
  const on = async (today: string): Promise<string> =>
    renderReport({ ...reportOf(componentOf(sessionService)), today });
  assert.match(await on("2999-01-01"), /data-status="expired"/);
  assert.doesNotMatch(await on("2026-01-01"), /class="status" data-status="expired"/);
});
