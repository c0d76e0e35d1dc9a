// Writes proposed files to a temporary folder, compiles them with the strictest settings and runs their tests.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { ProposedFile } from "../../../../src/agents/port.ts";

const compilerOptions = {
  target: "es2022",
  lib: ["es2023"],
  module: "nodenext",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  rootDir: ".",
  outDir: "out",
};

export const withProject = (
  files: readonly ProposedFile[],
  use: (folder: string) => void,
  extra: Readonly<Record<string, unknown>> = {},
): void => {
  const folder = mkdtempSync(join(tmpdir(), "instride-scaffold-"));
  try {
    write(folder, files);
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "dir");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    const config = { compilerOptions: { ...compilerOptions, ...extra }, exclude: ["out", "node_modules"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const write = (folder: string, files: readonly ProposedFile[]): void => {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
};

/** What the compiler says; empty when it accepts everything. */
export const compile = (folder: string): string => {
  const tsc = resolve("node_modules/typescript/bin/tsc");
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", folder], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout + stderr;
};

/** Runs the compiled tests; throws away the environment that a surrounding test runner sets. */
export const runTests = (
  folder: string,
): { readonly status: number | null; readonly output: string; readonly passed: number } => {
  const tests = readdirSync(join(folder, "out"), { recursive: true })
    .map(String)
    .filter((name) => /\.test\.m?js$/.test(name))
    .map((name) => join("out", name))
    .sort();
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--test", "--test-reporter=tap", ...tests],
    {
      cwd: folder,
      encoding: "utf8",
      env,
    },
  );
  return { status, output: stdout + stderr, passed: Number(/^# pass (\d+)$/m.exec(stdout)?.[1] ?? 0) };
};
