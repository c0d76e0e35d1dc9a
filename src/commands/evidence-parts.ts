// The files of a package that are taken from git as they are: models at the end, and what stands behind each sample.

import type { About } from "../evidence/completeness.ts";
import { packageFiles } from "../evidence/package.ts";
import type { SampleParts } from "../evidence/sample-files.ts";
import { readBlobs } from "../git/blobs.ts";
import { type CommitFacts, patchOf, signatureReport } from "../git/commit-facts.ts";
import type { Repository } from "../git/repository.ts";
import { listCommit } from "../git/trees.ts";
import { modelPathOf, parseRecordPath, readablePathOf } from "../pairing/files.ts";
import type { CommandContext } from "./context.ts";
import type { Gathered } from "./evidence-gather.ts";
import { moreSections } from "./evidence-more.ts";

/** A patch that is longer is cut, and says so. */
const longestPatch = 1 << 20;

const modelsAtEnd = async (
  repository: Repository,
  { end }: Gathered,
): Promise<ReadonlyMap<string, Buffer>> => {
  const wanted = new Set(
    end.components.flatMap(({ spec, modelPath, readablePath }) => [spec.path, modelPath, readablePath]),
  );
  const entries = end.entries.filter(({ path }) => wanted.has(path));
  const blobs = await readBlobs(
    repository,
    entries.map(({ oid }) => oid),
  );
  return new Map(entries.map(({ path, oid }) => [path, blobs.get(oid) ?? Buffer.alloc(0)]));
};

/** Specs, models and renderings of the touched components as the commit has them, and the records that it added. */
const contentsAt = async (
  repository: Repository,
  facts: CommitFacts,
  components: readonly string[],
  specs: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Buffer>> => {
  const wanted = new Set(
    components.flatMap((id) => {
      const spec = specs.get(id);
      return spec === undefined ? [] : [spec, modelPathOf(spec), readablePathOf(spec)];
    }),
  );
  for (const { path, after } of facts.changes)
    if (after !== undefined && (parseRecordPath(path) !== undefined || /\.threats\.(?:yaml|md)$/.test(path)))
      wanted.add(path);
  const entries = (await listCommit(repository, facts.id)).filter(({ path }) => wanted.has(path));
  const blobs = await readBlobs(
    repository,
    entries.map(({ oid }) => oid),
  );
  return new Map(entries.map(({ path, oid }) => [path, blobs.get(oid) ?? Buffer.alloc(0)]));
};

const samplePart = async (
  repository: Repository,
  gathered: Gathered,
  commit: string,
): Promise<SampleParts> => {
  const facts = gathered.facts.find(({ id }) => id === commit) as CommitFacts;
  const row = gathered.evidence.rows.find((each) => each.commit === commit);
  const specs = new Map(gathered.end.components.map(({ id, spec }) => [id, spec.path]));
  const [patch, signature, contents] = await Promise.all([
    patchOf(repository, commit, longestPatch),
    signatureReport(repository, commit, gathered.signers ?? ""),
    contentsAt(repository, facts, row?.components ?? [], specs),
  ]);
  return { patch: patch.text, patchSize: patch.whole, signature, contents };
};

/** All files of the package but the manifest. @throws UserError for a framework that does not exist */
export const filesOf = async (
  context: CommandContext,
  repository: Repository,
  gathered: Gathered,
  about: About,
  merges: string | undefined,
): Promise<Map<string, Buffer>> => {
  const { evidence, signers } = gathered;
  const samples: SampleParts[] = [];
  for (const commit of evidence.samples?.commits ?? [])
    samples.push(await samplePart(repository, gathered, commit));
  const models = await modelsAtEnd(repository, gathered);
  const more = await moreSections(context, repository, evidence.request);
  return packageFiles({ evidence, about, models, samples, signers, merges, more });
};
