// What git knows of each commit of a range: identity, claimed dates, signature, trailers, changed paths with the blobs
// before and after. One stream for all of it.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { BlobReader } from "./blob-reader.ts";
import type { CommitRange } from "./history.ts";
import { decodePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { git } from "./run.ts";

export interface FactChange {
  readonly path: string;
  /** Blob id; undefined: the path was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface CommitFacts {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  readonly committer: { readonly name: string; readonly email: string };
  /** Claims, seconds since 1970. */
  readonly authored: number;
  readonly committed: number;
  readonly subject: string;
  /** Values of `Reviewed-by` and `Approved-by` trailers. */
  readonly reviewedBy: readonly string[];
  /** Values of `Co-authored-by` trailers. */
  readonly coAuthoredBy: readonly string[];
  readonly signature: {
    /** git's letter, `%G?`. */
    readonly state: string;
    readonly signer: string;
    readonly fingerprint: string;
    /** The object has a signature header, whatever git makes of it. */
    readonly present: boolean;
  };
  /** Against the first parent. */
  readonly changes: readonly FactChange[];
}

const fields = ["%H", "%T", "%P", "%an", "%ae", "%at", "%cn", "%ce", "%ct", "%s"];
const trailers = [
  "%(trailers:key=Reviewed-by,key=Approved-by,valueonly,unfold,separator=%x1f)",
  "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x1f)",
];
const columns = fields.length + trailers.length;

/** Settings of people and of the repository that would change what git says are overruled. */
const settings = (signers: string): string[] =>
  [
    `gpg.ssh.allowedSignersFile=${signers}`,
    "gpg.ssh.program=ssh-keygen",
    "gpg.ssh.revocationFile=/dev/null",
    "gpg.program=gpg",
    "gpg.minTrustLevel=undefined",
    "log.showRoot=true",
    "log.showSignature=false",
    "i18n.logOutputEncoding=UTF-8",
  ].flatMap((setting) => ["-c", setting]);

/** A folder of our own with the allowed signers of the base revision, and an empty OpenPGP home, for one piece of work. */
const withSigners = async <T>(
  repository: Repository,
  signers: string,
  work: (flags: readonly string[], repository: Repository) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "instride-signers-"));
  try {
    const file = join(folder, "allowed-signers");
    await writeFile(file, signers, { mode: 0o600 });
    // The keys that a person has on this machine must not decide what an auditor sees on another.
    const env = { ...repository.env, GNUPGHOME: folder, TZ: "UTC" };
    return await work(settings(file), { ...repository, env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const zeros = /^0+$/;

const changeOf = (line: string, path: Buffer): FactChange => {
  const [, , before = "", after = ""] = line.split(" ");
  return {
    path: decodePath(path),
    before: zeros.test(before) ? undefined : before,
    after: zeros.test(after) ? undefined : after,
  };
};

const valuesIn = (field: string): string[] => field.split("\u001f").filter((each) => each.trim() !== "");

const parse = (output: Buffer): Omit<CommitFacts, "signature">[] => {
  const parts = splitNul(output);
  const found: Omit<CommitFacts, "signature">[] = [];
  for (let at = 0; at < parts.length; ) {
    const head = parts.slice(at, at + columns).map((part) => part.toString("utf8"));
    at += columns;
    const [id, tree, parents, an, ae, authored, cn, ce, committed, subject, reviewed, coAuthored] = head as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const changes: FactChange[] = [];
    // A header begins with a commit id, a change with a colon.
    while (at + 1 < parts.length) {
      const line = (parts[at] as Buffer).toString("latin1").replace(/^\n/, "");
      if (!line.startsWith(":")) break;
      changes.push(changeOf(line, parts[at + 1] as Buffer));
      at += 2;
    }
    found.push({
      id: id.trim(),
      tree,
      parents: parents === "" ? [] : parents.split(" "),
      author: { name: an, email: ae },
      committer: { name: cn, email: ce },
      authored: Number(authored),
      committed: Number(committed),
      subject,
      reviewedBy: valuesIn(reviewed),
      coAuthoredBy: valuesIn(coAuthored),
      changes,
    });
  }
  return found;
};

/** Whether a raw commit object has a signature among its headers. */
const hasSignature = (raw: Buffer | undefined): boolean => {
  const text = raw?.toString("latin1") ?? "";
  const end = text.indexOf("\n\n");
  return /(?:^|\n)gpgsig(?:-sha256)? /.test(end === -1 ? text : text.slice(0, end));
};

type Signature = CommitFacts["signature"];

/** git's verdicts on signed commits. Each costs two processes of ssh-keygen, so several gits work side by side. */
const signaturesOf = async (
  repository: Repository,
  flags: readonly string[],
  commits: readonly string[],
): Promise<ReadonlyMap<string, Signature>> => {
  const share = Math.max(1, Math.ceil(commits.length / Math.min(8, availableParallelism())));
  const chunks: string[][] = [];
  for (let at = 0; at < commits.length; at += share) chunks.push(commits.slice(at, at + share));
  const said = await Promise.all(
    chunks.map((chunk) =>
      git(
        repository,
        [...flags, "log", "-z", "--no-walk=unsorted", "--stdin", "--format=%H%x00%G?%x00%GS%x00%GF"],
        { input: `${chunk.join("\n")}\n` },
      ),
    ),
  );
  const found = new Map<string, Signature>();
  for (const { stdout } of said) {
    const parts = splitNul(stdout).map((part) => part.toString("utf8"));
    for (let at = 0; at + 3 < parts.length; at += 4) {
      const [id, state, signer, fingerprint] = parts.slice(at, at + 4) as [string, string, string, string];
      found.set(id.trim(), { state, signer, fingerprint, present: true });
    }
  }
  return found;
};

const unsigned: Signature = { state: "N", signer: "", fingerprint: "", present: false };

/**
 * Commits of a range, parents first.
 * @param signers content of the allowed-signers file
 * @throws GitError
 */
export const commitFacts = async (
  repository: Repository,
  range: CommitRange,
  signers: string,
): Promise<CommitFacts[]> =>
  withSigners(repository, signers, async (flags, shielded) => {
    const { from, to, firstParent } = range;
    const { stdout } = await git(shielded, [
      ...flags,
      ...["log", "-z", "--raw", "--no-abbrev", "--no-renames", "--diff-merges=first-parent"],
      ...["--topo-order", "--reverse", "--no-color", "--no-decorate", "--no-notes", "--no-mailmap"],
      ...["--no-relative", "--ignore-submodules=none"],
      `--format=${[...fields, ...trailers].join("%x00")}`,
      ...(firstParent ? ["--first-parent"] : []),
      ...(from === undefined ? [to] : [to, `^${from}`]),
      "--",
    ]);
    const found = parse(stdout);
    const reader = new BlobReader(shielded);
    try {
      const raws = await reader.readAll(found.map(({ id }) => id));
      const signed = found.map(({ id }) => id).filter((id) => hasSignature(raws.get(id)));
      const signatures = await signaturesOf(shielded, flags, signed);
      return found.map((facts) => ({ ...facts, signature: signatures.get(facts.id) ?? unsigned }));
    } finally {
      reader.close();
    }
  });

/** What `git verify-commit --raw` prints of one commit, with its exit code. */
export const signatureReport = (
  repository: Repository,
  commit: string,
  signers: string,
): Promise<{ status: number; said: string }> =>
  withSigners(repository, signers, async (flags, shielded) => {
    const { status, stderr } = await git(shielded, [...flags, "verify-commit", "--raw", commit], {
      allow: [1],
    });
    return { status, said: stderr };
  });

/** Ids of a commit's first parents, newest first, the commit itself among them. */
export const firstParents = async (repository: Repository, commit: string): Promise<readonly string[]> => {
  const { stdout } = await git(repository, ["rev-list", "--first-parent", commit, "--"]);
  return stdout.toString("latin1").trim().split("\n");
};

/** How many commits a revision list has, by git's own count. */
export const countCommits = async (repository: Repository, range: CommitRange): Promise<number> => {
  const { stdout } = await git(repository, [
    ...["rev-list", "--count", ...(range.firstParent ? ["--first-parent"] : []), range.to],
    ...(range.from === undefined ? [] : [`^${range.from}`]),
    "--",
  ]);
  return Number(stdout.toString("latin1").trim());
};

/** @throws GitError when either is not there */
export const isAncestor = async (repository: Repository, older: string, newer: string): Promise<boolean> =>
  (await git(repository, ["merge-base", "--is-ancestor", older, newer], { allow: [1] })).status === 0;

/** The patch of a commit against its first parent; at most `limit` bytes of it. */
export const patchOf = async (
  repository: Repository,
  commit: string,
  limit: number,
): Promise<{ text: string; whole: number }> => {
  const { stdout } = await git(repository, [
    ...["log", "-1", "-p", "--format=", "--diff-merges=first-parent", "--no-color", "--no-ext-diff"],
    ...["--no-textconv", "--no-renames", "--full-index", "--src-prefix=a/", "--dst-prefix=b/", commit, "--"],
  ]);
  return { text: stdout.subarray(0, limit).toString("utf8"), whole: stdout.length };
};
