// `npm run bench:tokens [-- options]`: compiles bench/ and runs bench/tokens/; see `-- --help`.
import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const out = process.env.BUILD_DIR ?? "build-tokens";
rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", out], {
  stdio: "inherit",
});
const { status } = spawnSync(
  process.execPath,
  [join(out, "bench/tokens/main.js"), ...process.argv.slice(2)],
  {
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
