// The plan of a sync as a value: which files a component needs to be in step, and what changed by it.

import { type Applied, applyDelta } from "../model/apply.ts";
import { checkModel } from "../model/check.ts";
import { accountsFor } from "../model/coverage.ts";
import type { Delta, DeltaProblem } from "../model/delta.ts";
import { same } from "../model/digest.ts";
import { emptyModel } from "../model/empty.ts";
import { compare } from "../model/finding.ts";
import type { FileObservation } from "../model/observation.ts";
import type { Mode, Usage } from "../model/provenance.ts";
import type { ThreatModel } from "../model/schema.ts";
import { type Comments, printModel } from "../model/yaml.ts";
import { liveClaims, stalePaths } from "./claims.ts";
import { type Component, isInSpec } from "./component.ts";
import { recordPathOf } from "./files.ts";
import { blobIdOf, type ChangeRecord, headsOf, type NamedRecord, printRecord, recordIdOf } from "./record.ts";
import { accountableFacts } from "./step.ts";

export interface PlannedFile {
  readonly path: string;
  /** Undefined removes the file. */
  readonly content: string | undefined;
}

/** Where an update comes from. */
export interface Provenance {
  readonly mode: Mode;
  readonly agent: string;
  readonly context?: string;
  readonly usage: readonly Usage[];
}

export interface SyncPlan {
  readonly component: string;
  readonly mode: Mode;
  readonly agent: string;
  readonly files: readonly PlannedFile[];
  readonly before: ThreatModel;
  readonly after: ThreatModel;
  readonly record?: NamedRecord;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retired: readonly string[];
  readonly reason?: string;
}

export interface PlanTools {
  readonly letters: Readonly<Record<string, string>>;
  readonly render: (model: ThreatModel) => string;
  readonly resolves: (anchor: string, component: Component) => boolean;
  /** First line of the YAML that names its JSON schema for editors. */
  readonly schema?: string;
}

export type Planned = { readonly plan: SyncPlan } | { readonly problems: readonly DeltaProblem[] };

const reasonsOf = (delta: Delta): string | undefined => {
  const reasons = delta.operations.flatMap((operation) =>
    operation.op === "no-change" ? [operation.reason] : [],
  );
  return reasons.length === 0 ? undefined : reasons.join(" ");
};

/** What a new record says of the chain: whom it follows, and the blobs it leaves. */
export const chainOf = (
  component: Component,
  outputs: Readonly<Record<string, string>>,
): Pick<ChangeRecord, "follows" | "outputs"> => {
  const like = component.inputs.values().next().value;
  return {
    follows: headsOf(component.records)
      .map(({ id }) => id)
      .sort(compare),
    outputs: Object.fromEntries(Object.entries(outputs).map(([path, text]) => [path, blobIdOf(text, like)])),
  };
};

/** The record that claims what is stale now, replacing every live claim of those paths, and says who changed the model. */
const recordFor = (
  component: Component,
  provenance: Provenance,
  threats: ChangeRecord["threats"],
  reason: string | undefined,
  outputs: Readonly<Record<string, string>>,
  isUnchanged: boolean,
): NamedRecord | undefined => {
  const stale = stalePaths(component.inputs, liveClaims(component.records));
  if (stale.length === 0 && isUnchanged) return undefined;
  const record: ChangeRecord = {
    instride: 1,
    component: component.id,
    mode: provenance.mode,
    agent: provenance.agent,
    ...(provenance.context === undefined ? {} : { context: provenance.context }),
    usage: provenance.usage.map((usage) => ({ ...usage })),
    claims: Object.fromEntries(
      stale.map(({ path, now, live }) => [path, { blob: now, replaces: live.map((claim) => claim.record) }]),
    ),
    ...chainOf(component, outputs),
    threats,
    ...(reason === undefined ? {} : { reason }),
  };
  const id = recordIdOf(printRecord(record));
  return { id, path: recordPathOf(component.id, id), record };
};

