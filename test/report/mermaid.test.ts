import assert from "node:assert/strict";
import { before, test } from "node:test";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { mapSchema } from "../../src/model/schema.ts";
import { renderMermaid } from "../../src/report/mermaid.ts";
import { maps } from "./any-map.ts";
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
