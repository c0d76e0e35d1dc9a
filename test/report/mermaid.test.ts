import assert from "node:assert/strict";
import { before, test } from "node:test";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { mapSchema } from "../../src/model/schema.ts";
import { renderMermaid } from "../../src/report/mermaid.ts";
import { sessionService } from "./session-service.ts";

interface Parsed {
  readonly vertices: Map<string, unknown>;
  readonly edges: readonly unknown[];
  readonly subGraphs: readonly { readonly id: string; readonly nodes: readonly string[] }[];
}

let parse: (text: string) => Promise<Parsed>;

before(async () => {
  const { window } = new JSDOM("<!doctype html><body></body>");
  Object.assign(globalThis, { window, document: window.document }); // Mermaid looks for them when it is imported
  const { default: mermaid } = await import("mermaid");
  parse = async (text) => {
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const flow = db as unknown as {
      getVertices(): Map<string, unknown>;
      getEdges(): unknown[];
      getSubGraphs(): Parsed["subGraphs"];
    };
    return { vertices: flow.getVertices(), edges: flow.getEdges(), subGraphs: flow.getSubGraphs() };
  };
});

const nasty = [
  "end",
  "subgraph x",
  'say "hi"',
  "a[x(y)]",
  "#35; &lt;",
  "; graph TD",
  "`**md**`",
  "<b onclick=alert(1)>x</b>",
  "line\nbreak --> n_other",
  "%%{init: {'theme':'dark'}}%%",
  "%% comment",
  "1. list",
  "日本語 🔑",
  "\u202eabc",
  "ﬂ°°35¶ß",
  "|x|",
  "{{a}}",
  "click n_a href",
];
const name = fc
  .oneof(fc.constantFrom(...nasty), fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }))
  .filter((text) => text.trim() !== "");
const id = fc.stringMatching(/^[a-zé日0-9]{1,6}(-[a-zé日0-9]{1,4})?$/u);

const maps = fc
  .record({
    ids: fc.uniqueArray(id, { minLength: 4, maxLength: 12 }),
    names: fc.array(name, { minLength: 30, maxLength: 30 }),
    picks: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ ids, names, picks }) => {
    let used = 0;
    const pick = <T>(from: readonly T[]): T =>
      from[(picks[used++ % picks.length] as number) % from.length] as T;
    const sections = { externals: {}, processes: {}, stores: {}, boundaries: {} } as Record<
      string,
      Record<string, object>
    >;
    const kinds = Object.keys(sections);
    const kindOf = new Map(ids.map((each, at) => [each, at < 2 ? "processes" : pick(kinds)]));
    const boundaries = ids.filter((each) => kindOf.get(each) === "boundaries");
    const nodes = ids.filter((each) => kindOf.get(each) !== "boundaries");
    for (const each of ids) {
      const kind = kindOf.get(each) as string;
      (sections[kind] as Record<string, object>)[each] = {
        name: pick(names),
        ...(kind === "boundaries" ? { inside: [pick(ids), pick(ids)] } : {}),
        ...(kind !== "boundaries" && boundaries.length > 0 && pick([true, false])
          ? { boundary: pick(boundaries) }
          : {}),
      };
    }
    const flows = Object.fromEntries(
      [0, 1, 2, 3].map((at) => [
        `flow${at}`,
        { name: pick(names), from: pick(nodes), to: pick(nodes), data: pick(names), protocol: pick(names) },
      ]),
    );
    return mapSchema.parse({ ...sections, flows });
  });

test("the diagram of any map parses into exactly its elements, flows and boundaries", async () => {
  await fc.assert(
    fc.asyncProperty(maps, async (map) => {
      const nodes = [map.externals, map.processes, map.stores].flatMap((section) => Object.keys(section));
      const { vertices, edges, subGraphs } = await parse(renderMermaid(map));
      const boundaries = Object.keys(map.boundaries);
      const labelled = [...vertices.keys()].filter((key) => key.startsWith("n_"));
      assert.equal(labelled.length, nodes.length);
      assert.equal(vertices.size - labelled.length <= boundaries.length, true);
      assert.equal(edges.length, Object.keys(map.flows).length);
      assert.equal(subGraphs.length, boundaries.length);
    }),
    { numRuns: 60 },
  );
});

test("nested boundaries hold what lies inside them, named from either side", async () => {
  const { subGraphs } = await parse(renderMermaid(sessionService.map));
  const inside = Object.fromEntries(subGraphs.map(({ id, nodes }) => [id, [...nodes].sort()]));
  assert.deepEqual(inside, {
    b_cluster: ["b_data_segment", "n_reset_worker", "n_session_api", "n_user_db"],
    b_data_segment: ["n_session_store"],
    b_internet: ["n_browser", "n_mail_provider"],
    b_office: ["n_support_agent"],
  });
});

test("boundaries that enclose each other are drawn once, without a circle", async () => {
  const map = mapSchema.parse({
    processes: { p: { name: "P" } },
    boundaries: { a: { name: "A", inside: ["b"] }, b: { name: "B", inside: ["a", "p"] } },
  });
  const { subGraphs } = await parse(renderMermaid(map));
  assert.deepEqual(subGraphs.map(({ id }) => id).sort(), ["b_a", "b_b"]);
});

test("a flow to something off the map shows that it leads nowhere", async () => {
  const map = mapSchema.parse({
    processes: { p: { name: "P" } },
    flows: { f: { name: "F", from: "p", to: "ghost" } },
  });
  assert.match(renderMermaid(map), /n_ghost\["ghost<br\/>not on the map"\]/);
  assert.equal((await parse(renderMermaid(map))).vertices.size, 2);
});

test("an empty map gives an empty diagram that parses", async () => {
  assert.equal((await parse(renderMermaid(mapSchema.parse({})))).vertices.size, 0);
});
