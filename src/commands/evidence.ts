// `instride evidence START..END`: what an auditor takes from git history, as one folder that can be checked without us.

import { hash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { About } from "../evidence/completeness.ts";
import { type GapKindName, gapKind, gapKinds, isNote } from "../evidence/gap-kinds.ts";
import {
  envelopePath,
  type Manifest,
  makeManifest,
  manifestPath,
  parseManifest,
  printManifest,
  stampRequestPath,
} from "../evidence/manifest.ts";
import { type ParsedMerges, parseMerges } from "../evidence/merges.ts";
import { countsOf } from "../evidence/package.ts";
import { statementOf } from "../evidence/statement.ts";
import { timeStampRequest } from "../evidence/timestamp.ts";
import type { Evidence, Request } from "../evidence/types.ts";
import { withPlainRepository } from "../git/plain-repository.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { gitText } from "../git/run.ts";
import { shellLine } from "../report/foreign.ts";
import { renderTable } from "../report/table.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { gather } from "./evidence-gather.ts";
import { filesOf } from "./evidence-parts.ts";
import { evidenceRange } from "./evidence-range.ts";
import { openSigner, publicKeyPath, signStatement } from "./evidence-sign.ts";
import { grouped } from "./grouped.ts";
import { type Outcome, UserError } from "./outcome.ts";

export interface EvidenceOptions {
  /** `START..END`. */
  readonly range: string;
  /** The folder to make. */
  readonly out?: string;
  readonly sample?: number;
  readonly seed?: string;
  /** The forge's list of merges: CSV or JSON. */
  readonly merges?: string;
  /** Folder of the package before this one. */
  readonly previous?: string;
  /** A commit that an earlier package ended with. */
  readonly previousEnd?: string;
  /** Path of the allowed-signers file in the tree of START. */
  readonly allowedSigners: string;
  /** `YYYY-MM-DD`: acceptances end by it. */
  readonly asOf?: string;
  readonly signKey?: string;
  /** Ids of frameworks whose controls are listed; `all` for each. */
  readonly framework: readonly string[];
  readonly timestampRequest: boolean;
  readonly json: boolean;
}

/** What is replaced or grafted on this machine must not become evidence. */
export const openForEvidence = (cwd: string, env: NodeJS.ProcessEnv): Promise<Repository> =>
  openRepository(cwd, { ...env, GIT_NO_REPLACE_OBJECTS: "1", GIT_GRAFT_FILE: "/dev/null" });

/** SOURCE_DATE_EPOCH (reproducible-builds.org) makes two runs give the same bytes. */
const madeAt = (env: NodeJS.ProcessEnv): string => {
  const epoch = env["SOURCE_DATE_EPOCH"];
  const at = epoch !== undefined && /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
  return `${at.toISOString().slice(0, 19)}Z`;
};

const readInput = async (context: CommandContext, path: string): Promise<string> =>
  readFile(resolve(context.cwd, path), "utf8").catch((error: Error) => {
    throw new UserError(`can't read '${path}': ${error.message}`);
  });

/** @throws UserError when the folder holds no manifest that fits itself */
const previousOf = async (context: CommandContext, folder: string): Promise<Manifest> => {
  const { manifest, problems } = parseManifest(
    Buffer.from(await readInput(context, join(folder, manifestPath)), "utf8"),
  );
  if (manifest === undefined || problems.length > 0)
    throw new UserError(`the previous package '${folder}' can't be used: ${problems.join("; ")}`, {
      next: shellLine(["instride", "evidence", "verify", folder]),
    });
  return manifest;
};

const commandLine = (
  { range, merges, previous, previousEnd, sample, seed, asOf, framework }: EvidenceOptions & { asOf: string },
  signers: string,
): string =>
  shellLine([
    ...["instride", "evidence", range, "--as-of", asOf, "--allowed-signers", signers],
    ...framework.flatMap((id) => ["--framework", id]),
    ...(sample === undefined ? [] : ["--sample", String(sample), "--seed", seed ?? ""]),
    ...(merges === undefined ? [] : ["--merges", merges]),
    ...(previous === undefined ? [] : ["--previous", previous]),
    ...(previousEnd === undefined ? [] : ["--previous-end", previousEnd]),
  ]);

/** @returns whether the folder is there already, and empty @throws UserError when it holds something */
const isThere = async (folder: string): Promise<boolean> => {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new UserError(`can't write to '${folder}': ${error.message}`, {
      next: "name another folder with --out",
    });
  });
  if (there !== undefined && there.length > 0)
    throw new UserError(`'${folder}' is not empty`, {
      next: "name another folder with --out: evidence is never overwritten",
    });
  return there !== undefined;
};

