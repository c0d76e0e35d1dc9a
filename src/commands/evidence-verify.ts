// `instride evidence verify DIR`: checks a package again with git alone, on any machine that has a clone.

import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseAllowedSigners } from "../evidence/allowed-signers.ts";
import { differences } from "../evidence/compare.ts";
import { envelopePath, type Manifest, manifestPath, parseManifest, unlisted } from "../evidence/manifest.ts";
import { parseMerges } from "../evidence/merges.ts";
import { countsOf, evidencePath, mergesCopy, type StoredEvidence } from "../evidence/package.ts";
import { parseEnvelope } from "../evidence/statement.ts";
import { hasCommit } from "../git/patch-identity.ts";
import { withPlainRepository } from "../git/plain-repository.ts";
import { NotARepository, type Repository } from "../git/repository.ts";
import { type CommandContext, print } from "./context.ts";
import { openForEvidence } from "./evidence.ts";
import { gather } from "./evidence-gather.ts";
import { filesOf } from "./evidence-parts.ts";
import { type EvidenceRange, evidenceRange } from "./evidence-range.ts";
import { publicKeyPath } from "./evidence-sign.ts";
import { filesStep, type Step, signatureStep, stampStep } from "./evidence-steps.ts";
import { grouped } from "./grouped.ts";
import { type Outcome, UserError } from "./outcome.ts";

export interface EvidenceVerifyOptions {
  readonly folder: string;
  /** A clone of the repository; left out: the current folder. */
  readonly repository?: string;
  /** Compare the files with the manifest alone. */
  readonly filesOnly: boolean;
  /** Public key that must have signed: PEM, or an SSH public key. */
  readonly key?: string;
  readonly json: boolean;
}

interface Package {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly manifest: Manifest;
  readonly stored: StoredEvidence;
}

/** @throws UserError when the folder can't be read */
const readFolder = async (folder: string): Promise<Map<string, Buffer>> => {
  const files = new Map<string, Buffer>();
  const walk = async (at: string): Promise<void> => {
    const entries = await readdir(join(folder, at), { withFileTypes: true });
    for (const entry of entries) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) files.set(path, await readFile(join(folder, path)));
      else
        throw new UserError(`'${path}' in the package is neither a file nor a folder`, {
          next: "remove it: a package has no links",
        });
    }
  };
  await walk("").catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    throw new UserError(`can't read the package '${folder}': ${(error as Error).message}`);
  });
  return files;
};

