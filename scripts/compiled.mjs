// Runs a program of bench/: builds what users run where the program needs it, compiles, and ends as the program ends.
import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

/**
 * @param program the compiled file, below the output folder
 * @param folder where it is compiled to; BUILD_DIR names another, for runs side by side
 * @param built whether the program starts the built package
 */
export const runCompiled = (program, { folder, built }) => {
  const out = process.env.BUILD_DIR ?? folder;
  if (built) execFileSync(process.execPath, ["scripts/build.mjs", "--no-check"], { stdio: "inherit" });
  rmSync(out, { recursive: true, force: true });
  execFileSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", out],
    { stdio: "inherit" },
  );
  const { status } = spawnSync(
    process.execPath,
    ["--enable-source-maps", join(out, program), ...process.argv.slice(2)],
    { stdio: "inherit" },
  );
  process.exit(status ?? 1);
};
