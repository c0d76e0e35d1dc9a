// Makes a history of many commits and components, then sets `instride verify A..B --every-commit` beside
// `git log --raw A..B`: wall time of whole processes as a ratio, and peak memory for a quarter and for all of the range.
//
//   npm run bench history
//   node build/bench/history.js --commits 10000 --components 200 --runs 5 [--keep FOLDER]

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { stride } from "../src/frameworks/stride.ts";
import { parseModel, printModel } from "../src/model/yaml.ts";
import { modelPathOf, readablePathOf, recordPathOf } from "../src/pairing/files.ts";
import { blobIdOf, type ChangeRecord, printRecord, recordIdOf } from "../src/pairing/record.ts";
import { renderMarkdown } from "../src/report/markdown.ts";

export interface HistoryOptions {
  /** Commits after the one that adds all components. */
  readonly commits: number;
  readonly components: number;
  /** Timed runs of each command, taken in turn. */
  readonly runs: number;
  /** Keep the repository here, and take the one that is here already. */
  readonly keep?: string;
}

export interface HistoryResult {
  readonly commits: number;
  /** Medians of whole processes, in milliseconds. */
  readonly gitLog: number;
  readonly verify: number;
  /** The same of the tip alone: what is judged by every rule. */
  readonly tip: number;
  /** Median of the ratios verify / git log, run by run. */
  readonly ratio: number;
  /** Peak resident memory of the Node process in MiB; undefined where the system does not tell. */
  readonly peak: { readonly quarter: number | undefined; readonly all: number | undefined };
}

const projectRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "bin/instride.js"))) folder = dirname(folder);
  return folder;
};

const cli = join(projectRoot(), "bin/instride.js");

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: tmpdir(),
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Bench",
  GIT_AUTHOR_EMAIL: "bench@example.test",
  GIT_COMMITTER_NAME: "Bench",
  GIT_COMMITTER_EMAIL: "bench@example.test",
});

const git = (root: string, args: readonly string[], input?: string): string =>
  execFileSync("git", args, {
    cwd: root,
    env: environment(),
    encoding: "utf8",
    maxBuffer: 1 << 30,
    ...(input === undefined ? {} : { input }),
  });

const nameOf = (component: number): string => `service-${String(component).padStart(3, "0")}`;

const specOf = (name: string): string => `---
id: ${name}
title: ${name}
targets:
  - src/${name}/**
owner: Bench
---

# ${name}

Keeps orders of signed-in people.

## Interface

| Route | Inputs | Authorization |
|---|---|---|
| \`POST /${name}\` | text: string (1..4000) | session |

## Security

### Assets

| Asset | Sensitivity |
|---|---|
| Orders | confidential |

### Entry points

| Route | Caller | Authentication |
|---|---|---|
| \`POST /${name}\` | Browser | session token |

### Trust boundaries

- **Network edge.** Between the browser and the service: everything that arrives is foreign.

### Data flows

| From | To | Data | Protection |
|---|---|---|---|
| Browser | Order service | order | TLS 1.3 |

### Authentication and authorization

- **Session.** Every route checks the session token.

### Compensating controls

- The gateway limits each address to 60 requests a minute.

### Accepted risks

None.

### Assumptions

- The gateway removes headers that name a person.

### Out of scope

- Denial of service by floods at the network edge.
`;

const codeOf = (name: string): Record<string, string> => ({
  [`src/${name}/server.ts`]: `import { createServer } from "node:http";\nimport { add } from "./orders.ts";\n\nexport const server = createServer((request, response) => {\n  if (request.method === "POST" && request.url === "/${name}") add(request.headers.authorization ?? "", "order");\n  response.end();\n});\n`,
  [`src/${name}/orders.ts`]:
    "const orders = new Map<string, string>();\n\nexport const add = (person: string, text: string): void => {\n  orders.set(person, text);\n};\n",
  [`src/${name}/format.ts`]: "export const shorten = (text: string): string => text.slice(0, 80);\n",
});

/** What a component's newest record left, and which record each path was last claimed by. */
interface Line {
  readonly name: string;
  readonly files: readonly string[];
  readonly contents: Readonly<Record<string, string>>;
  readonly variants: readonly { readonly yaml: string; readonly markdown: string }[];
  readonly claimedBy: Map<string, string>;
  head: string;
  variant: number;
}

/** The model in other words: what a history of one component looks like without a thousand judgements to make it. */
const variantsOf = (path: string, text: string): Line["variants"] => {
  const { model } = parseModel(path, text);
  if (model === undefined) throw new Error(`${path} does not parse`);
  return ["", " It has one table.", " It has one queue."].map((words) => {
    const reworded = { ...model, summary: `${model.summary}${words}` };
    return { yaml: printModel(reworded), markdown: renderMarkdown(reworded, stride) };
  });
};

