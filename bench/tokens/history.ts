// The real history of a local repository as series: the commits that touched a component, with the times between them.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { matcher, pathspecsOf } from "../../src/pairing/targets.ts";
import { oneLine } from "../../src/report/foreign.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Snapshot } from "./series.ts";

const fileSchema = z.strictObject({
  components: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        targets: z.array(z.string().min(1)).min(1),
        spec: z.string().min(1).optional(),
      }),
    )
    .min(1),
});

export type ComponentOfHistory = z.infer<typeof fileSchema>["components"][number];

/** What the user has to mend, in words. */
export class HistoryProblem extends Error {}

/** @throws HistoryProblem */
export const readComponents = (path: string): readonly ComponentOfHistory[] => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new HistoryProblem(
      `${path} can't be read (${(error as Error).message}); expected {"components":[{"id":"login","targets":["src/login/**"],"spec":"specs/login.md"}]}`,
    );
  }
  const read = fileSchema.safeParse(value);
  if (read.success) return read.data.components;
  const [issue] = read.error.issues;
  throw new HistoryProblem(`${path}: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
};

/** Nothing of the environment or the settings decides what git reads here. */
const git = (root: string, args: readonly string[], input?: string): Buffer =>
  execFileSync("git", ["-C", root, "--no-optional-locks", "-c", "core.fsmonitor=false", ...args], {
    maxBuffer: 1 << 30,
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], LC_ALL: "C" },
    ...(input === undefined ? {} : { input }),
  });

const longestFile = 1024 * 1024;

/** Texts by blob id: binaries and very long files are left out. */
class Blobs {
  readonly #root: string;
  readonly #texts = new Map<string, string | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  load(oids: readonly string[]): void {
    const wanted = [...new Set(oids)].filter((oid) => !this.#texts.has(oid));
    if (wanted.length === 0) return;
    const out = git(this.#root, ["cat-file", "--batch"], `${wanted.join("\n")}\n`);
    let at = 0;
    for (const oid of wanted) {
      const end = out.indexOf(10, at);
      const size = Number(out.subarray(at, end).toString().split(" ")[2]);
      const body = out.subarray(end + 1, end + 1 + size);
      this.#texts.set(oid, size > longestFile || body.includes(0) ? undefined : body.toString("utf8"));
      at = end + 1 + size + 1;
    }
  }

  text(oid: string): string | undefined {
    return this.#texts.get(oid);
  }
}

export interface HistorySeries {
  readonly component: string;
  readonly specPath: string;
  readonly start: Snapshot;
  readonly commits: readonly Snapshot[];
}

const ownSpec = ({ id, targets }: ComponentOfHistory): string =>
  `---\nid: ${id}\ntitle: ${id}\ntargets: ${JSON.stringify(targets)}\n---\n\n# ${id}\n\nNo spec is given: what is known of this component is what its code shows.\n`;

/**
 * The newest `count` commits of the first-parent history that touched a component, oldest first.
 * @throws HistoryProblem
 */
export const historyOf = (root: string, component: ComponentOfHistory, count: number): HistorySeries => {
  const { id, targets, spec } = component;
  const blobs = new Blobs(root);
  const isCode = matcher(targets);
  const wanted = [...pathspecsOf(targets), ...(spec === undefined ? [] : [`:(literal,top)${spec}`])];
  let log: string;
  try {
    log = git(root, [
      "log",
      "--first-parent",
      "--no-show-signature",
      `--max-count=${count + 1}`,
      "--format=%H%x00%ct%x00%s",
      "HEAD",
      "--",
      ...wanted,
    ]).toString("utf8");
  } catch (error) {
    throw new HistoryProblem(`the history of ${root} can't be read: ${oneLine((error as Error).message)}`);
  }
  const rows = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\0"))
    .reverse();
  if (rows.length < 2)
    throw new HistoryProblem(
      `${rows.length} commits of ${root} touch ${id} (${targets.join(", ")}), expected at least 2`,
    );
  const snapshot = (commit: string, kind: string, gapMs?: number): Snapshot => {
    const entries = git(root, ["ls-tree", "-r", "-z", "--full-tree", commit])
      .toString("utf8")
      .split("\0")
      .flatMap((line) => {
        const [, oid, path] = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
        return oid === undefined || path === undefined ? [] : [{ oid, path }];
      })
      .filter(({ path }) => path === spec || isCode(path));
    blobs.load(entries.map(({ oid }) => oid));
    const texts = new Map(
      entries.flatMap(({ oid, path }) => {
        const text = blobs.text(oid);
        return text === undefined ? [] : [[path, text] as const];
      }),
    );
    const given = spec === undefined ? undefined : texts.get(spec);
    const isReadable = given !== undefined && parseSpec(spec ?? "", given).spec !== undefined;
    if (spec !== undefined) texts.delete(spec);
    return {
      kind,
      spec: isReadable ? given : ownSpec(component),
      files: texts,
      ...(gapMs === undefined ? {} : { gapMs }),
    };
  };
  const [first] = rows;
  return {
    component: id,
    specPath: spec ?? `specs/${id}.md`,
    start: snapshot(first?.[0] ?? "", "start"),
    commits: rows.slice(1).map(([commit = "", seconds, subject = ""], at) => {
      const gap = (Number(seconds) - Number(rows[at]?.[1])) * 1000;
      return snapshot(commit, `${commit.slice(0, 8)} ${oneLine(subject).slice(0, 60)}`, Math.max(0, gap));
    }),
  };
};
