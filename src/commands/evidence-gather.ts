// Reads everything that a package of evidence says, from git alone: the commits, the verdict of verify on each of their
// trees, the models before and after, and what stands at the end.

import { hash } from "node:crypto";
import { parseAllowedSigners } from "../evidence/allowed-signers.ts";
import { acceptancesAtEnd, componentAtEnd, endGaps } from "../evidence/at-end.ts";
import { gapKinds } from "../evidence/gap-kinds.ts";
import { gapOf, gapOfFinding, pairingGaps } from "../evidence/gaps-pairing.ts";
import { dateGaps, decisionGaps, reviewGaps, signatureGaps } from "../evidence/gaps-people.ts";
import type { ParsedMerges } from "../evidence/merges.ts";
import { completenessChecks, mergeGaps, ownContentGaps } from "../evidence/reconcile.ts";
import { type RowInput, rowsOf } from "../evidence/rows.ts";
import { drawSample } from "../evidence/sample.ts";
import type { Binding, Evidence, Gap, JudgedCommit, Request } from "../evidence/types.ts";
import { BlobReader } from "../git/blob-reader.ts";
import { readBlobs } from "../git/blobs.ts";
import { type CommitFacts, commitFacts, countCommits } from "../git/commit-facts.ts";
import { patchIds } from "../git/patch-identity.ts";
import type { Repository } from "../git/repository.ts";
import { gitText } from "../git/run.ts";
import { hasSshKeygen } from "../git/ssh-keygen.ts";
import { listCommit, type TreeEntry } from "../git/trees.ts";
import { compare } from "../model/finding.ts";
import { configPath } from "../pairing/files.ts";
import type { CommandContext } from "./context.ts";
import { bindMerges } from "./evidence-bind.ts";
import { Contents } from "./evidence-contents.ts";
import { lookAtMerges, periodGaps, settingsGaps } from "./evidence-period.ts";
import { sweepPeriod } from "./evidence-sweep.ts";
import { endedUnsaid } from "./gone-components.ts";
import { UserError } from "./outcome.ts";
import { verifyEntries } from "./verify.ts";
import { loadConfig, type Workspace } from "./workspace.ts";

export interface GatherOptions {
  readonly request: Request;
  /** START is part of END's history. */
  readonly connected: boolean;
  readonly merges: ParsedMerges | undefined;
  /** Bindings of a package that is checked again. */
  readonly stored?: readonly Binding[];
}

export interface Gathered {
  readonly evidence: Evidence;
  readonly facts: readonly CommitFacts[];
  /** Content of the allowed-signers file of the base revision. */
  readonly signers: string | undefined;
  /** The tree at the end. */
  readonly end: Workspace;
  /** Ids of merges whose reviewed tips are not in this clone. */
  readonly unchecked: readonly string[];
}

const blobText = async (
  repository: Repository,
  entries: readonly TreeEntry[],
  path: string,
): Promise<string | undefined> => {
  const entry = entries.find((each) => each.path === path);
  return entry === undefined
    ? undefined
    : (await readBlobs(repository, [entry.oid])).get(entry.oid)?.toString("utf8");
};

const order = new Map(Object.keys(gapKinds).map((kind, at) => [kind, at]));

/**
 * @param repository one of `withPlainRepository`, so that the settings of this machine decide nothing
 * @throws UserError, GitError
 */
