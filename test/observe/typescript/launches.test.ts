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
    "src/run.test.ts",
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

table("launch", [
  [
    "text that is run as code",
    `import vm, { Script } from "node:vm"; eval(body); new Function("a", body); vm.runInNewContext(body); new Script(body); globalThis["ev" + "al"](body);`,
    ["dynamic code"],
  ],
  [
    "modules with a computed name",
    "const x = await import(name); require(`${base}/x`); import('./a.js'); import(`./locale/${language}.js`); const part = './b.js'; import(part);",
    ["dynamic module name", "dynamic module `${base}/x`"],
  ],
  [
    "members of launching modules by a computed name",
    `import * as cp from "child_process"; cp["ex" + "ec"]("ls"); const run = cp[how]; cp["execSync"]("git status");`,
    ['dynamic child_process["ex"]', "dynamic child_process[how]", "git"],
  ],
  [
    "functions and methods that only share a name with what runs code",
    `function evaluate(eval) { eval("x"); } const require = (a) => a; require(name); model.eval(); list[0](); handlers[kind]();`,
    [],
  ],
]);

test("a mock takes facts away in tests, and nowhere else", () => {
  const launch = `import { exec } from "child_process"; exec("ls");`;
  const mocked = `if (false) vi.mock("child_process");\n${launch}`;
  for (const [source, path, expected] of [
    [mocked, "src/run.ts", 1],
    [mocked, "src/run.test.ts", 0],
    [mocked, "test/run.ts", 0],
    [`import { vi } from "vitest";\n${mocked}`, "src/run.ts", 0],
    [`import type { vi } from "vitest";\n${mocked}`, "src/run.ts", 1],
  ] as const)
    assert.equal(
      factsOf(source, path).filter(({ kind }) => kind === "launch").length,
      expected,
      `${path} ${source}`,
    );
});
