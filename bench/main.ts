// `npm run bench [-- part …]`: runs parts, prints and keeps their results, and ends with 1 when a ratio is above its
// budget. A part that does not run keeps the results it had. `npm run bench -- report` runs none of them and writes the
// report of all benches anew.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { inStep, nothingPaired, runCommits, runHooks, stale } from "./commits.ts";
import { run as runHistory } from "./history.ts";
import type { Comparison } from "./measure.ts";
import { lintName, runLint, runMicro } from "./micro.ts";
import { readBenches } from "./report/read.ts";
import { benchMarkdown, benchPage } from "./report/render.ts";
import { projectRoot } from "./repositories.ts";
import { type PartResult, type Row, renderResults } from "./results.ts";

const milliseconds = (value: number): string =>
  value >= 100
    ? `${Math.round(value)} ms`
    : value >= 1
      ? `${value.toFixed(1)} ms`
      : `${(value * 1000).toFixed(0)} µs`;
const times = (value: number): string => `${value.toFixed(2)} ×`;
const mebibytes = (value: number | undefined): string =>
  value === undefined ? "not told here" : `${Math.round(value)} MiB`;

/** On a busy machine the clock errs upwards, and so does processor time where processes overlap: the smaller counts. */
const rowsOf = ({ measured, busy }: Comparison, budgets: Readonly<Record<string, string>> = {}): Row[] =>
  measured.map(({ name, median, ratio, processorRatio }) => ({
    name,
    value: milliseconds(median),
    ratio: busy ? Math.min(ratio, processorRatio ?? ratio) : ratio,
    shown: times(ratio),
    ...(processorRatio === undefined ? {} : { processor: times(processorRatio) }),
    ...(budgets[name] === undefined ? {} : { budget: budgets[name] }),
  }));

const busyNote = ({ busy }: Comparison): string =>
  busy ? "; the machine was busy, so budgets are held against the smaller of clock and processor time" : "";

const rounds = { commits: 15, hooks: 15, lint: 3, history: 3 } as const;

const parts: Readonly<Record<string, () => Promise<{ title: string; method: string; rows: Row[] }>>> = {
  micro: async () => ({
    title: "In this process, warm",
    method: "tinybench, median of one call",
    rows: (await runMicro(400)).map(({ name, median }) => ({ name, value: milliseconds(median) })),
  }),
  lint: async () => {
    const lint = await runLint(rounds.lint);
    return {
      title: "Linting",
      method: `in turn, in one process; medians of ${rounds.lint} rounds; remark with front matter and tables, as lint needs it${busyNote(lint)}`,
      rows: rowsOf(lint, { [lintName]: "lint-1000-specs" }),
    };
  },
  commits: async () => {
    const { commits, skipped, nodeStarts } = await runCommits(rounds.commits);
    return {
      title: "A commit that touches nothing paired",
      method: `whole commits in turn, in repositories with the same files; medians of ${rounds.commits} rounds; other managers run a task that does nothing${busyNote(commits)}`,
      rows: [
        ...rowsOf(commits, { [nothingPaired]: "commit-nothing-paired" }),
        ...skipped.map(({ name, why }) => ({ name, value: `skipped: ${why}` })),
        {
          name: "starts of Node in a commit with nothing paired",
          value: String(nodeStarts),
          ratio: nodeStarts,
          budget: "node-starts-nothing-paired",
        },
      ],
    };
  },
  hooks: async () => {
    const hooks = await runHooks(rounds.hooks);
    return {
      title: "The hook process of a paired commit",
      method: `pre-commit from sh to its end, a component of 50 TypeScript files, one edited, each edit committed before the next; in turn with a bare start of Node; medians of ${rounds.hooks} rounds${busyNote(hooks)}`,
      rows: rowsOf(hooks, { [inStep]: "commit-in-step", [stale]: "commit-stale" }),
    };
  },
  history: async () => {
    const result = await runHistory({ commits: 10_000, components: 200, runs: rounds.history });
    return {
      title: "Verifying history",
      method: `${result.commits} commits, 200 components, whole processes in turn; medians of ${rounds.history} rounds`,
      rows: [
        { name: "git log --raw", value: milliseconds(result.gitLog) },
        {
          name: "instride verify --every-commit",
          value: milliseconds(result.verify),
          ratio: result.ratio,
          shown: times(result.ratio),
          budget: "verify-every-commit",
        },
        { name: "instride verify, the tip alone", value: milliseconds(result.tip) },
        { name: "peak memory, a quarter of the range", value: mebibytes(result.peak.quarter) },
        { name: "peak memory, all of the range", value: mebibytes(result.peak.all) },
      ],
    };
  },
};

const machine = (): string => {
  const [processor] = cpus();
  const git = execFileSync("git", ["--version"], { encoding: "utf8" }).trim();
  return `${cpus().length} × ${processor?.model.trim() ?? process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}; Node ${process.versions.node}; ${git}`;
};

const folder = join(projectRoot(), "bench");

const readJson = <T>(name: string, otherwise: T): T => {
  try {
    return JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return otherwise;
    throw error;
  }
};

/** The one report, from whatever has been measured. */
const writeReports = (budgets: Readonly<Record<string, number>>): void => {
  const results = readBenches(folder);
  writeFileSync(join(folder, "RESULTS.md"), benchMarkdown(results, budgets));
  writeFileSync(join(folder, "report.html"), benchPage(results, budgets));
  console.error("bench: wrote bench/RESULTS.md and bench/report.html");
};

const main = async (wanted: readonly string[]): Promise<number> => {
  if (wanted[0] === "report") {
    writeReports(readJson<Record<string, number>>("budget.json", {}));
    return 0;
  }
  const unknown = wanted.filter((name) => parts[name] === undefined);
  if (unknown.length > 0) {
    console.error(`no part ${unknown.join(", ")}, expected ${Object.keys(parts).join(", ")}`);
    return 2;
  }
  const budgets = readJson<Record<string, number>>("budget.json", {});
  const kept = readJson<Record<string, PartResult>>("results.json", {});
  const results: Record<string, PartResult> = {};
  const exceeded: string[] = [];
  for (const [name, run] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) {
      if (kept[name] !== undefined) results[name] = kept[name];
      continue;
    }
    console.error(`bench: ${name} …`);
    const part = { machine: machine(), ...(await run()) };
    results[name] = part;
    console.log(renderResults({ [name]: part }, budgets));
    for (const row of part.rows) {
      const budget = row.budget === undefined ? undefined : budgets[row.budget];
      if (row.budget !== undefined && budget === undefined)
        throw new Error(`budget.json has no ${row.budget}`);
      if (budget !== undefined && row.ratio !== undefined && row.ratio > budget)
        exceeded.push(`${row.name}: ${row.shown ?? row.value} is above ${budget}`);
    }
  }
  writeFileSync(join(folder, "results.json"), `${JSON.stringify(results, undefined, 2)}\n`);
  writeReports(budgets);
  for (const line of exceeded) console.error(`bench: over budget: ${line}`);
  return exceeded.length > 0 ? 1 : 0;
};

process.exitCode = await main(process.argv.slice(2));
