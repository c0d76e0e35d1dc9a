import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, table } from "../support.ts";

table("launch", [
  [
    "child_process in every form",
    `import * as cp from "child_process"; import { exec as run, spawn } from "node:child_process"; const { execFileSync } = require("child_process"); cp.execSync("ls -l | wc"); run("git status"); spawn("npm", []); execFileSync("/usr/bin/tar", []);`,
    ["ls", "git", "npm", "/usr/bin/tar"],
  ],
  [
    "promisified and renamed",
    `import { execFile } from "child_process"; import { promisify } from "util"; const run = promisify(execFile); await run("git", []);`,
    ["git"],
  ],
  [
    "node itself",
    `import { spawn, fork } from "child_process"; function a() { spawn(process.execPath, ["x.js"]); } function b() { fork("./worker.js"); }`,
    ["node", "node"],
  ],
  [
    "programs that only the run can know",
    "import { spawn, exec } from 'child_process'; spawn(tool); spawn(this.bin); exec(`${cmd} --x`); exec(`convert ${file}`); spawn(process.env.EDITOR);",
    ["dynamic tool", "dynamic this.bin", "dynamic cmd", "convert", "dynamic env EDITOR"],
  ],
  [
    "settings before a command",
    `import { exec } from "child_process"; exec("NODE_ENV=test npm run x");`,
    ["npm"],
  ],
  [
    "execa and zx",
    "import { execa, $ } from 'execa'; execa('tsc', []); await $`docker ps`; await $({ shell: true })`make ${x}`;",
    ["tsc", "docker", "make"],
  ],
  [
    "expressions, locals and methods of the same name",
    `const re = /x/; re.exec("git status"); function exec(a) {} exec("ls"); db.exec("create table x"); const spawn = () => {}; spawn("a");`,
    [],
  ],
  [
    "a parameter of the same name",
    `import { exec } from "child_process"; function f(exec) { exec("ls"); }`,
    [],
  ],
  ["threads", `import { Worker } from "node:worker_threads"; new Worker("./x.js");`, []],
  [
    "a replaced module in a test",
    `import { exec } from "node:child_process"; jest.mock("child_process"); exec("ls");`,
    [],
  ],
]);

test("a shell shows in the fields", () => {
  const facts = factsOf(
    `import { exec, spawn, execFile } from "child_process"; exec("a"); spawn("b", [], { shell: true }); spawn("c", [], { shell: false }); execFile("d", []); spawn("bash", ["-c", x]);`,
  );
  assert.deepEqual(
    facts.map((fact) => [fact.name, fact.fields["shell"]]),
    [
      ["a", "true"],
      ["b", "true"],
      ["c", undefined],
      ["d", undefined],
      ["bash", "true"],
    ],
  );
});
