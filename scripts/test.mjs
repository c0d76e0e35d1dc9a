// `npm test [-- part-of-a-path …]`: compiles sources and tests to build/, then runs node:test on an explicit list of
// files, because Node 20 takes neither globs nor TypeScript there. BUILD_DIR names another output folder.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const out = process.env.BUILD_DIR ?? "build";
const wanted = process.argv.slice(2);
rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", out], {
  stdio: "inherit",
});

const tests = readdirSync(join(out, "test"), { recursive: true })
  .map((name) => join(out, "test", String(name)))
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();
if (tests.length === 0) {
  console.error(`no test matches ${wanted.join(" ")}`);
  process.exit(2);
}
// A core less is node:test's default; on two cores that leaves one idle through minutes of real git.
const concurrency = `--test-concurrency=${availableParallelism()}`;
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", concurrency, ...tests], {
  stdio: "inherit",
});
process.exit(status ?? 1);
