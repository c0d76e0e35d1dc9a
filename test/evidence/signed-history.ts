// Histories with real SSH signatures, claimed dates of choice and a list of what the forge merged: git's own plumbing,
// without hooks, so that irregularities can be planted one at a time.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accept, signoff } from "../../src/commands/people.ts";
import { sync } from "../../src/commands/sync.ts";
import type { GapKindName } from "../../src/evidence/gap-kinds.ts";
import type { TestRepository } from "../support/repository.ts";
import { type CommandSink, commandContext } from "./context.ts";

export type Key = "ada" | "bob" | "forge" | "old" | "eve";

export const people = {
  ada: { name: "Ada", email: "ada@example.test" },
  bob: { name: "Bob", email: "bob@example.test" },
  forge: { name: "Forge", email: "noreply@forge.test" },
  bot: { name: "renovate[bot]", email: "29139614+renovate[bot]@users.noreply.forge.test" },
} as const;

export interface CommitOptions {
  readonly author?: { readonly name: string; readonly email: string };
  readonly committer?: { readonly name: string; readonly email: string };
  /** Whose key signs; null: nobody's. Default: Ada's. */
  readonly key?: Key | null;
  /** Claimed date, seconds since 1970. Default: an hour after the one before. */
  readonly at?: number;
  readonly parents?: readonly string[];
  /** Default: what the work tree holds. */
  readonly tree?: string;
  /** False: the branch stays where it is. */
  readonly move?: boolean;
}

export interface Listed {
  readonly number: number;
  readonly mergeCommit: string;
  readonly head?: string;
  readonly mergedAt: string;
  readonly reviews: readonly {
    readonly author: { readonly login: string; readonly email: string };
    readonly state: string;
    readonly commit?: string;
  }[];
}

/** The day on which the old key's time was over. */
export const oldKeyEnds = Date.UTC(2030, 1, 1) / 1000;

const allowed = (publicKey: string, who: string, options = ""): string =>
  `${who} ${options}${publicKey.split(" ").slice(0, 2).join(" ")}\n`;

export class SignedHistory {
  readonly repository: TestRepository;
  /** What was planted: kind and commit, which is empty where the gap is of the period as a whole. */
  readonly planted: { readonly kind: GapKindName; readonly commit: string }[] = [];
  readonly merges: Listed[] = [];
  clock: number = Date.UTC(2030, 0, 1) / 1000;
  today = "2030-01-10";

  constructor(repository: TestRepository) {
    this.repository = repository;
  }

  context(env: Readonly<Record<string, string>> = {}): CommandSink {
    return commandContext(this.repository, { ...this.repository.env, ...env }, this.today);
  }

  #keyFile(key: Key): string {
    return join(this.repository.home, `key-${key}`);
  }

  /** Makes the keys, and the allowed-signers file of the base. */
  async begin(): Promise<void> {
    const { repository } = this;
    for (const key of ["ada", "bob", "forge", "old", "eve"] as const)
      await repository.run("ssh-keygen", [
        "-q",
        "-t",
        "ed25519",
        "-N",
        "",
        "-C",
        key,
        "-f",
        this.#keyFile(key),
      ]);
    const read = (key: Key): string => readFileSync(`${this.#keyFile(key)}.pub`, "utf8");
    repository.write(
      ".instride/allowed-signers",
      allowed(read("ada"), people.ada.email) +
        allowed(read("bob"), people.bob.email, 'namespaces="git" ') +
        allowed(read("forge"), people.forge.email) +
        allowed(read("old"), people.ada.email, 'valid-before="20300201Z" '),
    );
  }

  plant(kind: GapKindName, commit = ""): void {
    this.planted.push({ kind, commit });
  }

  async commit(message: string, options: CommitOptions = {}): Promise<string> {
    const { repository } = this;
    const { author = people.ada, committer = author, key = "ada", move = true } = options;
    this.clock += 3600;
    const date = `${options.at ?? this.clock} +0000`;
    if (options.tree === undefined) await repository.git("add", "-A");
    const tree = options.tree ?? (await repository.git("write-tree"));
    const parents = options.parents ?? [await repository.git("rev-parse", "HEAD")];
    const ran = await repository.run(
      "git",
      [
        ...["-c", "gpg.format=ssh", "-c", `user.signingkey=${this.#keyFile(key ?? "ada")}`, "commit-tree"],
        ...(key === null ? [] : ["-S"]),
        ...parents.flatMap((parent) => ["-p", parent]),
        ...["-m", message, tree],
      ],
      {
        env: {
          GIT_AUTHOR_NAME: author.name,
          GIT_AUTHOR_EMAIL: author.email,
          GIT_AUTHOR_DATE: date,
          GIT_COMMITTER_NAME: committer.name,
          GIT_COMMITTER_EMAIL: committer.email,
          GIT_COMMITTER_DATE: date,
        },
      },
    );
    if (ran.status !== 0) throw new Error(ran.said);
    const commit = ran.stdout.trim();
    if (move) await repository.git("update-ref", "HEAD", commit);
    return commit;
  }

  /** An entry of the forge's list: reviewed by Bob, merged as it was unless a tip is named. */
  list(commit: string, options: Partial<Listed> & { readonly mergedAt?: string } = {}): string {
    const at = this.clock + 60;
    this.merges.push({
      number: this.merges.length + 1,
      mergeCommit: commit,
      head: commit,
      mergedAt: new Date(at * 1000).toISOString(),
      reviews: [{ author: { login: "Bob", email: people.bob.email }, state: "APPROVED" }],
      ...options,
    });
    return commit;
  }

  /** A change that touches nothing paired, merged after a review. */
  async filler(message: string, options: CommitOptions = {}): Promise<string> {
    this.repository.write("docs/log.txt", `${message} ${this.clock}\n`);
    return this.list(await this.commit(message, options));
  }

  /** Many of those, at one process each: two trees take turns. */
  async fillers(count: number): Promise<void> {
    if (count <= 0) return;
    const { repository } = this;
    const trees: string[] = [];
    for (const turn of [0, 1]) {
      repository.write("docs/log.txt", `turn ${turn} from ${this.clock}\n`);
      await repository.git("add", "docs/log.txt");
      trees.push(await repository.git("write-tree"));
    }
    let tip = await repository.git("rev-parse", "HEAD");
    for (let at = 0; at < count; at += 1)
      tip = this.list(
        await this.commit(`Filler ${this.clock}`, {
          tree: trees[(at + count) % 2] as string, // the last is what the index holds
          parents: [tip],
          move: false,
        }),
      );
    await repository.git("update-ref", "HEAD", tip);
  }

  /** Brings the components in step, as a commit does. The rules agent answers, which is a gap of its own. */
  async sync(): Promise<void> {
    await this.repository.git("add", "-A");
    const context = this.context();
    const outcome = await sync(context, { components: [], dryRun: false, json: false });
    if (outcome !== "clean") throw new Error(`sync: ${context.stdout.text}${context.stderr.text}`);
  }

  async accept(id: string, until: string, reason: string): Promise<void> {
    await accept(this.context(), { id, until, reason, falsePositive: false });
  }

  async signoff(component: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    await signoff(this.context(env), { component });
  }

  reset(commit: string): Promise<string> {
    return this.repository.git("reset", "-q", "--hard", commit);
  }

  /** Writes the forge's list beside the repository. */
  writeMerges(): string {
    const file = join(this.repository.home, "merges.json");
    writeFileSync(file, JSON.stringify(this.merges, undefined, 1));
    return file;
  }

  /** A private key file of the test's own, to sign packages with. */
  keyFile(key: Key): string {
    return this.#keyFile(key);
  }
}
