import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addAgentHooks, agentHookFiles, removeAgentHooks } from "../../../src/install/agents/hooks.ts";
import { readJson, valueOfNode } from "../../../src/install/agents/json-text.ts";

const home = "node_modules/instride";
const agents = agentHookFiles.map(({ agent }) => agent);

const added = (agent: (typeof agents)[number], text: string | undefined, from = home): string => {
  const edit = addAgentHooks(agent, text, from);
  assert.equal(edit.kind, "text", text);
  return edit.kind === "text" ? edit.text : "";
};

const events: Record<string, readonly string[]> = {
  cursor: ["beforeShellExecution", "preToolUse", "afterFileEdit"],
  codex: ["PreToolUse", "PreToolUse", "PostToolUse", "SessionStart"],
  copilot: ["preToolUse", "postToolUse"],
  gemini: ["BeforeTool", "BeforeTool", "AfterTool", "SessionStart"],
};

/** Settings of a user, laid out in every way: strange white space, empty containers, our own events taken already. */
const settings = fc.letrec<{ json: string; list: string; object: string; hooks: string }>((tie) => {
  const space = fc.constantFrom("", " ", "\n", "\n  ", "\r\n\t", " /* c */ ", "// c\n");
  const scalar = fc.oneof(
    fc.string().map((text) => JSON.stringify(text)),
    fc.constantFrom("1", "-0.5e3", "true", "null"),
  );
  const around = (open: string, parts: fc.Arbitrary<string[]>, close: string): fc.Arbitrary<string> =>
    fc.tuple(parts, fc.array(space, { minLength: 1, maxLength: 8 })).map(([items, spaces]) => {
      let at = 0;
      const next = (): string => spaces[at++ % spaces.length] as string;
      return `${open}${next()}${items.map((item) => `${item}${next()}`).join(`,${next()}`)}${close}`;
    });
  const member = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .tuple(key, space, value)
      .map(([name, blank, text]) => `${JSON.stringify(name)}${blank}:${blank}${text}`);
  const keys = fc.string({ maxLength: 5 }).filter((key) => key !== "hooks" && key !== "");
  const eventNames = Object.values(events).flat();
  const unique = (arbitrary: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string[]> =>
    fc.uniqueArray(arbitrary, { maxLength, selector: (text) => /^"(?:[^"\\]|\\.)*"/.exec(text)?.[0] });
  return {
    json: fc.oneof({ maxDepth: 3 }, scalar, tie("list"), tie("object")),
    list: around("[", fc.array(tie("json"), { maxLength: 3 }), "]"),
    object: around("{", unique(member(keys, tie("json")), 3), "}"),
    hooks: around("{", unique(member(fc.constantFrom(...eventNames, "other"), tie("list")), 4), "}"),
  };
});

const file = fc
  .tuple(
    settings.object,
    fc.option(settings.hooks, { nil: undefined }),
    fc.constantFrom("", "\n", "\r\n"),
    fc.boolean(),
  )
  .map(([object, hooks, end, first]) => {
    if (hooks === undefined) return object + end;
    const node = readJson(object);
    const empty = node?.kind === "object" && node.members.length === 0;
    const text = first
      ? `{"hooks":${hooks}${empty ? "" : ","}${object.slice(1)}`
      : `${object.slice(0, -1)}${empty ? "" : ","}\n  "hooks": ${hooks}}`;
    return text + end;
  });

test("adding and removing gives back every byte, however a file is laid out", () => {
  fc.assert(
    fc.property(file, fc.constantFrom(...agents), (text, agent) => {
      assert.notEqual(readJson(text), undefined, text);
      const edit = removeAgentHooks(agent, added(agent, text));
      assert.deepEqual(edit, { kind: "text", text });
    }),
    { numRuns: 1000 },
  );
});

test("adding keeps every value and adds exactly our entries", () => {
  fc.assert(
    fc.property(file, fc.constantFrom(...agents), (text, agent) => {
      type Value = Record<string, unknown> & { hooks?: Record<string, unknown[]> };
      const before = valueOfNode(readJson(text) as never) as Value;
      const after = valueOfNode(readJson(added(agent, text)) as never) as Value;
      for (const event of events[agent] ?? []) {
        const last = after.hooks?.[event]?.pop();
        assert.match(JSON.stringify(last), /-entry\.js/);
      }
      for (const event of events[agent] ?? [])
        if (before.hooks?.[event] === undefined) delete after.hooks?.[event];
      if (before.hooks === undefined) delete after.hooks;
      assert.deepEqual(after, before);
    }),
  );
});

for (const agent of agents) {
  test(`${agent}: a file of ours alone comes and goes`, () => {
    const text = added(agent, undefined);
    assert.deepEqual(removeAgentHooks(agent, text), { kind: "gone" });
    const { hooks } = JSON.parse(text) as { hooks: Record<string, unknown> };
    assert.deepEqual(Object.keys(hooks), [...new Set(events[agent])]);
  });

  test(`${agent}: adding twice changes nothing, and a new place of the package is brought in`, () => {
    const once = added(agent, '{\n  "a": 1\n}\n');
    assert.equal(added(agent, once), once);
    const moved = added(agent, once, "tools/instride");
    assert.equal(moved, once.replaceAll(home, "tools/instride"));
  });

  test(`${agent}: a user's file that is nearly ours is not taken for ours`, () => {
    for (const text of [
      '{\n  "version": 1\n}\n',
      "{}",
      "{\n}\n",
      '{\n  "version": 1,\n  "hooks": {}\n}\n',
      '{\n  "hooks": {},\n  "version": 1\n}\n',
    ])
      assert.deepEqual(removeAgentHooks(agent, added(agent, text)), { kind: "text", text });
  });

  test(`${agent}: what can't be merged is left alone`, () => {
    for (const text of ["", "[]", "{", '{"hooks": []}', `{"hooks": {"${events[agent]?.[0]}": {}}}`])
      assert.equal(addAgentHooks(agent, text, home).kind, "unreadable", text);
  });
}

test("what was added looks as if a person had written it", () => {
  const text =
    '{\n    "version": 1,\n    "hooks": {\n        "stop": [\n            { "command": "./mine.sh" }\n        ]\n    }\n}\n';
  assert.match(
    added("cursor", text),
    /\n {8}\],\n {8}"beforeShellExecution": \[\n {12}\{\n {16}"command": "f=[^\n]+\n {12}\}\n {8}\],\n {8}"preToolUse": \[[\s\S]+\n {8}\],\n {8}"afterFileEdit"/,
  );
});

test("formats: the fields that each agent's documentation names", () => {
  const value = (agent: (typeof agents)[number]) =>
    JSON.parse(added(agent, undefined)) as {
      version?: number;
      hooks: Record<string, Record<string, unknown>[]>;
    };
  assert.equal(value("cursor").version, 1);
  assert.equal(value("copilot").version, 1);
  const first = (agent: (typeof agents)[number], event: string) => value(agent).hooks[event]?.[0] ?? {};
  assert.deepEqual(Object.keys(first("copilot", "preToolUse")), ["type", "bash", "powershell", "timeoutSec"]);
  assert.equal(first("gemini", "BeforeTool")["matcher"], "run_shell_command");
  assert.equal(first("codex", "PreToolUse")["matcher"], "Bash|shell");
  assert.equal(value("codex").hooks["PreToolUse"]?.[1]?.["matcher"], "apply_patch|Edit|Write");
  assert.equal(value("gemini").hooks["BeforeTool"]?.[1]?.["matcher"], "write_file|replace");
  assert.equal(first("cursor", "preToolUse")["matcher"], "Write|Delete");
});

test("settings that an earlier release wrote get the newer hooks", () => {
  const now = JSON.parse(added("codex", undefined)) as { hooks: { PreToolUse: object[] } };
  const [shell] = now.hooks.PreToolUse;
  const earlier = `${JSON.stringify({ hooks: { ...now.hooks, PreToolUse: [shell] } }, undefined, 2)}\n`;
  assert.equal(added("codex", earlier), added("codex", undefined));
});
