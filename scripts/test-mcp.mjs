// `npm run test:mcp`: the protocol's own inspector against `instride mcp`, in a repository of its own. The inspector is
// 110 MB, so it comes through npx when this is asked for, and is no dependency.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const project = resolve(import.meta.dirname, "..");
const cli = join(project, "bin/instride.js");
const root = mkdtempSync(join(tmpdir(), "instride-mcp-"));
const run = (program, args) =>
  execFileSync(program, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
run("git", ["init", "-q"]);
mkdirSync(join(root, "node_modules"));
symlinkSync(project, join(root, "node_modules/instride"));
writeFileSync(join(root, ".gitignore"), "node_modules\n");
run(process.execPath, [cli, "init"]);
run(process.execPath, [cli, "new", "notes"]);
run("git", ["add", "-A"]);
run("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.test", "commit", "-qm", "Notes"]);

const inspect = (...args) => {
  const ran = spawnSync(
    "npx",
    ["-y", "@modelcontextprotocol/inspector@2.12.0", "--cli", process.execPath, cli, "mcp", ...args],
    {
      cwd: root,
      encoding: "utf8",
      timeout: 120_000,
    },
  );
  if (ran.status !== 0) throw new Error(`inspector ${args.join(" ")}: ${ran.stderr}`);
  return JSON.parse(ran.stdout);
};

const expect = (what, fine) => {
  console.log(`${fine ? "ok" : "not ok"} - ${what}`);
  if (!fine) process.exitCode = 1;
};
try {
  const { tools } = inspect("--method", "tools/list");
  const names = tools.map((tool) => tool.name).sort();
  expect(
    `tools: ${names.join(", ")}`,
    ["brief", "explain_rule", "lint_spec", "show", "status", "submit_threat_model"].every((name) =>
      names.includes(name),
    ),
  );
  const { resources } = inspect("--method", "resources/list");
  expect(
    `resources: ${resources.map((each) => each.uri).join(", ")}`,
    resources.some((each) => each.uri === "instride://model/notes"),
  );
  const status = inspect("--method", "tools/call", "--tool-name", "status");
  expect(
    "status answers for the component",
    JSON.stringify(status).includes("notes") && status.isError !== true,
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