const storedIn = (files: ReadonlyMap<string, Buffer>): StoredEvidence | undefined => {
  try {
    const value = JSON.parse(files.get(evidencePath)?.toString("utf8") ?? "") as StoredEvidence;
    return typeof value?.evidence?.request?.end?.commit === "string" && Array.isArray(value.evidence.rows)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
};

/** @throws UserError when there is no clone to compare with */
const cloneOf = async (
  context: CommandContext,
  options: EvidenceVerifyOptions,
  manifest: Manifest,
): Promise<Repository> => {
  const next = "name a clone with --repository, or compare the files alone with --files-only";
  const repository = await openForEvidence(
    resolve(context.cwd, options.repository ?? "."),
    context.env,
  ).catch((error: unknown) => {
    if (error instanceof NotARepository) throw new UserError(error.message, { next });
    throw error;
  });
  for (const commit of [manifest.start, manifest.end])
    if (!(await hasCommit(repository, commit)))
      throw new UserError(`this clone has no commit ${commit}`, {
        next: `git fetch the branch of this package; or ${next}`,
      });
  return repository;
};

const rebuilt = (
  files: ReadonlyMap<string, Buffer>,
  again: ReadonlyMap<string, Buffer>,
  { about }: StoredEvidence,
): string[] => [
  ...[...again]
    // How a PDF's streams are compressed is Node's affair; the words come from what was compared already.
    .filter(
      ([path, bytes]) =>
        files.get(path)?.equals(bytes) !== true && !(path.endsWith(".pdf") && about.node !== process.version),
    )
    .map(([path]) => `${path} does not say what git says`),
  ...[...files.keys()]
    .filter((path) => !again.has(path) && path !== publicKeyPath && !unlisted.includes(path))
    .map((path) => `${path} is nothing that a package of this history holds`),
];

/** Whose key signed, as the base revision has it: nothing in the package can say that of itself. */
const signerStep = (files: ReadonlyMap<string, Buffer>, signers: string | undefined): Step[] => {
  const keyid = parseEnvelope(files.get(envelopePath) ?? Buffer.alloc(0)).envelope?.signatures[0]?.keyid;
  if (keyid === undefined) return [];
  const own = parseAllowedSigners(signers ?? "").filter(({ fingerprint }) => fingerprint === keyid);
  const looked =
    own.length === 0
      ? "the key is not among the allowed signers of the base revision"
      : `the key of ${own.flatMap(({ principals }) => principals).join(", ")}, an allowed signer of the base revision`;
  return [{ name: "signer", problems: [], looked }];
};

/** Reads the history again and compares it. @param repository one of `withPlainRepository` */
const compareWith = async (
  context: CommandContext,
  repository: Repository,
  { connected, firstParent, start, end }: EvidenceRange,
  { files, manifest, stored }: Package,
): Promise<Step[]> => {
  const { request, bindings } = stored.evidence;
  const mergesText = files.get(mergesCopy)?.toString("utf8");
  const gathered = await gather(context, repository, {
    // The names are the maker's; what they stand for is read again.
    request: {
      ...request,
      start: { ...start, revision: request.start.revision },
      end: { ...end, revision: request.end.revision },
      firstParent,
    },
    connected,
    merges: mergesText === undefined ? undefined : parseMerges(mergesText),
    stored: bindings ?? [],
  });
  const again = gathered.evidence;
  const counts =
    JSON.stringify(countsOf(again)) === JSON.stringify(manifest.counts)
      ? []
      : [`${manifestPath} names other counts`];
  const lacking =
    gathered.unchecked.length === 0
      ? ""
      : `; ${gathered.unchecked.length} merges name reviewed tips that this clone lacks, so how they are tied to them was not checked`;
  const history: Step = {
    name: "history",
    problems: [...differences(stored.evidence, again), ...counts],
    looked: `changes ${grouped(again.rows.length)}, gaps ${grouped(again.gaps.length)}, components ${grouped(again.components.length)}: read again and compared one by one${lacking}`,
  };
  const signer = signerStep(files, gathered.signers);
  const name = "documents";
  if (stored.about.version !== context.version)
    return [
      history,
      ...signer,
      {
        name,
        problems: [],
        looked: `made by version ${stored.about.version}, this is ${context.version}: held to their digests alone; README.txt says how to run that version`,
      },
    ];
  const made = await filesOf(context, repository, gathered, stored.about, mergesText);
  return [
    history,
    ...signer,
    {
      name,
      problems: rebuilt(files, made, stored),
      looked: `${grouped(made.size)} files made again from git, each the same`,
    },
  ];
};

const historySteps = async (
  context: CommandContext,
  repository: Repository,
  of: Package,
): Promise<Step[]> => {
  const range = await evidenceRange(repository, `${of.manifest.start}..${of.manifest.end}`);
  return withPlainRepository(repository, (plain) => compareWith(context, plain, range, of));
};

const report = (
  context: CommandContext,
  options: EvidenceVerifyOptions,
  steps: readonly Step[],
  digest: string,
): Outcome => {
  const problems = steps.flatMap((step) => step.problems);
  if (options.json)
    print(context, JSON.stringify({ holds: problems.length === 0, digest, steps }, undefined, 2));
  else {
    for (const { name, problems: own, looked } of steps) {
      print(
        context,
        own.length === 0
          ? `ok    ${name}: ${looked}`
          : `FAIL  ${name}: ${grouped(own.length)} problem${own.length === 1 ? "" : "s"}`,
      );
      for (const problem of own.slice(0, 50)) print(context, `      ${problem}`);
      if (own.length > 50) print(context, `      and ${grouped(own.length - 50)} more (--json lists all)`);
    }
    print(
      context,
      problems.length === 0
        ? `the package holds; digest of the manifest ${digest}`
        : "the package does not hold",
    );
  }
  return problems.length === 0 ? "clean" : "findings";
};

export const evidenceVerify = async (
  context: CommandContext,
  options: EvidenceVerifyOptions,
): Promise<Outcome> => {
  const files = await readFolder(resolve(context.cwd, options.folder));
  const bytes = files.get(manifestPath);
  if (bytes === undefined)
    throw new UserError(`'${options.folder}' has no ${manifestPath}`, {
      next: "name the folder of a package",
    });
  const { manifest, problems } = parseManifest(bytes);
  if (manifest === undefined)
    return report(context, options, [{ name: "files", problems, looked: "" }], "unknown");
  const stored = storedIn(files);
  const steps: Step[] = [
    filesStep(manifest, problems, files),
    await signatureStep(context, files, manifest, stored, options.key),
    stampStep(files),
  ];
  const broken = steps.some((step) => step.problems.length > 0);
  if (options.filesOnly || broken)
    steps.push({
      name: "history",
      problems: [],
      looked: broken
        ? "not compared: the package itself does not hold"
        : "not compared, as asked (--files-only)",
    });
  else if (stored === undefined)
    steps.push({ name: "history", problems: [`${evidencePath} can't be read`], looked: "" });
  else
    steps.push(
      ...(await historySteps(context, await cloneOf(context, options, manifest), {
        files,
        manifest,
        stored,
      })),
    );
  return report(context, options, steps, manifest.digest);
};
