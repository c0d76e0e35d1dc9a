// `npm run test:live`: generate, update and count against the live service (or whatever ANTHROPIC_BASE_URL names), on the cheapest
// current model, under a spend limit that is printed first. Without a key it says so and is skipped.
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const model = process.env.INSTRIDE_LIVE_MODEL ?? "claude-haiku-5-5";
const limit = Number(process.env.INSTRIDE_LIVE_USD ?? "0.25");
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cli = join(root, "bin/instride.js");

if (!process.env.ANTHROPIC_API_KEY) {
  console.log(
    "test:live SKIPPED: ANTHROPIC_API_KEY is not set, so nothing was asked and nothing was shown to work live",
  );
  process.exit(0);
}
if (!existsSync(join(root, "dist/cli.js"))) {
  console.error("test:live: dist/ is missing; npm run build first");
  process.exit(2);
}
console.log(`test:live: ${model}, at most $${limit} for each command`);

const folder = mkdtempSync(join(tmpdir(), "instride-live-"));
const home = join(folder, "home");
const repo = join(folder, "repo");
mkdirSync(home);
mkdirSync(repo);
const env = {
  ...process.env,
  HOME: home,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Live test",
  GIT_AUTHOR_EMAIL: "live@example.test",
  GIT_COMMITTER_NAME: "Live test",
  GIT_COMMITTER_EMAIL: "live@example.test",
};
let failed = 0;
const check = (what, holds, detail = "") => {
  console.log(`${holds ? "ok" : "NOT OK"} - ${what}${detail === "" ? "" : ` (${detail})`}`);
  if (!holds) failed += 1;
};
const run = (program, args) => {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: repo,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return { status, said: `${stdout}${stderr}` };
};
const git = (...args) => execFileSync("git", args, { cwd: repo, env, encoding: "utf8" });
const ledger = () => {
  const file = join(repo, ".git/instride/ledger.jsonl");
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
};
const tokens = (lines) =>
  lines.reduce(
    (sum, { usage }) => ({
      in: sum.in + (usage ? usage.input + usage.cacheWrite5m + usage.cacheWrite1h : 0),
      cached: sum.cached + (usage?.cacheRead ?? 0),
      out: sum.out + (usage?.output ?? 0),
    }),
    { in: 0, cached: 0, out: 0 },
  );

const spec = `---
id: tally
title: Tally
targets:
  - src/tally/**
owner: Live test
---

# Tally

Counts how often a name was reported. One process, one file.

## Interface

| Function | Inputs | Output |
|---|---|---|
| \`report\` | name: string (1..40) | the new count |

## Security

### Assets

| Asset | Sensitivity |
|---|---|
| Counts | internal |

### Entry points

| Entry point | Caller | Authentication |
|---|---|---|
| \`report\` | Caller | none |

### Trust boundaries

- **Process edge.** What the caller passes is foreign.

### Data flows

| From | To | Data | Protection |
|---|---|---|---|
| Caller | Tally | name | same process |

### Authentication and authorization

- **None.** Whoever can call the function may report.

### Compensating controls

None.

### Accepted risks

None.

### Assumptions

- One process writes at a time.

### Out of scope

- Names that belong together.
`;

try {
  git("init", "-q");
  mkdirSync(join(repo, "node_modules"));
  symlinkSync(root, join(repo, "node_modules/instride"), "junction");
  writeFileSync(join(repo, ".gitignore"), "node_modules/\n");
  const init = run(process.execPath, [cli, "init"]);
  check("init", init.status === 0, init.status === 0 ? "" : init.said);
  const config = JSON.parse(readFileSync(join(repo, "instride.config.json"), "utf8"));
  const claude = {
    model,
    effort: process.env.INSTRIDE_LIVE_EFFORT ?? "low",
    "max-usd": limit,
    "commit-seconds": 300,
    fallback: "fail",
  };
  writeFileSync(join(repo, "instride.config.json"), JSON.stringify({ ...config, agent: "claude", claude }));
  mkdirSync(join(repo, "specs"), { recursive: true });
  writeFileSync(join(repo, "specs/tally.md"), spec);

  const generated = run(process.execPath, [cli, "generate", "specs/tally.md", "--max-usd", String(limit)]);
  check(
    "generate",
    generated.status === 0,
    generated.status === 0 ? JSON.stringify(tokens(ledger())) : generated.said.slice(-2000),
  );
  const answering = ledger().find(({ phase }) => phase === "questions")?.usage;
  if (answering !== undefined) {
    const prompt = answering.input + answering.cacheRead + answering.cacheWrite5m + answering.cacheWrite1h;
    console.log(
      `   the answering branch read ${Math.round((100 * answering.cacheRead) / prompt)} % of ${prompt} tokens from the cache`,
    );
  }
  if (generated.status === 0) {
    git("add", "-A");
    const before = ledger().length;
    const first = run("git", ["commit", "-qm", "Generate tally"]);
    check(
      "the commit after it asks nobody",
      first.status === 0 && ledger().length === before,
      first.said.slice(-500),
    );
    const path = git("ls-files", "src/tally").split("\n")[0];
    writeFileSync(
      join(repo, path),
      `${readFileSync(join(repo, path), "utf8")}\nexport const longest = 40;\n`,
    );
    const update = run("git", ["commit", "-qam", "Name the longest name"]);
    const spent = ledger().slice(before);
    check(
      "update",
      update.status === 0,
      `${JSON.stringify(tokens(spent))}; ${update.said.trim().slice(-500)}`,
    );
  }
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  const counted = await new Anthropic({ logLevel: "off" }).messages
    .countTokens({ model, messages: [{ role: "user", content: spec }] })
    .then(
      ({ input_tokens: count }) => count,
      (error) => String(error),
    );
  check("count", typeof counted === "number", String(counted));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(failed === 0 ? "test:live passed" : `test:live: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