/** The folder appears whole or not at all. */
const writeFolder = async (folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> => {
  const there = await isThere(folder);
  const draft = `${folder}.partial-${process.pid}`;
  try {
    for (const [path, bytes] of files) {
      const file = join(draft, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    if (there) await rm(folder, { recursive: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

const plural = (count: number, word: string): string => `${grouped(count)} ${word}${count === 1 ? "" : "s"}`;

const summaryOf = ({ rows, gaps, checks }: Evidence): string => {
  const counts = (Object.keys(gapKinds) as GapKindName[]).flatMap((kind) => {
    const count = gaps.filter((gap) => gap.kind === kind).length;
    return count === 0 ? [] : [[grouped(count), `${gapKind(kind).title}${isNote(kind) ? " (note)" : ""}`]];
  });
  const failing = checks.filter(({ holds }) => !holds);
  return [
    counts.length === 0 ? "no gap was found" : renderTable(counts, { head: ["gaps", ""] }),
    "",
    `${plural(rows.length, "change")}; ${checks.length - failing.length} of ${checks.length} completeness checks hold`,
    ...failing.map(
      ({ name, expected, actual }) => `does not hold: ${name}: expected ${expected}, found ${actual}`,
    ),
  ].join("\n");
};

const requestOf = async (
  context: CommandContext,
  repository: Repository,
  options: EvidenceOptions,
  made: string,
): Promise<{ request: Request; connected: boolean; previous: Manifest | undefined }> => {
  const range = await evidenceRange(repository, options.range);
  const previous = options.previous === undefined ? undefined : await previousOf(context, options.previous);
  const asOf =
    options.asOf ?? (context.env["SOURCE_DATE_EPOCH"] === undefined ? context.today : made.slice(0, 10));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf)))
    throw new UserError(`unexpected --as-of '${asOf}'`, { next: "give a date as YYYY-MM-DD" });
  if (options.sample !== undefined && options.seed === undefined)
    throw new UserError("a sample needs a seed that the auditor chooses", {
      next: `--sample ${options.sample} --seed <any text>`,
    });
  const { start, end, firstParent, connected } = range;
  return {
    connected,
    previous,
    request: {
      start,
      end,
      firstParent,
      asOf,
      signersPath: options.allowedSigners,
      sample: options.sample === undefined ? undefined : { size: options.sample, seed: options.seed ?? "" },
      previousEnd: options.previousEnd ?? previous?.end,
      frameworks: options.framework,
    },
  };
};

export const evidence = async (context: CommandContext, options: EvidenceOptions): Promise<Outcome> => {
  const repository = await openForEvidence(context.cwd, context.env);
  const made = madeAt(context.env);
  const { request, connected, previous } = await requestOf(context, repository, options, made);
  const folder = resolve(
    context.cwd,
    options.out ?? `evidence-${request.start.commit.slice(0, 12)}-${request.end.commit.slice(0, 12)}`,
  );
  await isThere(folder);
  const signer =
    options.signKey === undefined
      ? undefined
      : await openSigner(resolve(context.cwd, options.signKey), context.env);
  const mergesText = options.merges === undefined ? undefined : await readInput(context, options.merges);
  const merges: ParsedMerges | undefined = mergesText === undefined ? undefined : parseMerges(mergesText);
  remark(context, `reading ${request.start.revision}..${request.end.revision} …`);
  const about: About = {
    tool: "instride",
    version: context.version,
    git: await gitText(repository, ["--version"]),
    node: process.version,
    made,
    operator: (await gitText(repository, ["var", "GIT_COMMITTER_IDENT"]).catch(() => "unknown")).replace(
      />.*$/,
      ">",
    ),
    commands: [commandLine({ ...options, asOf: request.asOf }, options.allowedSigners)],
    ...(previous === undefined ? {} : { previous: previous.digest }),
  };
  const { found, files } = await withPlainRepository(repository, async (plain) => {
    const gathered = await gather(context, plain, { request, connected, merges });
    return { found: gathered.evidence, files: await filesOf(context, plain, gathered, about, mergesText) };
  });
  if (signer !== undefined) files.set(publicKeyPath, Buffer.from(signer.publicKey));
  const manifest = makeManifest(
    {
      start: request.start.commit,
      end: request.end.commit,
      counts: countsOf(found),
      ...(previous === undefined ? {} : { previous: previous.digest }),
    },
    files,
  );
  const bytes = Buffer.from(printManifest(manifest));
  files.set(manifestPath, bytes);
  if (signer !== undefined) {
    const statement = statementOf(manifest, bytes, request.end.tree, `${about.tool} ${about.version}`);
    files.set(envelopePath, Buffer.from(await signStatement(signer, statement)));
  }
  if (options.timestampRequest)
    files.set(stampRequestPath, timeStampRequest(hash("sha256", bytes, "buffer")));
  await writeFolder(folder, files);
  const gaps = found.gaps.filter(({ kind }) => !isNote(kind));
  if (options.json)
    print(
      context,
      JSON.stringify(
        { folder, digest: manifest.digest, counts: manifest.counts, checks: found.checks, gaps: found.gaps },
        undefined,
        2,
      ),
    );
  else {
    print(context, summaryOf(found));
    print(context, `\n${folder}: ${grouped(files.size)} files, digest of the manifest ${manifest.digest}`);
  }
  return gaps.length > 0 || found.checks.some(({ holds }) => !holds) ? "findings" : "clean";
};