const prepare = (root: string, components: number): Line[] => {
  git(root, ["init", "-q", "-b", "main"]);
  writeFileSync(join(root, "instride.config.json"), '{ "specs": ["specs/**/*.md"] }\n');
  mkdirSync(join(root, "specs"));
  for (let at = 0; at < components; at += 1) {
    const name = nameOf(at);
    writeFileSync(join(root, `specs/${name}.md`), specOf(name));
    mkdirSync(join(root, `src/${name}`), { recursive: true });
    for (const [path, text] of Object.entries(codeOf(name))) writeFileSync(join(root, path), text);
  }
  git(root, ["add", "-A"]);
  execFileSync(process.execPath, [cli, "sync"], { cwd: root, env: environment(), stdio: "ignore" });
  git(root, ["commit", "-qm", "Add all services"]);
  const recordOf = new Map(
    git(root, ["ls-files", ".instride/records"])
      .split("\n")
      .map((path) => path.split("/").slice(2) as [string, string]),
  );
  return Array.from({ length: components }, (_, at) => {
    const name = nameOf(at);
    const contents = codeOf(name);
    const files = Object.keys(contents);
    const record = recordOf.get(name)?.replace(".json", "");
    if (record === undefined) throw new Error(`sync left no record of ${name}`);
    const yaml = readFileSync(join(root, modelPathOf(`specs/${name}.md`)), "utf8");
    return {
      name,
      files,
      contents,
      variants: variantsOf(name, yaml),
      claimedBy: new Map(files.map((file) => [file, record])),
      head: record,
      variant: -1,
    };
  });
};

type Files = Readonly<Record<string, string>>;

/** One commit of a component as the hooks make it: a comment moved in one file, one more record. */
const changeOf = (line: Line, at: number): Files => {
  const file = line.files[at % line.files.length] as string;
  const code = `${line.contents[file]}// change ${at}\n`;
  const spec = `specs/${line.name}.md`;
  const moved = line.variant === -1 || at % 3 === 0;
  if (moved) line.variant = (line.variant + 1) % line.variants.length;
  const { yaml, markdown } = line.variants[line.variant] as Line["variants"][number];
  const record: ChangeRecord = {
    instride: 1,
    component: line.name,
    mode: "carried",
    agent: "instride",
    usage: [],
    claims: { [file]: { blob: blobIdOf(code, undefined), replaces: [line.claimedBy.get(file) as string] } },
    follows: [line.head],
    outputs: {
      [modelPathOf(spec)]: blobIdOf(yaml, undefined),
      [readablePathOf(spec)]: blobIdOf(markdown, undefined),
    },
    threats: { added: [], changed: [], retired: [] },
    reason: `Only comments or layout moved in \`${file}\`: the syntax tokens are the same as those last considered.`,
  };
  const printed = printRecord(record);
  line.head = recordIdOf(printed);
  line.claimedBy.set(file, line.head);
  return {
    [file]: code,
    [recordPathOf(line.name, line.head)]: printed,
    ...(moved ? { [modelPathOf(spec)]: yaml, [readablePathOf(spec)]: markdown } : {}),
  };
};

const start = 1_900_000_000;

const commitText = (mark: number, from: string, merge: string | undefined, files: Files): string => {
  const lines = [
    `commit refs/heads/bench\nmark :${mark}\ncommitter Bench <bench@example.test> ${start + mark * 60} +0000\ndata 4\nwork\nfrom ${from}\n`,
  ];
  if (merge !== undefined) lines.push(`merge ${merge}\n`);
  for (const [path, text] of Object.entries(files))
    lines.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  return lines.join("");
};

