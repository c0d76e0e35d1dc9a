import assert from "node:assert/strict";
import { test } from "node:test";
import { addAgentHooks } from "../../../src/install/agents/hooks.ts";
import { newRepository } from "../../support/repository.ts";

/** The commands that stand in an agent's settings before its editing tools. */
const commands = (["cursor", "codex", "gemini"] as const).map((agent) => {
  const edit = addAgentHooks(agent, undefined, "node_modules/instride");
  const { hooks } = JSON.parse(edit.kind === "text" ? edit.text : "{}") as {
    hooks: Record<string, { matcher?: string; command?: string; hooks?: { command: string }[] }[]>;
  };
  const entry = Object.values(hooks)
    .flat()
    .find(({ matcher }) => /^(?:Write|apply_patch|write_file)/.test(matcher ?? ""));
  return [agent, entry?.command ?? entry?.hooks?.[0]?.command ?? ""] as const;
});

for (const [agent, command] of commands)
  test(`${agent}: its command lets ordinary edits through by itself and hands the others to the guard`, async (t) => {
    const repository = await newRepository(t, { installed: false });
    const run = (file_path: string, content: string) =>
      repository.run("sh", ["-c", command], {
        input: JSON.stringify({ tool_name: "Write", tool_input: { file_path, content } }),
      });
    const silence = agent === "cursor" ? "{}\n" : "";
    assert.equal((await run("/p/.git/config", "x")).stdout, silence, "where no package is");
    repository.write(
      "node_modules/instride/dist/guard-entry.js",
      `process.stdin.on("data", (data) => process.stdout.write(process.argv[2] + data)).on("end", () => process.exit(2));`,
    );
    const plain = await run("/p/src/a.ts", 'a\nb = "\\";\n');
    assert.deepEqual([plain.status, plain.stdout], [0, silence]);
    const handed = await run(".husky/pre-commit", "a\\nb\n$x `y` %s");
    assert.equal(handed.status, 2);
    assert.deepEqual(JSON.parse(handed.stdout.slice(agent.length)), {
      tool_name: "Write",
      tool_input: { file_path: ".husky/pre-commit", content: "a\\nb\n$x `y` %s" },
    });
  });
