// What writers and readers of formats are given and give back.

import type { Level, Mitigation, ThreatModel } from "../model/schema.ts";
import type { Key, View } from "./view.ts";

/** A line of code, or of the model's own file. */
export interface CodePlace {
  readonly path: string;
  /** 1-based. */
  readonly line?: number;
}

export interface ExportSource {
  readonly model: ThreatModel;
  /** The spec's title. */
  readonly title: string;
  /** `YYYY-MM-DD`: decides which acceptances still hold. */
  readonly today: string;
  /** Leaves out what only instride reads back: instride's own model inside the file. */
  readonly plain: boolean;
  /** Where an anchor points; undefined when it points nowhere any more. */
  readonly locate: (anchor: string) => CodePlace | undefined;
}

export interface WriterInput extends ExportSource {
  readonly view: View;
}

/** Where a file can be read wrongly without any schema noticing: ids that must be unique, and names that must be there. */
export interface References {
  readonly ids: readonly string[];
  readonly named: readonly string[];
}

export interface Written {
  readonly document: object;
  readonly references: References;
}

/** Foreign ids of parts of a model, by their key; threats go by their id. */
export type ForeignIds = ReadonlyMap<Key, string>;

export interface ForeignNode {
  readonly ref: string;
  readonly kind: "external" | "process" | "store";
  readonly name: string;
  readonly description?: string | undefined;
  readonly boundary?: string | undefined;
  readonly code?: readonly string[];
  readonly holds?: readonly string[];
}

export interface ForeignFlow {
  readonly ref: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly data?: string | undefined;
  readonly protocol?: string | undefined;
  readonly protection?: string | undefined;
  readonly assets?: readonly string[];
}

export interface ForeignBoundary {
  readonly ref: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly parent?: string | undefined;
}

export interface ForeignAsset {
  readonly ref: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly sensitivity?: "public" | "internal" | "confidential" | "secret" | undefined;
}

export interface ForeignAssumption {
  readonly ref: string;
  readonly name: string;
  readonly description?: string | undefined;
}

export interface ForeignMitigation {
  readonly ref: string;
  readonly text: string;
  readonly kind?: Mitigation["kind"] | undefined;
  readonly evidence?: readonly string[] | undefined;
}

export interface ForeignThreat {
  readonly ref: string;
  /** Refs of nodes or flows; the first that is there counts. */
  readonly elements: readonly string[];
  /** As the file words it. */
  readonly category: string | undefined;
  readonly title: string;
  readonly scenario: string;
  readonly level: Level | undefined;
  readonly reason?: string | undefined;
  readonly check?: string | undefined;
  readonly next?: string | undefined;
  readonly weakness?: readonly string[];
  readonly attack?: readonly string[];
  readonly code?: readonly string[];
  readonly assets?: readonly string[];
  readonly mitigations: readonly ForeignMitigation[];
  /** What the file says of its standing, when that is more than open. */
  readonly claims?: string | undefined;
}

/** What a file of another tool says, in the words of none. Refs are the file's own ids. */
export interface ForeignModel {
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly nodes: readonly ForeignNode[];
  readonly flows: readonly ForeignFlow[];
  readonly boundaries: readonly ForeignBoundary[];
  readonly assets: readonly ForeignAsset[];
  readonly assumptions: readonly ForeignAssumption[];
  readonly threats: readonly ForeignThreat[];
}

/** Which field of a file is wrong, and how. */
export interface FieldProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** How a format is read. */
export interface Reader {
  /** Instride's own model in the file, as `readAttachment` takes it. */
  readonly attachment: (document: unknown) => unknown;
  readonly read: (document: unknown) => ForeignModel | readonly FieldProblem[];
  /** The ids that our writer gives the parts of a model. */
  readonly ids: (view: View) => ForeignIds;
}

/** Most parts, and most threats, that an import takes: far more than a person can review. */
export const mostParts = 5000;