/** Every tenth commit pairs nothing; every twenty-fifth is a merge of two lines that touched different components. */
const importHistory = async (root: string, lines: readonly Line[], commits: number): Promise<void> => {
  const child = spawn("git", ["fast-import", "--quiet", "--force"], {
    cwd: root,
    env: environment(),
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on("close", (status) =>
      status === 0 ? resolve() : reject(new Error(`git fast-import ended with ${status}`)),
    );
  });
  const send = async (text: string): Promise<void> => {
    if (!child.stdin.write(text)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  };
  let tip = git(root, ["rev-parse", "HEAD"]).trim();
  let seed = 42;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(seed / 65_536) % below;
  };
  for (let at = 1; at <= commits; at += 1) {
    const line = lines[next(lines.length)] as Line;
    if (at % 25 === 0 && at + 2 <= commits && lines.length > 1) {
      const other = lines[(lines.indexOf(line) + 1) % lines.length] as Line;
      const side = changeOf(other, at);
      await send(commitText(at, tip, undefined, side));
      await send(commitText(at + 1, tip, undefined, changeOf(line, at + 1)));
      await send(commitText(at + 2, `:${at + 1}`, `:${at}`, side));
      at += 2;
    } else {
      const files = at % 10 === 0 ? { "docs/notes.md": `Note ${at}.\n` } : changeOf(line, at);
      await send(commitText(at, tip, undefined, files));
    }
    tip = `:${at}`;
  }
  await send(`reset refs/heads/bench\nfrom ${tip}\n\n`);
  child.stdin.end();
  await ended;
  git(root, ["repack", "-adq"]);
};

const peakOf = (child: ChildProcess): (() => number | undefined) => {
  let peak: number | undefined;
  const look = (): void => {
    try {
      const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
      if (found !== undefined) peak = Number(found) / 1024;
    } catch {
      // It has ended, or this system has no /proc.
    }
  };
  const timer = setInterval(look, 10);
  child.on("close", () => clearInterval(timer));
  return () => peak;
};

interface Timed {
  readonly milliseconds: number;
  readonly peak: number | undefined;
}

const time = (root: string, program: string, args: readonly string[]): Promise<Timed> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, {
      cwd: root,
      env: environment(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    const peak = peakOf(child);
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
    child.on("close", (status) => {
      const milliseconds = performance.now() - began;
      if (status === 0) resolve({ milliseconds, peak: peak() });
      else reject(new Error(`${program} ${args.join(" ")} ended with ${status}: ${said}`));
    });
  });

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Makes the history, or takes the one that is kept, and measures. */
export const run = async (options: HistoryOptions): Promise<HistoryResult> => {
  const root = options.keep ?? mkdtempSync(join(tmpdir(), "instride-bench-history-"));
  try {
    if (!existsSync(join(root, ".git"))) {
      mkdirSync(root, { recursive: true });
      await importHistory(root, prepare(root, options.components), options.commits);
    }
    const verifyOf = (range: string): Promise<Timed> =>
      time(root, process.execPath, [cli, "verify", range, "--every-commit"]);
    const all = "main..bench";
    const commits = Number(git(root, ["rev-list", "--count", all]));
    const logs: number[] = [];
    const verifies: Timed[] = [];
    const tips: number[] = [];
    await verifyOf(all); // fills the caches of the file system and of instride
    for (let at = 0; at < options.runs; at += 1) {
      logs.push((await time(root, "git", ["--no-pager", "log", "--raw", all])).milliseconds);
      verifies.push(await verifyOf(all));
      tips.push((await time(root, process.execPath, [cli, "verify", "bench"])).milliseconds);
    }
    const quarter = await verifyOf(
      `main..bench~${Math.floor(Number(git(root, ["rev-list", "--count", "--first-parent", all])) * 0.75)}`,
    );
    return {
      commits,
      gitLog: median(logs),
      verify: median(verifies.map((each) => each.milliseconds)),
      tip: median(tips),
      ratio: median(verifies.map((each, at) => each.milliseconds / (logs[at] as number))),
      peak: { quarter: quarter.peak, all: verifies.at(-1)?.peak },
    };
  } finally {
    if (options.keep === undefined) rmSync(root, { recursive: true, force: true });
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      commits: { type: "string", default: "10000" },
      components: { type: "string", default: "200" },
      runs: { type: "string", default: "5" },
      keep: { type: "string" },
    },
  });
  const components = Number(values.components);
  const result = await run({
    commits: Number(values.commits),
    components,
    runs: Number(values.runs),
    ...(values.keep === undefined ? {} : { keep: values.keep }),
  });
  const mebibytes = (value: number | undefined): string =>
    value === undefined ? "?" : `${Math.round(value)} MiB`;
  console.log(`${result.commits} commits, ${components} components, medians of ${values.runs} runs`);
  console.log(`git log --raw                  ${Math.round(result.gitLog)} ms`);
  console.log(`instride verify --every-commit ${Math.round(result.verify)} ms`);
  console.log(`instride verify, the tip alone ${Math.round(result.tip)} ms`);
  console.log(`ratio                          ${result.ratio.toFixed(2)}`);
  console.log(
    `peak memory                    ${mebibytes(result.peak.quarter)} for a quarter, ${mebibytes(result.peak.all)} for all`,
  );
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
