// `npm run bench:accuracy [-- system …] [--live] [--max-usd 5] [--model NAME]`: builds what users run, compiles bench/,
// and runs the accuracy bench; see bench/accuracy/main.ts.
import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const out = process.env.BUILD_DIR ?? "build-bench";
execFileSync(process.execPath, ["scripts/build.mjs", "--no-check"], { stdio: "inherit" });
rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", out], {
  stdio: "inherit",
});
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", join(out, "bench/accuracy/main.js"), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