export const gather = async (
  context: CommandContext,
  repository: Repository,
  options: GatherOptions,
): Promise<Gathered> => {
  const { request, merges } = options;
  const { start, end, firstParent, asOf, signersPath } = request;
  const baseEntries = await listCommit(repository, start.commit);
  const [base, signers] = await Promise.all([
    loadConfig(repository, baseEntries),
    blobText(repository, baseEntries, signersPath),
  ]);
  const policy = base.configured ? base.config.policy : undefined;
  const range = { from: start.commit, to: end.commit, firstParent };
  const facts = await commitFacts(repository, range, signers ?? "");
  const signed = facts.some(({ signature }) => signature.present);
  if (signed && !(await hasSshKeygen(repository.env)))
    throw new UserError("ssh-keygen was not found on PATH, and the history has signatures to check", {
      next: "install OpenSSH's client tools",
    });
  const swept = await sweepPeriod(context, repository, request, policy);
  const [patches, { authors, beyond }, counted] = await Promise.all([
    patchIds(repository, range),
    lookAtMerges(repository, facts),
    countCommits(repository, range),
  ]);
  const bound =
    merges === undefined
      ? undefined
      : await bindMerges(repository, merges.merges, { facts, patches }, options.stored);

  const reader = new BlobReader(repository);
  const inputs: RowInput[] = [];
  try {
    const contents = new Contents(reader);
    for (const each of facts)
      inputs.push({
        facts: each,
        patchId: patches.get(each.id),
        judged: swept.judged.get(each.id) as JudgedCommit,
        records: await contents.records(each),
        models: await contents.models(each),
        memberAuthors: authors.get(each.id) ?? [],
      });
  } finally {
    reader.close();
  }

  const now = Date.parse(`${asOf}T23:59:59Z`) / 1000;
  const allowed = signers === undefined ? undefined : parseAllowedSigners(signers);
  const bindings = bound?.bindings ?? [];
  const rows = rowsOf(inputs, { allowed, bindings, merges: merges?.merges ?? [], now });

  const endEntries = await listCommit(repository, end.commit);
  const { workspace, verdicts, findings } = await verifyEntries(
    { ...context, today: asOf },
    repository,
    endEntries,
    policy,
  );
  const components = workspace.components.map((component, at) =>
    componentAtEnd(component, verdicts[at] as (typeof verdicts)[number], rows, asOf),
  );
  const acceptances = workspace.components.flatMap((component) => acceptancesAtEnd(component, asOf));
  const ended = await endedUnsaid(repository, context.version, endEntries, workspace.config.specs);
  const known = new Set(swept.stands.map(({ code, component, at }) => `${code} ${component} ${at.path}`));
  const atTip = [
    ...findings,
    ...ended.filter(
      (one) => !findings.some((other) => other.code === one.code && other.at.path === one.at.path),
    ),
  ].filter(
    ({ code, severity, component, at }) =>
      code === "sign-off-outdated" ||
      (severity !== "info" && code !== "acceptance-expired" && !known.has(`${code} ${component} ${at.path}`)),
  );

  const startDate = Number(
    await gitText(repository, ["log", "-1", "--format=%ct", "--no-show-signature", start.commit, "--"]),
  );
  const committed = new Map([
    [start.commit, startDate],
    ...facts.map(({ id, committed: at }) => [id, at] as const),
  ]);
  const gaps: Gap[] = [
    ...(await periodGaps(repository, options)),
    ...(signers === undefined
      ? [gapOf("no-allowed-signers", `${start.revision} has no ${signersPath}`)]
      : []),
    ...(policy === undefined ? [gapOf("policy-of-tree", `${start.revision} has no ${configPath}`)] : []),
    ...inputs.flatMap((input, at) => {
      const row = rows[at] as (typeof rows)[number];
      return [
        ...pairingGaps(input, row),
        ...signatureGaps(row),
        ...decisionGaps(row),
        ...reviewGaps(row),
        ...dateGaps(input, row, committed, now),
      ];
    }),
    ...ownContentGaps(inputs, beyond),
    ...mergeGaps(rows, merges, bindings),
    ...settingsGaps(facts, signersPath),
    ...atTip.map((finding) => gapOfFinding(finding, end.commit)),
    ...endGaps(components, acceptances),
  ];
  const seqs = new Map(rows.map(({ commit, seq }) => [commit, seq]));
  const place = ({ kind, commit }: Gap): number =>
    (order.get(kind) ?? 0) * 1e9 + (commit === undefined ? 0 : (seqs.get(commit) ?? 0));
  const { sample } = request;
  return {
    evidence: {
      request,
      signers:
        signers === undefined
          ? undefined
          : { sha256: hash("sha256", signers, "hex"), entries: allowed?.length ?? 0 },
      basePolicy: policy !== undefined,
      rows,
      gaps: gaps.sort(
        (a, b) =>
          place(a) - place(b) ||
          compare(a.component, b.component) ||
          compare(a.path, b.path) ||
          compare(a.what, b.what),
      ),
      components,
      acceptances,
      bindings: bound?.bindings,
      checks: completenessChecks(
        { counted, swept: swept.commits, inputs, rows, start: start.commit, firstParent },
        merges,
        bindings,
      ),
      samples:
        sample === undefined
          ? undefined
          : {
              ...sample,
              commits: drawSample(
                rows.map(({ commit }) => commit),
                sample.size,
                sample.seed,
              ),
            },
    },
    facts,
    signers,
    end: workspace,
    unchecked: bound?.unchecked ?? [],
  };
};
