// `npm run example-history -- FOLDER [COMMITS]`: compiles and runs bench/example-history.ts with the built package.
import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const out = process.env.BUILD_DIR ?? "build-example";
execFileSync(process.execPath, ["scripts/build.mjs", "--no-check"], { stdio: "inherit" });
rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", out], {
  stdio: "inherit",
});
const { status } = spawnSync(
  process.execPath,
  [join(out, "bench/example-history.js"), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
