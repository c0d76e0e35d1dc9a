// The data-flow diagram as a Mermaid flowchart: one node, edge or boundary a line, sorted by id.

import type { ArchitectureMap } from "../model/schema.ts";
import { sorted } from "../model/threats.ts";
import { mermaidId, mermaidLabel } from "./foreign.ts";
import { boundariesOf } from "./nesting.ts";

/** Opening and closing bracket of each kind's shape: rectangle, stadium, cylinder. */
const shapes = {
  externals: ['["', '"]'],
  processes: ['(["', '"])'],
  stores: ['[("', '")]'],
} as const;

const nodeId = (id: string): string => mermaidId("n", id);
const boundaryId = (id: string): string => mermaidId("b", id);

/** Lines of the nodes, each with the id that it is sorted and nested by. */
const nodesOf = (map: ArchitectureMap): Map<string, string> => {
  const nodes = new Map<string, string>();
  for (const section of ["externals", "processes", "stores"] as const) {
    const [open, close] = shapes[section];
    for (const [id, { name }] of sorted(map[section])) {
      nodes.set(id, `${nodeId(id)}${open}${mermaidLabel(name)}${close}`);
    }
  }
  return nodes;
};

/** Ends of flows that are no element of the map. The diagram shows them as what they are. */
const strangersOf = (map: ArchitectureMap, nodes: ReadonlyMap<string, string>): string[] => {
  const ends = Object.values(map.flows).flatMap(({ from, to }) => [from, to]);
  return [...new Set(ends.filter((id) => !nodes.has(id)))]
    .sort()
    .map((id) => `${nodeId(id)}["${mermaidLabel(id)}<br/>not on the map"]`);
};

const edgesOf = (map: ArchitectureMap): string[] =>
  sorted(map.flows).map(([, flow]) => {
    const label = [flow.data ?? flow.name, ...(flow.protocol === undefined ? [] : [flow.protocol])];
    return `${nodeId(flow.from)} -->|"${label.map(mermaidLabel).join("<br/>")}"| ${nodeId(flow.to)}`;
  });

/** A flowchart that parses whatever the names are. Text only, without a fence. */
export const renderMermaid = (map: ArchitectureMap): string => {
  const parents = boundariesOf(map);
  const nodes = nodesOf(map);

  const inside = (parent: string | undefined, indent: string): string[] => [
    ...[...nodes].filter(([id]) => parents.get(id) === parent).map(([, line]) => indent + line),
    ...sorted(map.boundaries)
      .filter(([id]) => parents.get(id) === parent)
      .flatMap(([id, { name }]) => [
        `${indent}subgraph ${boundaryId(id)}["${mermaidLabel(name)}"]`,
        ...inside(id, `${indent}  `),
        `${indent}end`,
        `${indent}class ${boundaryId(id)} boundary`,
      ]),
  ];

  return [
    "flowchart LR",
    "  classDef boundary fill:none,stroke-dasharray:6 4",
    ...inside(undefined, "  "),
    ...strangersOf(map, nodes).map((line) => `  ${line}`),
    ...edgesOf(map).map((line) => `  ${line}`),
  ].join("\n");
};
