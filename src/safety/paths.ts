// Which files an agent may write: those that the spec's targets or tests match, and never what runs by itself.

import { matcher } from "../pairing/targets.ts";

export interface WriteRules {
  readonly targets: readonly string[];
  readonly tests: readonly string[];
}

export const writeLimits = { fileBytes: 256 * 1024, files: 200, totalBytes: 4 * 1024 * 1024 } as const;

/** Manifests and lock files: a line in one of them runs code on the next install. */
const manifests: ReadonlySet<string> = new Set([
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "bun.lock",
  "deno.json",
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "requirements.txt",
  "pipfile",
  "poetry.lock",
  "uv.lock",
  "cargo.toml",
  "cargo.lock",
  "build.rs",
  "go.mod",
  "go.sum",
  "gemfile",
  "gemfile.lock",
  "composer.json",
  "composer.lock",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "settings.gradle",
  "makefile",
  "dockerfile",
  "justfile",
]);

const pipelines: ReadonlySet<string> = new Set([
  "jenkinsfile",
  "azure-pipelines.yml",
  "azure-pipelines.yaml",
  "bitbucket-pipelines.yml",
  "cloudbuild.yaml",
  "buildspec.yml",
  "appveyor.yml",
]);

/** Names that Windows gives to devices, with any extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const shapeProblem = (path: string): string | undefined => {
  if (path === "" || path.length > 400) return "a path of 1 to 400 characters";
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\:*?"<>|]/u.test(path))
    return "a path without control characters, backslashes or wildcards";
  if (path.startsWith("/") || path.startsWith("~")) return "a path relative to the root of the repository";
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".."))
    return "a path without `.`, `..` or empty parts";
  if (segments.some((segment) => /[. ]$/.test(segment) || device.test(segment)))
    return "names that every file system can hold";
  return undefined;
};

/** Why a path runs by itself or belongs to instride; undefined when it is an ordinary file. */
export const specialKind = (path: string): "own" | "dot" | "manifest" | "pipeline" | "hook" | undefined => {
  const segments = path.toLowerCase().split("/");
  const name = segments.at(-1) ?? "";
  if (segments[0] === ".git" || segments.includes(".git") || segments[0] === ".instride") return "own";
  if (/\.threats\.(?:yaml|md)$/.test(name) || name === "instride.config.json") return "own";
  if (segments.some((segment) => segment === ".husky" || segment === ".githooks") || segments[0] === "hooks")
    return "hook";
  if (pipelines.has(name)) return "pipeline";
  if (segments.some((segment) => segment.startsWith("."))) return "dot";
  if (manifests.has(name)) return "manifest";
  return undefined;
};

const isNamedOutright = (path: string, globs: readonly string[]): boolean => globs.includes(path);

/**
 * Why an agent may not write a path, as what was expected instead; undefined when it may. Hooks, CI files, dot files
 * and manifests need a target that names them outright, without a wildcard; instride's own files are never written.
 */
export const pathProblem = (path: string, rules: WriteRules): string | undefined => {
  const shape = shapeProblem(path);
  if (shape !== undefined) return shape;
  const globs = [...rules.targets, ...rules.tests];
  const kind = specialKind(path);
  if (kind === "own") return "a file of the component's code or tests, never one that git or instride keeps";
  if (!matcher(rules.targets)(path) && !matcher(rules.tests)(path))
    return `a path that the spec's targets or tests match: ${globs.join(", ") || "none are set"}`;
  if (kind !== undefined && !isNamedOutright(path, globs)) {
    const names = {
      dot: "dot file",
      manifest: "package manifest",
      pipeline: "CI file",
      hook: "hook",
    } as const;
    return `no ${names[kind]}, unless the spec's targets name it outright`;
  }
  return undefined;
};

/** All that is wrong with a set of files; they are written together or not at all. */
export const writeProblems = (
  files: readonly { readonly path: string; readonly content: string }[],
  rules: WriteRules,
): { readonly path: string; readonly expected: string }[] => {
  const problems: { path: string; expected: string }[] = [];
  const seen = new Set<string>();
  let total = 0;
  for (const { path, content } of files) {
    const expected = pathProblem(path, rules);
    if (expected !== undefined) problems.push({ path, expected });
    // Some file systems fold case: two such paths would be one file.
    const folded = path.toLowerCase();
    if (seen.has(folded)) problems.push({ path, expected: "one content for each file" });
    seen.add(folded);
    const bytes = Buffer.byteLength(content);
    total += bytes;
    if (bytes > writeLimits.fileBytes)
      problems.push({ path, expected: `at most ${writeLimits.fileBytes} bytes in a file` });
    if (content.includes("\0")) problems.push({ path, expected: "text" });
  }
  if (files.length > writeLimits.files)
    problems.push({ path: "", expected: `at most ${writeLimits.files} files` });
  if (total > writeLimits.totalBytes)
    problems.push({ path: "", expected: `at most ${writeLimits.totalBytes} bytes in all` });
  return problems;
};
