// Builds dist/, bundled because a commit waits for it (250 small files and their packages cost a second of loading, the
// bundle a tenth of that): the command line as ES modules, the hooks as CommonJS. Native and process-starting packages
// stay outside.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const external = ["@ast-grep/napi", "husky", "execa", "@anthropic-ai/sdk"];

/** zod carries its messages in fifty languages; instride words its own. */
const onlyEnglish = {
  name: "only-english",
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    })),
};

/** pdfkit looks its fonts up at run time, by a path that a bundle does not have; the three that are used go in. */
const pdfFonts = {
  name: "pdf-fonts",
  setup: ({ onLoad }) =>
    onLoad({ filter: /pdfkit\/js\/pdfkit\.node\.mjs$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replace(/^const require\$1 = createRequire.*$/m, "")
        .replace(/^.*require\$1\('#standard-fonts\/(?!(?:Courier|Helvetica|HelveticaBold)').*$\n/gm, "")
        .replaceAll("require$1('#standard-fonts/", "require('pdfkit/standard-fonts/"),
    })),
};

/** Half a megabyte that only a model's call needs: the hook takes it from the other bundle when it comes to that. */
const besideTheHook = {
  name: "beside-the-hook",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/secretlint-rules\.ts$/ }, () => ({
      path: "./secretlint-rules.js",
      external: true,
    })),
};

if (!process.argv.includes("--no-check"))
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
    stdio: "inherit",
  });
const sources = readdirSync("src", { recursive: true })
  .map(String)
  .filter((path) => path.endsWith(".ts"))
  .sort();
const digest = createHash("sha256").update(readFileSync("package-lock.json"));
for (const path of sources) digest.update(`\0${path}\0`).update(readFileSync(join("src", path)));
const stamp = digest.digest("hex").slice(0, 8);

/** Takes the place of dist/ when it is complete. */
const out = "build-dist";
rmSync(out, { recursive: true, force: true });
const common = {
  outdir: out,
  bundle: true,
  platform: "node",
  target: "node20.19",
  external,
  metafile: true,
  // Less to compile at each start; names stay, so that a reported stack can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  sourcemap: false,
  logLevel: "warning",
  plugins: [onlyEnglish, pdfFonts],
  define: { instrideBuild: JSON.stringify(stamp) },
};
const modules = await build({
  ...common,
  entryPoints: {
    cli: "src/cli.ts",
    "guard-entry": "src/guard-entry.ts",
    "judge-worker": "src/commands/judge-worker.ts",
    "brief-worker": "src/commands/brief-worker.ts",
    "note-entry": "src/note-entry.ts",
    "secretlint-rules": "src/safety/secretlint-rules.ts",
  },
  splitting: true,
  format: "esm",
  // Packages that still call require() find it.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});

// The hooks are CommonJS: Node starts it sooner, and compiled code can be kept for it (src/compiled.ts). All that a
// stale commit needs is one file, a function expression that the entrance calls.
const commonjs = {
  ...common,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { ...common.define, "import.meta.url": "__moduleUrl" },
};
const moduleUrl = 'const __moduleUrl=require("node:url").pathToFileURL(__filename).href;';
const hook = await build({
  ...commonjs,
  entryPoints: { hook: "src/commands/hook.ts" },
  plugins: [...common.plugins, besideTheHook],
  entryNames: "[name]-[hash]",
  // A schema serves a few values in a run: writing code for it (zod's jit) costs more than it saves.
  banner: {
    js: `(function(exports,require,module,__filename,__dirname,__import){${moduleUrl}globalThis.__zod_globalConfig={jitless:true};`,
  },
  footer: { js: "})" },
});
const [hookBundle] = Object.keys(hook.metafile.outputs).map((path) => basename(path));
const entrance = await build({
  ...commonjs,
  entryPoints: { hook: "src/hook.ts" },
  define: { ...commonjs.define, hookBundle: JSON.stringify(hookBundle) },
  banner: { js: moduleUrl },
});
// Code that V8 kept from an earlier process has lost its import(): the entrance passes its own in (src/compiled.ts).
// And one byte a character: V8 reads such a file as it is. What is left beyond ASCII stands in regular expressions.
const hookFile = join(out, hookBundle);
writeFileSync(
  hookFile,
  readFileSync(hookFile, "utf8")
    .replace(/\bimport\((?="(?:execa|@anthropic-ai\/sdk|\.\/secretlint-rules\.js)"\))/g, "__import(")
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
);
const inputs = [modules, hook, entrance].flatMap(({ metafile }) => Object.keys(metafile.inputs));

// For hooks/pre-commit, which looks verdicts up by it.
writeFileSync(
  join(out, "version"),
  `${/release = "(.+)"/.exec(readFileSync("src/version.ts", "utf8"))[1]}+${stamp}\n`,
);

// Whose code the bundle holds, with their licences in full.
const packages = new Set(
  inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);
const notices = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "license", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENSE-MIT"]
    .map((each) => join(folder, each))
    .find((each) => {
      try {
        return readFileSync(each).length > 0;
      } catch {
        return false;
      }
    });
  return `${name} ${version} (${license})\n\n${file === undefined ? "The package carries no licence text of its own." : readFileSync(file, "utf8").trim()}\n`;
});
writeFileSync(
  join(out, "THIRD_PARTY.txt"),
  `dist/ holds code of these packages.\n\n${notices.join(`\n${"-".repeat(80)}\n\n`)}`,
);
rmSync("dist", { recursive: true, force: true });
renameSync(out, "dist");
