// One component as a tree holds it: everything that the invariant is decided from, as values.

import { splitAnchor } from "../model/anchor.ts";
import type { Finding } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import type { ThreatModel } from "../model/schema.ts";
import type { Spec } from "../spec/types.ts";
import type { NamedRecord } from "./record.ts";

/** Whether an anchor points into the component's own spec: at what should be, not at what is. */
export const isInSpec = (anchor: string, { spec }: Component): boolean =>
  splitAnchor(anchor).path === spec.path;

export interface Component {
  readonly id: string;
  readonly spec: Spec;
  readonly specFindings: readonly Finding[];
  readonly modelPath: string;
  readonly readablePath: string;
  /** Path → blob id: the spec and every file that the targets match. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly records: readonly NamedRecord[];
  readonly recordFindings: readonly Finding[];
  /** The YAML as the tree holds it; undefined when there is none. */
  readonly modelText?: string;
  /** Undefined when there is none or it does not parse; `modelFindings` says why. */
  readonly model?: ThreatModel;
  readonly modelFindings: readonly Finding[];
  /** The readable Markdown as the tree holds it. */
  readonly readable?: string;
  readonly observation: Observation;
  /** Texts of the code that is not observed, for anchors into it. */
  readonly contents: ReadonlyMap<string, string>;
}
