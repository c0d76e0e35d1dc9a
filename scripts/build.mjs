// Builds dist/: src/ as a few ES modules, bundled because a commit waits for them (250 small files and their packages
// cost a second of loading, the bundle a tenth of that). Native and process-starting packages stay outside.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const external = ["@ast-grep/napi", "husky", "execa", "@anthropic-ai/sdk"];

if (!process.argv.includes("--no-check"))
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
rmSync("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["src/hook.ts", "src/cli.ts", "src/guard-entry.ts", "src/note-entry.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external,
  metafile: true,
  // Less to compile at each start; names stay, so that a reported stack can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  sourcemap: false,
  // Packages that still call require() find it.
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  logLevel: "warning",
});

// Whose code the bundle holds, with their licences in full.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);
const notices = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "license", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENSE-MIT"].map((each) => join(folder, each)).find((each) => {
    try {
      return readFileSync(each).length > 0;
    } catch {
      return false;
    }
  });
  return `${name} ${version} (${license})\n\n${file === undefined ? "The package carries no licence text of its own." : readFileSync(file, "utf8").trim()}\n`;
});
writeFileSync("dist/THIRD_PARTY.txt", `dist/ holds code of these packages.\n\n${notices.join(`\n${"-".repeat(80)}\n\n`)}`);
