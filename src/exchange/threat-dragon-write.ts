// Writes OWASP Threat Dragon's model file, version 2. Threats stand in `cells[].data.threats`, where the program looks for
// them; its own schema describes another place.

import type { Level } from "../model/schema.ts";
import { sorted } from "../model/threats.ts";
import { attachmentOf } from "./attachment.ts";
import { drawingOf, type Point } from "./bends.ts";
import type { Box } from "./layout.ts";
import { withParagraphs } from "./paragraphs.ts";
import { plain, saysEncrypted, uuidOf } from "./text.ts";
import type { ForeignIds, WriterInput, Written } from "./types.ts";
import type { Key, View, ViewBoundary, ViewFlow, ViewNode, ViewThreat } from "./view.ts";
import { categoryTitle, mitigationLine, threatDescription, threatKey } from "./words.ts";

/** The version whose vocabulary is written. */
const release = "2.6.2";

export const threatDragonIds = (view: View): ForeignIds => {
  const ids = new Map<string, string>();
  for (const { key } of [...view.nodes, ...view.flows, ...view.boundaries])
    ids.set(key, uuidOf(view.component, key));
  for (const { id } of view.threats) ids.set(threatKey(id), id);
  return ids;
};

const severities: Readonly<Record<Level, string>> = {
  none: "Low",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

/** Released versions know three states; a finer one stands in the description. */
const statusOf = ({ status }: ViewThreat): string =>
  status === "mitigated" ? "Mitigated" : status === "false-positive" ? "NotApplicable" : "Open";

const threatOf = (view: View, placed: ViewThreat, number: number): object => ({
  id: placed.id,
  title: plain(placed.threat.title),
  status: statusOf(placed),
  severity: severities[placed.level],
  type: categoryTitle(view.framework, placed.category),
  description: threatDescription(view, placed),
  mitigation: sorted(placed.threat.mitigations)
    .map(([, mitigation]) => mitigationLine(mitigation))
    .join("\n"),
  modelType: diagramType(view),
  new: false,
  number,
  score: "",
});

const diagramType = (view: View): string => (view.framework === "stride" ? "STRIDE" : "Generic");

type Threats = (key: Key) => { readonly threats: readonly object[]; readonly hasOpenThreats: boolean };

const body = (open: boolean): object => ({
  stroke: open ? "red" : "#333333",
  strokeWidth: open ? 2.5 : 1.5,
  strokeDasharray: null,
});

const place = ({ x, y, width, height }: Box): object => ({ position: { x, y }, size: { width, height } });

const shapes = {
  external: { shape: "actor", type: "tm.Actor" },
  process: { shape: "process", type: "tm.Process" },
  store: { shape: "store", type: "tm.Store" },
} as const;

const nodeCell = (
  view: View,
  node: ViewNode,
  id: string,
  box: Box,
  { threats, hasOpenThreats }: ReturnType<Threats>,
): object => {
  const secret = new Set(
    view.assets.filter(({ entry }) => entry.sensitivity === "secret").map(({ key }) => key),
  );
  const own =
    node.kind === "store"
      ? {
          isALog: false,
          isEncrypted: false,
          isSigned: false,
          storesCredentials: node.holds.some((key) => secret.has(key)),
        }
      : node.kind === "external"
        ? { providesAuthentication: false }
        : {};
  const { shape, type } = shapes[node.kind];
  return {
    id,
    shape,
    zIndex: 10,
    ...place(box),
    attrs: { text: { text: plain(node.name) }, body: body(hasOpenThreats) },
    data: {
      type,
      name: plain(node.name),
      description: withParagraphs(
        node.description ?? "",
        node.code.length === 0 ? {} : { Code: node.code.join(", ") },
      ),
      outOfScope: false,
      reasonOutOfScope: "",
      ...own,
      threats,
      hasOpenThreats,
    },
  };
};

const flowCell = (
  { flow, from, to }: ViewFlow,
  ids: (key: Key) => string,
  id: string,
  bend: Point | undefined,
  { threats, hasOpenThreats }: ReturnType<Threats>,
): object => {
  const facts = [flow.data, flow.protection === undefined ? undefined : `Protection: ${flow.protection}`];
  return {
    id,
    shape: "flow",
    zIndex: 20,
    connector: "smooth",
    source: { cell: ids(from) },
    target: { cell: ids(to) },
    ...(bend === undefined ? {} : { vertices: [bend] }),
    labels: [{ position: 0.5, attrs: { labelText: { text: plain(flow.name) } } }],
    attrs: {
      line: {
        stroke: hasOpenThreats ? "red" : "#333333",
        strokeWidth: hasOpenThreats ? 2.5 : 1.5,
        strokeDasharray: null,
        sourceMarker: { name: "" },
        targetMarker: { name: "block" },
      },
    },
    data: {
      type: "tm.Flow",
      name: plain(flow.name),
      description: [
        plain(flow.description, ""),
        ...facts.flatMap((text) => (text === undefined ? [] : [plain(text)])),
      ].join("\n\n"),
      outOfScope: false,
      reasonOutOfScope: "",
      isBidirectional: false,
      isEncrypted: saysEncrypted(flow.protection, flow.protocol),
      isPublicNetwork: false,
      protocol: flow.protocol === undefined ? "" : plain(flow.protocol),
      threats,
      hasOpenThreats,
    },
  };
};

const boundaryCell = ({ entry }: ViewBoundary, id: string, box: Box, depth: number): object => ({
  id,
  shape: "trust-boundary-box",
  // Behind the nodes, and the outer box behind the inner one.
  zIndex: -1000 + depth,
  ...place(box),
  attrs: {
    label: { text: plain(entry.name) },
    body: { stroke: "#333333", strokeWidth: 3, strokeDasharray: "10 5" },
  },
  data: {
    type: "tm.BoundaryBox",
    name: plain(entry.name),
    description: plain(entry.description, ""),
    isTrustBoundary: true,
    hasOpenThreats: false,
  },
});

const depths = (view: View): ReadonlyMap<Key, number> => {
  const parents = new Map(view.boundaries.map(({ key, parent }) => [key, parent]));
  const depth = (key: Key | undefined): number => (key === undefined ? 0 : 1 + depth(parents.get(key)));
  return new Map(view.boundaries.map(({ key }) => [key, depth(key)]));
};

export const writeThreatDragon = ({ view, model, title, plain: isPlain, today }: WriterInput): Written => {
  const ids = threatDragonIds(view);
  const id = (key: Key): string => ids.get(key) as string;
  const { boxes, bends } = drawingOf(view);
  const box = (key: Key): Box => boxes.get(key) as Box;
  const numbers = new Map(view.threats.map((placed, index) => [placed.id, index + 1]));
  const byElement = new Map<Key, ViewThreat[]>();
  for (const placed of view.threats) {
    const list = byElement.get(placed.element);
    if (list === undefined) byElement.set(placed.element, [placed]);
    else list.push(placed);
  }
  const threats: Threats = (key) => {
    const own = byElement.get(key) ?? [];
    return {
      threats: own.map((placed) => threatOf(view, placed, numbers.get(placed.id) as number)),
      hasOpenThreats: own.some((placed) => statusOf(placed) === "Open"),
    };
  };
  const depth = depths(view);
  const document = {
    version: release,
    summary: { title: plain(title), owner: "", description: plain(view.summary, ""), id: 0 },
    detail: {
      contributors: [],
      diagrams: [
        {
          id: 0,
          title: plain(title),
          description: plain(view.summary, ""),
          diagramType: diagramType(view),
          placeholder: "",
          thumbnail: "./public/content/images/thumbnail.stride.jpg",
          version: release,
          cells: [
            ...view.boundaries.map((boundary) =>
              boundaryCell(boundary, id(boundary.key), box(boundary.key), depth.get(boundary.key) as number),
            ),
            ...view.nodes.map((node) => nodeCell(view, node, id(node.key), box(node.key), threats(node.key))),
            ...view.flows.map((flow) =>
              flowCell(flow, id, id(flow.key), bends.get(flow.key), threats(flow.key)),
            ),
          ],
        },
      ],
      diagramTop: 1,
      reviewer: "",
      threatTop: view.threats.length,
    },
    ...(isPlain ? {} : { instride: { model: attachmentOf(model, today) } }),
  };
  return {
    document,
    references: {
      ids: [
        ...[...view.boundaries, ...view.nodes, ...view.flows].map(({ key }) => id(key)),
        ...view.threats.map((placed) => placed.id),
      ],
      named: [
        ...view.flows.flatMap(({ from, to }) => [id(from), id(to)]),
        ...view.threats.map(({ element }) => id(element)),
      ],
    },
  };
};
