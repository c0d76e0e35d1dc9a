// Reads OWASP Threat Dragon's model file, version 2. What lies in which boundary is read off the drawing.

import { z } from "zod";
import { type Level, levels } from "../model/schema.ts";
import { own } from "../model/threats.ts";
import { list, maybe, readWith, someOf, text } from "./fields.ts";
import { readParagraphs } from "./paragraphs.ts";
import { threatDragonIds } from "./threat-dragon-write.ts";
import {
  type ForeignBoundary,
  type ForeignFlow,
  type ForeignModel,
  type ForeignNode,
  type ForeignThreat,
  mostParts,
  type Reader,
} from "./types.ts";
import { readThreatDescription } from "./words.ts";

const threat = z.looseObject({
  id: maybe(z.union([text, z.number()])),
  threatId: maybe(text),
  title: text,
  type: maybe(text),
  status: maybe(text),
  severity: maybe(text),
  description: maybe(text),
  mitigation: maybe(text),
});
const point = z.looseObject({ x: z.number(), y: z.number() });
const label = z.looseObject({ text: maybe(text) });
const end = maybe(z.looseObject({ cell: maybe(text) }));
const cell = z.looseObject({
  id: text,
  shape: text.default(""),
  position: maybe(point),
  size: maybe(z.looseObject({ width: z.number(), height: z.number() })),
  source: end,
  target: end,
  attrs: maybe(z.looseObject({ text: maybe(label), label: maybe(label) })),
  labels: maybe(z.array(z.unknown())),
  data: maybe(
    z.looseObject({
      type: maybe(text),
      name: maybe(text),
      description: maybe(text),
      protocol: maybe(text),
      isEncrypted: maybe(z.boolean()),
      threats: someOf(threat),
    }),
  ),
  threats: someOf(threat),
});
type Cell = z.infer<typeof cell>;

const schema = z.looseObject({
  version: z
    .string()
    .regex(/^2\b/, "expected a model of Threat Dragon 2; open the file there and save it again"),
  summary: z.looseObject({ title: text, description: maybe(text) }),
  detail: z.looseObject({
    diagrams: list(
      z.looseObject({
        cells: z
          .array(cell)
          .max(mostParts)
          .nullish()
          .transform((cells) => cells ?? []),
      }),
    ),
  }),
});

const kinds = {
  actor: "external",
  process: "process",
  store: "store",
  "tm.Actor": "external",
  "tm.Process": "process",
  "tm.Store": "store",
} as const;

const nodeKind = ({ shape, data }: Cell): ForeignNode["kind"] | undefined =>
  own<ForeignNode["kind"]>(kinds, data?.type ?? "") ?? own<ForeignNode["kind"]>(kinds, shape);
const isFlow = ({ shape, data }: Cell): boolean => shape === "flow" || data?.type === "tm.Flow";
const isBox = ({ shape, data }: Cell): boolean =>
  shape === "trust-boundary-box" || data?.type === "tm.BoundaryBox";
const isCurve = ({ shape, data }: Cell): boolean =>
  shape === "trust-boundary-curve" || shape === "trust-boundary" || data?.type === "tm.Boundary";

const nameOf = ({ data, attrs, id }: Cell): string =>
  data?.name || attrs?.text?.text || attrs?.label?.text || id;

interface Area {
  readonly ref: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const areaOf = ({ id, position, size }: Cell): Area | undefined =>
  position == null || size == null
    ? undefined
    : {
        ref: id,
        left: position.x,
        top: position.y,
        right: position.x + size.width,
        bottom: position.y + size.height,
      };

const surface = ({ left, right, top, bottom }: Area): number => (right - left) * (bottom - top);

/** The smallest box around the middle of an area, other than itself, that is larger than it. */
const around = (area: Area | undefined, boxes: readonly Area[]): string | undefined => {
  if (area === undefined) return undefined;
  const [x, y] = [(area.left + area.right) / 2, (area.top + area.bottom) / 2];
  let best: Area | undefined;
  for (const box of boxes) {
    if (box.ref === area.ref || surface(box) <= surface(area)) continue;
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
    if (best === undefined || surface(box) < surface(best)) best = box;
  }
  return best?.ref;
};

const severities: Readonly<Record<string, Level>> = {
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

/** The level in our words where it fits the one that the program shows, else the program's. */
const levelOf = (shown: string | null | undefined, ours: Level | undefined): Level | undefined => {
  const theirs = own(severities, (shown ?? "").toLowerCase());
  if (ours === "none" && theirs === "low") return ours;
  return theirs ?? (levels.includes(ours as Level) ? ours : undefined);
};

const standing: Readonly<Record<string, string>> = { notapplicable: "not applicable" };

const threatsOf = (each: Cell): ForeignThreat[] =>
  [...(each.data?.threats ?? []), ...each.threats].map((found, index) => {
    const words = readThreatDescription(found.description ?? "");
    const status = (found.status ?? "").toLowerCase();
    const claim = status === "" || status === "open" ? undefined : (own(standing, status) ?? status);
    return {
      ref: String(found.id ?? found.threatId ?? `${each.id}-${index + 1}`),
      elements: [each.id],
      title: found.title,
      ...words,
      category: found.type ?? words.category,
      level: levelOf(found.severity, words.level),
      mitigations: (found.mitigation ?? "")
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => ({ ref: "", text: line })),
      claims: [words.claims, claim].filter((said) => said !== undefined).join("; ") || undefined,
    };
  });

const flowOf = (each: Cell): ForeignFlow[] => {
  const [from, to] = [each.source?.cell, each.target?.cell];
  if (from == null || to == null) return [];
  const [description, ...rest] = (each.data?.description ?? "").split("\n\n");
  const protection = rest.find((part) => part.startsWith("Protection: "))?.slice(12);
  const data = rest.find((part) => !part.startsWith("Protection: "));
  return [
    {
      ref: each.id,
      name: nameOf(each),
      description,
      from,
      to,
      data,
      protocol: each.data?.protocol ?? undefined,
      protection: protection ?? (each.data?.isEncrypted === true ? "encrypted" : undefined),
    },
  ];
};

const read = ({ summary, detail }: z.infer<typeof schema>): ForeignModel => {
  const nodes: ForeignNode[] = [];
  const boundaries: ForeignBoundary[] = [];
  for (const { cells } of detail.diagrams) {
    const boxes = cells.filter(isBox).flatMap((each) => areaOf(each) ?? []);
    for (const each of cells) {
      const kind = nodeKind(each);
      const { text: description, paragraphs } = readParagraphs(each.data?.description ?? "");
      const boundary = around(areaOf(each), boxes);
      const common = { ref: each.id, name: nameOf(each), description };
      if (kind !== undefined)
        nodes.push({ ...common, kind, boundary, code: paragraphs.Code?.split(", ") ?? [] });
      else if (isBox(each)) boundaries.push({ ...common, parent: boundary });
      else if (isCurve(each)) boundaries.push(common);
    }
  }
  const cells = detail.diagrams.flatMap((diagram) => diagram.cells);
  return {
    title: summary.title,
    summary: summary.description ?? undefined,
    nodes,
    flows: cells.filter(isFlow).flatMap(flowOf),
    boundaries,
    assets: [],
    assumptions: [],
    threats: cells.flatMap(threatsOf),
  };
};

export const threatDragonReader: Reader = {
  attachment: (document) => (document as { instride?: { model?: unknown } } | null)?.instride?.model,
  read: (document) => {
    const found = readWith(schema, document);
    return "value" in found ? read(found.value) : found.problems;
  },
  ids: threatDragonIds,
};
