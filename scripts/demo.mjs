// `npm run demo`: the whole way on a small real service, in a temporary repository that stays behind. instride is
// installed there as a user would, from the packed tarball.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const project = resolve(import.meta.dirname, "..");
const example = join(project, "examples/sessions");
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (colour ? `\u001b[1m${text}\u001b[0m` : text);
const dim = (text) => (colour ? `\u001b[2m${text}\u001b[0m` : text);

const folder = realpathSync(mkdtempSync(join(tmpdir(), "instride-demo-")));
const root = join(folder, "shop");
mkdirSync(root);
// A demo says what a person at a terminal sees, whoever runs it.
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(GIT_|npm_|CLAUDE|CURSOR|CODEX|GEMINI|COPILOT|OPENCODE|AI_AGENT|HUSKY|INSTRIDE)/.test(name),
  ),
);
if (colour) env.FORCE_COLOR = "1";

const quiet = (program, args) =>
  execFileSync(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });

let step = 0;
const say = (title) => console.log(`\n${bold(`${++step}. ${title}`)}`);

/** Runs a command as a person would type it, and shows what it says. */
const show = (line, { indent = "  ", tail } = {}) => {
  console.log(dim(`${indent}$ ${line}`));
  const ran = spawnSync("sh", ["-c", line], { cwd: root, env, encoding: "utf8" });
  let lines = (ran.stdout + ran.stderr).replace(/\n$/, "").split("\n");
  if (tail !== undefined && lines.length > tail)
    lines = [...lines.slice(0, tail), dim(`… ${lines.length - tail} more lines`)];
  for (const each of lines) if (each !== "") console.log(`${indent}${each}`);
  if (ran.status !== 0 && !line.includes("|| true")) {
    console.error(`the demo stops: '${line}' ended with ${ran.status}; the repository is at ${root}`);
    process.exit(1);
  }
};

console.log(bold("instride: spec, code and threat model in step, in every commit"));
console.log(dim(`in ${root}; no key, no model: the embedded rules agent answers`));

say("A new repository, with instride from its packed tarball");
quiet("git", ["init", "-q", "-b", "main"]);
quiet("git", ["config", "user.name", "Ada"]);
quiet("git", ["config", "user.email", "ada@example.test"]);
writeFileSync(
  join(root, "package.json"),
  `${JSON.stringify({ name: "shop", private: true, type: "module" }, undefined, 2)}\n`,
);
writeFileSync(join(root, ".gitignore"), "node_modules/\n");
if (!existsSync(join(project, "dist/cli.js")))
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: project, stdio: "inherit" });
const [{ filename }] = JSON.parse(
  execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: project,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }),
);
const tarball = join(folder, filename);
const installed = spawnSync(
  "npm",
  ["install", "--save-dev", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball],
  { cwd: root, env, timeout: 60_000 },
);
if (installed.status !== 0) {
  // No registry at hand: the same tarball, with the dependencies that this checkout has.
  rmSync(join(root, "node_modules"), { recursive: true, force: true });
  mkdirSync(join(root, "node_modules/instride"), { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", join(root, "node_modules/instride"), "--strip-components=1"]);
  symlinkSync(join(project, "node_modules"), join(root, "node_modules/instride/node_modules"));
  mkdirSync(join(root, "node_modules/.bin"));
  symlinkSync("../instride/bin/instride.js", join(root, "node_modules/.bin/instride"));
}
show("npx instride init");
show("git add -A && git commit -qm 'Set instride up' && git log --oneline");

say("The spec: what the sessions service does, and its security section");
mkdirSync(join(root, "specs"));
cpSync(join(example, "specs"), join(root, "specs"), { recursive: true });
show("npx instride lint");
show("sed -n '/^## Security/,/^### Entry/p' specs/sessions.md | head -14");

say("generate: code, tests and threat model from one context");
show("npx instride generate specs/sessions.md", { tail: 34 });

say("The commit: everything is in step already");
show("git add -A && git commit -qm 'Add the sessions service'");
show("git log -1 --format='%s%n%(trailers)' --stat", { tail: 30 });
show("npx instride status");

say("The code moves on: a new entry point and a new outbound call");
cpSync(join(example, "edits"), root, { recursive: true });
show("git diff --stat");

say("A plain git commit: the hook brings the threat model in step");
show("git add -A && git commit -qm 'Export sessions to a webhook'");
show("git log -1 --format='%s%n%(trailers)' --stat");
show("npx instride diff HEAD~1 HEAD");

say("What a reviewer, an auditor and CI see");
show("git diff HEAD~1 -- specs/sessions.threats.yaml", { tail: 40 });
show("npx instride status");
show("npx instride verify HEAD");

say("Past the hooks: noticed");
writeFileSync(
  join(root, "src/sessions/late.ts"),
  'export const late = async (): Promise<Response> => fetch("https://late.example.com/");\n',
);
show("git add -A && git commit -qm 'In a hurry' --no-verify");
show("npx instride verify HEAD || true", { tail: 12 });
show("git commit --amend --no-edit -q && npx instride verify HEAD");

console.log(`\n${bold("Where to look next")}`);
console.log(`  ${root}/specs/sessions.threats.md   the threat model, for reading`);
console.log(`  ${root}/specs/sessions.threats.yaml the truth, for review`);
console.log(`  ${root}/.instride/records/          the evidence`);
console.log(`  cd ${root} && npx instride show sessions`);
