// `instride status`: where each component stands in the index, and what the work tree has beyond it.

import { believing } from "../git/cache.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { listIndex, listWorktree } from "../git/trees.ts";
import type { Finding } from "../model/finding.ts";
import { levels, type Threat } from "../model/schema.ts";
import { signOffsOf } from "../model/sign-offs.ts";
import { effectiveLevel, effectiveStatus } from "../model/status.ts";
import { threatsOf } from "../model/threats.ts";
import { liveClaims } from "../pairing/claims.ts";
import { isBase } from "../pairing/record.ts";
import type { Verdict } from "../pairing/step.ts";
import { renderStatus, type StatusRow } from "../report/summary.ts";
import { type CommandContext, print } from "./context.ts";
import type { Outcome } from "./outcome.ts";
import { showFindings } from "./show-findings.ts";
import { entriesOf, verifyEntries } from "./verify.ts";
import type { LoadedComponent } from "./workspace.ts";

export interface StatusOptions {
  readonly revision?: string;
  readonly json: boolean;
}

/** Modes of the records whose claims stand now, sorted. */
const standingModes = (component: LoadedComponent): string[] => {
  const live = new Set([...liveClaims(component.records).values()].flat().map((claim) => claim.record));
  const modes = new Set<string>();
  for (const { id, record } of component.records) {
    if (!isBase(record)) {
      if (live.has(id)) modes.add(record.mode);
    } else for (const folded of record.folded) if (live.has(folded.record)) modes.add(folded.mode);
  }
  return [...modes].sort();
};

const countThreats = (threats: readonly Threat[], today: string): StatusRow["threats"] => {
  const open: Record<string, number> = {};
  let mitigated = 0;
  let accepted = 0;
  let provisional = 0;
  for (const threat of threats) {
    const status = effectiveStatus(threat, today);
    if (status === "retired" || status === "false-positive") continue;
    if (threat.provisional === true) provisional += 1;
    if (status === "mitigated") mitigated += 1;
    else if (status === "accepted") accepted += 1;
    else open[effectiveLevel(threat)] = (open[effectiveLevel(threat)] ?? 0) + 1;
  }
  return {
    open: levels.map((level) => ({ level, count: open[level] ?? 0 })).filter(({ count }) => count > 0),
    mitigated,
    accepted,
    provisional,
  };
};

export const rowOf = (
  component: LoadedComponent,
  verdict: Verdict,
  unstaged: readonly string[],
  today: string,
): StatusRow => ({
  component: component.id,
  spec: component.spec.path,
  inStep: verdict.inStep,
  reasons: [
    ...new Set(
      verdict.findings.filter((finding) => finding.severity === "error").map((finding) => finding.code),
    ),
  ],
  stale: verdict.stale.map((path) => path.path),
  modes: standingModes(component),
  threats: countThreats(
    component.model === undefined ? [] : threatsOf(component.model).map(({ threat }) => threat),
    today,
  ),
  signOffs: component.model === undefined ? [] : signOffsOf(component.model),
  unobserved: component.observation.unobserved,
  unstaged,
});

export interface Standing {
  /** False when there is no config file: nothing is paired there. */
  readonly configured: boolean;
  readonly rows: readonly StatusRow[];
  readonly findings: readonly Finding[];
}

/** Where each component stands in a revision, or in the index when none is given. */
export const standingOf = async (
  context: CommandContext,
  repository: Repository,
  revision?: string,
): Promise<Standing> => {
  const entries = await entriesOf(repository, revision);
  const { workspace, verdicts, findings } = await verifyEntries(context, believing(repository), entries);
  const unstaged = new Map<string, string[]>();
  if (revision === undefined && !repository.bare) {
    const [index, worktree] = [await listIndex(repository), await listWorktree(repository)];
    const indexed = new Map(index.entries.map((entry) => [entry.path, entry.oid]));
    const held = new Map(worktree.entries.map((entry) => [entry.path, entry.oid]));
    for (const component of workspace.components) {
      const paths = [...component.inputs.keys()].filter((path) => held.get(path) !== indexed.get(path));
      unstaged.set(component.id, paths);
    }
  }
  const rows = workspace.components.map((component, at) =>
    rowOf(component, verdicts[at] as Verdict, unstaged.get(component.id) ?? [], context.today),
  );
  return { configured: workspace.configured, rows, findings };
};

export const status = async (context: CommandContext, options: StatusOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { configured, rows, findings } = await standingOf(context, repository, options.revision);
  if (options.json) {
    print(context, JSON.stringify({ configured, components: rows, findings }, undefined, 2));
  } else if (!configured) {
    print(context, "no instride.config.json here: nothing is paired yet (instride init)");
  } else {
    print(context, renderStatus(rows, { colour: context.colour.out, width: context.width }));
    const errors = findings.filter((finding) => finding.severity === "error");
    if (errors.length > 0) showFindings(context, errors);
  }
  return findings.some((finding) => finding.severity === "error") ? "findings" : "clean";
};