/** Model and rendering as texts, by path. */
const printed = (
  component: Component,
  model: ThreatModel,
  comments: Comments | undefined,
  tools: PlanTools,
): Record<string, string> => ({
  [component.modelPath]: printModel(model, {
    ...(comments === undefined ? {} : { comments }),
    ...(tools.schema === undefined ? {} : { schema: tools.schema }),
  }),
  [component.readablePath]: tools.render(model),
});

/** Files whose content differs from what the tree holds. */
const filesFor = (
  component: Component,
  outputs: Readonly<Record<string, string>>,
  record: NamedRecord | undefined,
): PlannedFile[] => {
  const held: Readonly<Record<string, string | undefined>> = {
    [component.modelPath]: component.modelText,
    [component.readablePath]: component.readable,
  };
  const files: PlannedFile[] = Object.entries(outputs)
    .filter(([path, content]) => held[path] !== content)
    .map(([path, content]) => ({ path, content }));
  if (record !== undefined) files.push({ path: record.path, content: printRecord(record.record) });
  return files;
};

/** Plans what an agent's delta, or a person's, makes of a component. */
export const planUpdate = (
  component: Component & { readonly comments?: Comments },
  framework: string,
  delta: Delta,
  provenance: Provenance,
  tools: PlanTools,
): Planned => {
  const before = component.model ?? emptyModel(component.id, framework);
  const facts = new Set([...accountableFacts(component), ...component.spec.facts].map((fact) => fact.key));
  const applied: Applied = applyDelta(before, delta, {
    letters: tools.letters,
    provisional: provenance.mode === "rules",
    anchorExists: (anchor) => tools.resolves(anchor, component),
    isStatement: (anchor) => isInSpec(anchor, component),
    factExists: (key) => facts.has(key) || accountsFor(before).has(key),
  });
  if (applied.problems.length > 0) return { problems: applied.problems };
  const threats = {
    added: [...applied.added].sort(compare),
    changed: [...applied.changed].sort(compare),
    retired: [...applied.retired].sort(compare),
  };
  const reason = reasonsOf(delta);
  const outputs = printed(component, applied.model, component.comments, tools);
  const record = recordFor(component, provenance, threats, reason, outputs, same(before, applied.model));
  return {
    plan: {
      component: component.id,
      mode: provenance.mode,
      agent: provenance.agent,
      files: filesFor(component, outputs, record),
      before,
      after: applied.model,
      ...(record === undefined ? {} : { record }),
      ...threats,
      ...(reason === undefined ? {} : { reason }),
    },
  };
};

/**
 * The reason why a change is provably neutral: every stale input is code whose syntax tokens are the same as those of
 * the content that was claimed. Undefined when it is not provable.
 */
export const neutralReason = (
  component: Component,
  before: Readonly<Record<string, FileObservation>>,
): string | undefined => {
  const stale = stalePaths(component.inputs, liveClaims(component.records));
  if (stale.length === 0) return undefined;
  for (const { path, why, live } of stale) {
    if (why !== "changed" || live.length === 0 || path === component.spec.path) return undefined;
    const old = before[path];
    const now = component.observation.files[path];
    if (old === undefined || now === undefined || old.partial || now.partial || old.tokens !== now.tokens)
      return undefined;
  }
  const paths = stale.map(({ path }) => `\`${path}\``).join(", ");
  return `Only comments or layout moved in ${paths}: the syntax tokens are the same as those last considered.`;
};

/** The component as it will be once the plan's files are in the tree. */
export const afterPlan = (component: Component, plan: SyncPlan): Component => {
  const content = (path: string): string | undefined =>
    plan.files.find((file) => file.path === path)?.content;
  const readable = content(component.readablePath) ?? component.readable;
  const modelText = content(component.modelPath) ?? component.modelText;
  return {
    ...component,
    model: plan.after,
    modelFindings: checkModel(plan.after).map((problem) => ({
      code: problem.rule,
      severity: "error" as const,
      at: { path: component.modelPath },
      component: component.id,
      message: problem.message,
    })),
    ...(modelText === undefined ? {} : { modelText }),
    ...(readable === undefined ? {} : { readable }),
    records: plan.record === undefined ? component.records : [...component.records, plan.record],
  };
};
