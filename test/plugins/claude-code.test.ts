import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { mayBeGuarded } from "../../src/install/agents/hooks.ts";
import { deltaSchema } from "../../src/model/delta.ts";
import { release } from "../../src/version.ts";
import { table } from "../guard/table.ts";
import { newRepository, projectRoot } from "../support/repository.ts";

const plugin = join(projectRoot, "plugins/claude-code");
/** The compiled sources beside this compiled test. */
const compiled = join(dirname(fileURLToPath(import.meta.url)), "../../src");

const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(projectRoot, path), "utf8"));

const frontMatter = (path: string): Record<string, string> => {
  const match = /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(join(plugin, path), "utf8"));
  assert.ok(match, `${path} has front matter`);
  return parse(match[1] as string) as Record<string, string>;
};

test("the manifest names the plugin and carries the package's version", () => {
  const manifest = json("plugins/claude-code/.claude-plugin/plugin.json");
  assert.match(String(manifest["name"]), /^[a-z][a-z0-9-]*$/);
  assert.equal(manifest["version"], release);
  assert.ok(typeof manifest["description"] === "string");
});

test("the marketplace points at the plugin by its own name", () => {
  const market = json(".claude-plugin/marketplace.json") as {
    name: string;
    owner: { name: string };
    plugins: { name: string; source: string }[];
  };
  assert.ok(market.name !== "" && market.owner.name !== "");
  const [entry] = market.plugins;
  assert.ok(entry !== undefined);
  assert.match(entry.source, /^\.\//);
  const manifest = json(join(entry.source, ".claude-plugin/plugin.json"));
  assert.equal(entry.name, manifest["name"]);
});

test("the MCP server is found as the hooks find instride: in the project, never fetched for the occasion", () => {
  const { mcpServers } = json("plugins/claude-code/.mcp.json") as {
    mcpServers: Record<string, { command: string; args: string[] }>;
  };
  assert.deepEqual(mcpServers, {
    instride: { command: "sh", args: ["${CLAUDE_PLUGIN_ROOT}/hooks/mcp.sh"] },
  });
});

interface Hooks {
  hooks: Record<
    string,
    { matcher?: string; hooks: { type: string; command: string; timeout?: number; if?: string }[] }[]
  >;
}

test("every hook stands at a known event and calls a script that is there", () => {
  const { hooks } = json("plugins/claude-code/hooks/hooks.json") as unknown as Hooks;
  assert.deepEqual(Object.keys(hooks).sort(), [
    "PostToolUse",
    "PreToolUse",
    "SessionStart",
    "UserPromptSubmit",
  ]);
  for (const hook of Object.values(hooks)
    .flat()
    .flatMap((group) => group.hooks)) {
    assert.equal(hook.type, "command");
    const script = /^sh "\$\{CLAUDE_PLUGIN_ROOT\}\/(.+)"$/.exec(hook.command)?.[1];
    assert.ok(script !== undefined && existsSync(join(plugin, script)), hook.command);
  }
});

test("the guard sees every shell command and every kind of edit, and notes see every kind of edit", () => {
  const { hooks } = json("plugins/claude-code/hooks/hooks.json") as unknown as Hooks;
  assert.equal(hooks["PreToolUse"]?.[0]?.matcher, "Bash");
  assert.equal(hooks["PreToolUse"]?.[0]?.hooks[0]?.if, undefined);
  assert.equal(hooks["PreToolUse"]?.[1]?.matcher, "Edit|Write|MultiEdit|NotebookEdit");
  assert.equal(hooks["PreToolUse"]?.[1]?.hooks[0]?.if, undefined);
  assert.equal(hooks["PostToolUse"]?.[0]?.matcher, "Edit|Write|MultiEdit|NotebookEdit");
});

test("skills and commands say what they are for", () => {
  for (const name of readdirSync(join(plugin, "skills"))) {
    const matter = frontMatter(`skills/${name}/SKILL.md`);
    assert.equal(matter["name"], name);
    assert.ok((matter["description"]?.length ?? 0) > 40 && (matter["description"]?.length ?? 0) <= 1024);
  }
  for (const name of ["threat-model", "spec"]) {
    const matter = frontMatter(`commands/${name}.md`);
    assert.ok((matter["description"]?.length ?? 0) > 10);
    assert.match(matter["allowed-tools"] ?? "", /Bash\(npx instride:\*\)/);
  }
});

test("the answer that the skill shows is one that instride takes", () => {
  const skill = readFileSync(join(plugin, "skills/threat-model/SKILL.md"), "utf8");
  const example = /<<'JSON'\n([\s\S]*?)\n\s*JSON\n/.exec(skill)?.[1] ?? "";
  const { brief, ...delta } = JSON.parse(example) as Record<string, unknown>;
  assert.equal(typeof brief, "string");
  const { success, error } = deltaSchema.safeParse(delta);
  assert.ok(success, error?.message);
});

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface ProjectOptions {
  /** `node` is a stand-in that only says that it was started; else the real one. */
  readonly standIn: boolean;
  readonly installed?: boolean;
  /** Somebody ran instride in this clone. Default true. */
  readonly setUp?: boolean;
  /** Nothing but what `prepare` puts into `bin` is on PATH. */
  readonly nodeless?: boolean;
  /** Makes the root something else than a plain clone. */
  readonly prepare?: (root: string) => void;
}

/** A project that has instride installed. */
const project = (
  t: TestContext,
  options: ProjectOptions,
): ((script: string, input: object) => Promise<Ran>) => {
  const root = mkdtempSync(join(tmpdir(), "instride-plugin-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const home = join(root, "node_modules/instride");
  mkdirSync(join(root, "packages/api"), { recursive: true });
  mkdirSync(join(root, "bin"));
  if (options.installed !== false) {
    mkdirSync(join(home, "bin"), { recursive: true });
    writeFileSync(join(home, "bin/instride.js"), "");
    symlinkSync(compiled, join(home, "dist"));
  }
  execFileSync("git", ["init", "-q"], { cwd: root });
  if (options.setUp !== false) mkdirSync(join(root, ".git/instride"));
  options.prepare?.(root);
  if (options.nodeless === true) {
    // No node.
  } else if (options.standIn)
    writeFileSync(join(root, "bin/node"), "#!/bin/sh\ncat >/dev/null\nexit 7\n", { mode: 0o755 });
  else symlinkSync(process.execPath, join(root, "bin/node"));
  return (script, input) =>
    new Promise((resolve) => {
      const env = {
        PATH: join(root, "bin") + (options.nodeless === true ? "" : `:${process.env["PATH"]}`),
        CLAUDE_PLUGIN_ROOT: plugin,
        CLAUDE_PROJECT_DIR: join(root, "packages/api"),
      };
      const child = execFile(
        "/bin/sh",
        ["-c", `sh "\${CLAUDE_PLUGIN_ROOT}/hooks/${script}"`],
        { cwd: root, env },
        (error, stdout, stderr) =>
          resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
      child.stdin?.end(JSON.stringify({ session_id: "s", cwd: root, ...input }));
    });
};

const bash = (command: string): object => ({
  hook_event_name: "PreToolUse",
  tool_name: "Bash",
  tool_input: { command, description: "Do it" },
});

test("the script lets nothing through by itself that the guard would refuse", async (t) => {
  const run = project(t, { standIn: true });
  const lines = table.filter(({ allowed }) => !allowed);
  for (let at = 0; at < lines.length; at += 8)
    await Promise.all(
      lines.slice(at, at + 8).map(async ({ command, cwd }) => {
        const input = { ...bash(command), ...(cwd === undefined ? {} : { cwd }) };
        assert.equal((await run("guard.sh", input)).status, 7, command);
      }),
    );
});

test("plain commands start no Node", async (t) => {
  const run = project(t, { standIn: true });
  for (const line of ["ls -la src", "npm test", "npm run build && cat out.txt | head -5", "cargo check 2>&1"])
    assert.equal((await run("guard.sh", bash(line))).status, 0, line);
  for (const line of ["/usr/bin/g?t commit", "{g,}it commit", "g$X", "ls 'a b'", "echo a\nls"])
    assert.equal((await run("guard.sh", bash(line))).status, 7, line);
});

test("the guard answers as Claude Code expects", async (t) => {
  const run = project(t, { standIn: false });
  const refused = await run("guard.sh", bash("npm test && git commit --no-verify -m 'x'"));
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^instride: refused: git commit --no-verify skips git hooks\. Instead: /);
  assert.deepEqual(await run("guard.sh", bash("git commit -m 'use -n'")), {
    status: 0,
    stdout: "",
    stderr: "",
  });
});

const write = (file_path: string, content = "x\n", more: object = {}): object => ({
  hook_event_name: "PreToolUse",
  tool_name: "Write",
  tool_input: { file_path, content },
  ...more,
});

test("an edit whose request names no guarded place starts no Node; every other does", async (t) => {
  const run = project(t, { standIn: true });
  for (const input of [
    write("/p/src/a.ts", 'const a = "b\\n";\n\t'),
    write("/p/.github/workflows/a.yml"),
    write("/p/.gitignore", "dist\n"),
    write("/p/a.ts", "x".repeat(300_000)),
  ])
    assert.equal((await run("edit.sh", input)).status, 0);
  for (const input of [
    write("/p/.husky/pre-commit"),
    write("/p/.HUSKY/pre-commit"),
    write("/p/.git/config"),
    write("/p\\.Git\\config"),
    write("config", "x", { cwd: "/p/.git" }),
    write("watch/x", "x", { cwd: "/p/.instride" }),
    write("instride/dist/x", "x", { cwd: "/p/node_modules" }),
    write("/p/node_modules/instride/x"),
    write("/p/a.md", "as .git/hooks has it"),
  ])
    assert.equal((await run("edit.sh", input)).status, 7, JSON.stringify(input));
  const escaped = JSON.parse('{"a":"b"}') as object;
  assert.equal((await run("edit.sh", { ...escaped, file_path: "/p/.g\\u0069t/config" })).status, 7);
});

test("an edit of a hook is refused as Claude Code expects, and one that adds to its end is not", async (t) => {
  const hook = "npx instride hook pre-commit\n";
  const run = project(t, {
    standIn: false,
    prepare: (root) => {
      mkdirSync(join(root, ".husky"));
      writeFileSync(join(root, ".husky/pre-commit"), hook);
    },
  });
  const refused = await run("edit.sh", write(".husky/pre-commit", "exit 0\n"));
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^instride: refused: writing to .*\.husky\/pre-commit would .*\. Instead: /);
  for (const input of [write(".husky/pre-commit", `${hook}npm test\n`), write("a.md", "see .git/hooks")])
    assert.deepEqual(await run("edit.sh", input), { status: 0, stdout: "", stderr: "" });
});

test("other agents' settings let edits through by the same pattern as the plugin", () => {
  assert.ok(readFileSync(join(plugin, "hooks/edit.sh"), "utf8").includes(`\n${mayBeGuarded}) ;;\n`));
});

test("in a project without instride the plugin does nothing", async (t) => {
  const run = project(t, { standIn: true, installed: false });
  const edit = { hook_event_name: "PostToolUse", tool_name: "Edit", tool_input: { file_path: "a.ts" } };
  assert.deepEqual(await run("guard.sh", bash("git commit -n")), { status: 0, stdout: "", stderr: "" });
  assert.deepEqual(await run("edit.sh", write("/p/.git/config")), { status: 0, stdout: "", stderr: "" });
  assert.deepEqual(await run("note.sh", edit), { status: 0, stdout: "", stderr: "" });
});

test("a session begins with a word where the guard can't run", async (t) => {
  const start = { hook_event_name: "SessionStart" };
  const missing = "instride: its package was not found here, so nothing is guarded or noted (npm install)\n";
  const watch = (root: string): void => {
    mkdirSync(join(root, ".instride/watch"), { recursive: true });
  };
  const run = project(t, { standIn: true, installed: false, prepare: watch });
  assert.deepEqual(await run("note.sh", start), { status: 0, stdout: missing, stderr: "" });
  for (const [script, input] of [
    ["note.sh", { hook_event_name: "UserPromptSubmit" }],
    ["guard.sh", bash("git commit -n")],
    ["edit.sh", write("/p/.git/config")],
  ] as const)
    assert.deepEqual(await run(script, input), { status: 0, stdout: "", stderr: missing }, script);
  const stranger = project(t, { standIn: true, installed: false, setUp: false, prepare: watch });
  assert.deepEqual(await stranger("note.sh", start), { status: 0, stdout: "", stderr: "" });
  const nodeless = project(t, {
    standIn: true,
    prepare: (root) => {
      for (const program of ["sh", "cat", "git"])
        symlinkSync(
          execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim(),
          join(root, "bin", program),
        );
    },
    nodeless: true,
  });
  assert.match((await nodeless("note.sh", start)).stdout, /^instride: node was not found on PATH/);
});

const refusal =
  "instride: not started: this clone was not set up here; if you trust it, run npx instride init --hooks\n";
const prompt = { hook_event_name: "UserPromptSubmit" };

const strangers: readonly (readonly [what: string, prepare: (root: string) => void])[] = [
  ["in which nobody ran instride", () => {}],
  ["that is no clone", (root) => rmSync(join(root, ".git"), { recursive: true })],
  [
    "that carries a folder of that name, and a bare repository that holds one",
    (root) => {
      mkdirSync(join(root, "instride"));
      execFileSync("git", ["init", "-q", "--bare", "packages/api"], { cwd: root });
      mkdirSync(join(root, "packages/api/instride"));
      mkdirSync(join(root, "packages/api/node_modules"));
      cpSync(join(root, "node_modules/instride"), join(root, "packages/api/node_modules/instride"), {
        recursive: true,
        verbatimSymlinks: true,
      });
    },
  ],
];

for (const [what, prepare] of strangers)
  test(`no code is run of a folder ${what}`, async (t) => {
    const run = project(t, { standIn: true, setUp: false, prepare });
    for (const [script, input] of [
      ["guard.sh", bash("git commit -n")],
      ["edit.sh", write("/p/.git/config")],
      ["note.sh", prompt],
      ["mcp.sh", prompt],
    ] as const)
      assert.deepEqual(await run(script, input), { status: 0, stdout: "", stderr: refusal }, script);
  });

test("what init leaves in the git directory lets the plugin start the project's instride", async (t) => {
  const repository = await newRepository(t);
  const anchor = join(repository.root, ".git/instride");
  for (const args of [["init"], ["init", "--hooks"]]) {
    rmSync(anchor, { recursive: true, force: true });
    assert.equal((await repository.instride(...args)).status, 0);
    assert.ok(statSync(anchor).isDirectory());
    if (process.platform !== "win32") assert.equal(statSync(anchor).mode & 0o777, 0o700);
    const ran = await repository.run("sh", [join(plugin, "hooks/guard.sh")], {
      env: { CLAUDE_PROJECT_DIR: repository.root },
      input: JSON.stringify({ session_id: "s", cwd: repository.root, ...bash("git commit -n") }),
    });
    assert.equal(ran.status, 2, ran.said);
  }
});

test("a note is silent", async (t) => {
  const run = project(t, { standIn: false });
  const edit = { hook_event_name: "PostToolUse", tool_name: "Edit", tool_input: { file_path: "a.ts" } };
  assert.deepEqual(await run("note.sh", edit), { status: 0, stdout: "", stderr: "" });
});
