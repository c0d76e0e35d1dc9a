// Imports point down, and pure folders stay pure. The message names the remedy.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { projectRoot } from "../support/repository.ts";

const source = join(projectRoot, "src");

/** Lower may not import higher. Folders of one rank may know each other's types. */
const ranks: Readonly<Record<string, number>> = {
  model: 0,
  frameworks: 1,
  spec: 1,
  config: 1,
  pairing: 2,
  safety: 2,
  agents: 3,
  controls: 3,
  cost: 3,
  exchange: 3,
  evidence: 3,
  git: 3,
  guard: 3,
  history: 3,
  install: 3,
  observe: 3,
  report: 3,
  telemetry: 3,
  commands: 4,
  mcp: 4,
  cli: 5,
};
const top = 5; // cli.ts, hook.ts and the other entrances

const pure = [
  "model",
  "frameworks",
  "spec",
  "config",
  "pairing",
  "safety",
  "report",
  "controls",
  "cost",
  "exchange",
  "evidence",
  "history",
  "guard",
  "install",
  "agents/rules",
  "agents/session",
  "agents/context",
];
const impure =
  /^(?:node:(?:fs|child_process|net|http|https|process|os|worker_threads|timers).*|execa|write-file-atomic)$/;

const files = readdirSync(source, { recursive: true })
  .map((name) => String(name).split("\\").join("/"))
  .filter((name) => name.endsWith(".ts"));

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(source, file), "utf8").matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import\s+"([^"]+)"/g,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3]) as string);

const folderOf = (file: string): string | undefined => (file.includes("/") ? file.split("/")[0] : undefined);
const rankOf = (file: string): number => {
  const folder = folderOf(file);
  if (folder === undefined) return file === "version.ts" ? -1 : top;
  const rank = ranks[folder];
  assert.notEqual(
    rank,
    undefined,
    `src/${folder} has no rank: give it one in test/house/layers.test.ts and in docs/ARCHITECTURE.md`,
  );
  return rank as number;
};

test("imports point down: cli → commands → agents, observe, git, report → pairing → spec, frameworks, config → model", () => {
  for (const file of files)
    for (const wanted of importsOf(file)) {
      if (!wanted.startsWith(".")) continue;
      const target = relative(source, resolve(source, dirname(file), wanted))
        .split("\\")
        .join("/");
      assert.ok(
        rankOf(target) <= rankOf(file),
        `src/${file} imports src/${target}, which lies above it: move what both need down, or pass it in as a value`,
      );
    }
});

test("pure folders touch no file, process, network or clock", () => {
  for (const file of files) {
    if (!pure.some((folder) => file.startsWith(`${folder}/`))) continue;
    for (const wanted of importsOf(file))
      assert.doesNotMatch(
        wanted,
        impure,
        `src/${file} imports ${wanted}: pure folders get such things as values from src/commands`,
      );
    const text = readFileSync(join(source, file), "utf8")
      .replace(/\/\/.*$/gm, "")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""');
    assert.doesNotMatch(
      text,
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(?:env|cwd|stdout|exit)\b/,
      `src/${file}: clock, randomness and process come in as values`,
    );
  }
});

test("git is started in one place", () => {
  for (const file of files) {
    if (file.startsWith("git/")) continue;
    const text = readFileSync(join(source, file), "utf8");
    assert.doesNotMatch(
      text,
      /(?:spawn|execFile|exec|execa|fork)(?:Sync)?\(\s*["'`]git\b/,
      `src/${file}: use src/git/run.ts`,
    );
  }
});

test("the hooks' entrance loads neither zod, yaml, execa nor observation on the path of a commit in step", () => {
  const seen = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(join(source, file), "utf8");
    for (const match of text.matchAll(/(?:^|\n)(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)"/g)) {
      const wanted = match[1] as string;
      if (wanted.startsWith("."))
        walk(
          relative(source, resolve(source, dirname(file), wanted))
            .split("\\")
            .join("/"),
        );
      else
        assert.match(
          wanted,
          /^node:/,
          `src/${file} loads ${wanted} on the way to a commit in step: import it where it is needed`,
        );
    }
  };
  walk("hook.ts");
});

test("every source file says in its first line why it exists; a lint rule says it in its description", () => {
  for (const file of files) {
    const text = readFileSync(join(source, file), "utf8");
    const isRule = /^export const \w+: (?:Set)?Rule\b/m.test(text);
    if (isRule) assert.match(text, /\n {2}description:/, `src/${file}`);
    else assert.match(text, /^(?:#!.*\n)?\/\/ \S/, `src/${file}`);
  }
});
