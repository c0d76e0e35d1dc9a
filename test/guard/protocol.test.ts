import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { agentFormats, answer, readMoment, readRequest } from "../../src/guard/index.ts";

const bypass = "git commit --no-verify";

/** What each agent writes to its hook before it runs a shell command, as documented. */
const requests = {
  claude: {
    session_id: "s",
    cwd: "/p",
    hook_event_name: "PreToolUse",
    tool_name: "Bash",
    tool_input: { command: bypass },
  },
  cursor: {
    conversation_id: "c",
    hook_event_name: "beforeShellExecution",
    command: bypass,
    cwd: "/p",
    workspace_roots: ["/p"],
  },
  codex: {
    session_id: "s",
    cwd: "/p",
    hook_event_name: "PreToolUse",
    tool_name: "Bash",
    tool_input: { command: bypass },
  },
  copilot: { timestamp: 1, cwd: "/p", toolName: "bash", toolArgs: JSON.stringify({ command: bypass }) },
  gemini: {
    session_id: "s",
    cwd: "/p",
    hook_event_name: "BeforeTool",
    tool_name: "run_shell_command",
    tool_input: { command: bypass },
  },
} as const;

for (const format of agentFormats) {
  test(`${format}: the command is found in its request`, () => {
    assert.deepEqual(readRequest(format, JSON.stringify(requests[format])), {
      kind: "command",
      command: bypass,
      cwd: "/p",
    });
  });

  test(`${format}: allowing leaves the agent's own permissions alone`, () => {
    const { status, stdout } = answer(format, { allowed: true });
    assert.equal(status, 0);
    assert.equal(stdout, format === "cursor" ? "{}\n" : "");
  });
}

test("each agent is told no in its own way, with the reason and the way out", () => {
  const no = { allowed: false, reason: "WHY", instead: "HOW" };
  const said = "instride: refused: WHY. Instead: HOW.";
  for (const format of ["claude", "codex", "gemini"] as const)
    assert.deepEqual(answer(format, no), { status: 2, stdout: "", stderr: `${said}\n` });
  const cursor = answer("cursor", no);
  assert.equal(cursor.status, 0);
  const { permission, agentMessage, agent_message } = JSON.parse(cursor.stdout) as Record<string, string>;
  assert.deepEqual([permission, agentMessage, agent_message], ["deny", said, said]);
  const copilot = answer("copilot", no);
  assert.deepEqual(JSON.parse(copilot.stdout), {
    permissionDecision: "deny",
    permissionDecisionReason: said,
  });
});

test("a command as an argument vector is judged as those arguments", () => {
  const input = { tool_name: "shell", tool_input: { command: ["bash", "-lc", "git commit -n"] } };
  assert.deepEqual(readRequest("codex", JSON.stringify(input)), {
    ...{ kind: "command", command: "'bash' '-lc' 'git commit -n'", cwd: undefined },
  });
});

test("a patch is no shell command although its field has that name", () => {
  const input = {
    tool_name: "apply_patch",
    tool_input: { command: "*** Begin Patch\n*** Update File: a.md\n+git commit -n" },
  };
  assert.deepEqual(readRequest("codex", JSON.stringify(input)), {
    kind: "edit",
    edits: [{ path: "a.md" }],
    cwd: undefined,
  });
});

test("what an editing tool is about to write is found in every agent's own shape", () => {
  const requests: [object, object[]][] = [
    [
      { tool_name: "Write", tool_input: { file_path: "/p/a", content: "x" } },
      [{ path: "/p/a", change: "x" }],
    ],
    [
      { tool_name: "Edit", tool_input: { file_path: "/p/a", old_string: "x", new_string: "y" } },
      [{ path: "/p/a", change: [{ old: "x", now: "y", all: false }] }],
    ],
    [
      {
        tool_name: "MultiEdit",
        tool_input: {
          file_path: "/p/a",
          edits: [{ old_string: "x", new_string: "y", replace_all: true }, { old_string: 7 }],
        },
      },
      [{ path: "/p/a" }],
    ],
    [
      { tool_name: "NotebookEdit", tool_input: { notebook_path: "/p/a.ipynb", new_source: "" } },
      [{ path: "/p/a.ipynb" }],
    ],
    [{ toolName: "create", toolArgs: '{"path":"a"}' }, [{ path: "a" }]],
    [{ tool_name: "replace", tool_input: { file_path: "a" } }, [{ path: "a" }]],
    [{ tool_name: "Delete", tool_input: { path: "a" } }, [{ path: "a" }]],
  ];
  for (const [json, edits] of requests)
    assert.deepEqual(readRequest("claude", JSON.stringify(json)), { kind: "edit", edits, cwd: undefined });
  for (const tool_name of ["Read", "Grep", "view"])
    assert.equal(
      readRequest("claude", JSON.stringify({ tool_name, tool_input: { path: "a" } })).kind,
      "other",
    );
});

test("foreign input is named as such, never thrown at", () => {
  for (const text of ["", "nonsense", "[]", "null", "7", "{}", '{"command":7}', '"\\"x\\""'])
    assert.equal(readRequest("claude", text).kind, "foreign", text);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), fc.constantFrom(...agentFormats), (text, format) => {
      readRequest(format, text);
      readMoment(text);
    }),
  );
});

test("edited paths are found in every agent's own shape", () => {
  const moments: [object, string[]][] = [
    [
      { hook_event_name: "PostToolUse", tool_name: "Edit", tool_input: { file_path: "/p/a.ts" } },
      ["/p/a.ts"],
    ],
    [
      {
        hook_event_name: "PostToolUse",
        tool_name: "NotebookEdit",
        tool_input: { notebook_path: "/p/a.ipynb" },
      },
      ["/p/a.ipynb"],
    ],
    [{ hook_event_name: "afterFileEdit", file_path: "/p/a.ts", edits: [] }, ["/p/a.ts"]],
    [{ toolName: "edit", toolArgs: '{"path":"a.ts"}' }, ["a.ts"]],
    [{ hook_event_name: "AfterTool", tool_name: "write_file", tool_input: { file_path: "a.ts" } }, ["a.ts"]],
    [
      {
        tool_name: "apply_patch",
        tool_input: {
          command: "*** Begin Patch\n*** Add File: a b.ts\n+x\n*** Delete File: c.ts\n*** End Patch",
        },
      },
      ["a b.ts", "c.ts"],
    ],
  ];
  for (const [json, paths] of moments)
    assert.deepEqual(readMoment(JSON.stringify(json)), { kind: "edit", paths, cwd: undefined });
});
