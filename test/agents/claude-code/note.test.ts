// The plugin's hook notes the session of a work tree, for commits that are made outside of its shell.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import { agentNote } from "../../../src/commands/agent-note.ts";
import { newRepository, type TestRepository } from "../../support/repository.ts";

const id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const transcript = `/home/ada/.claude/projects/-project/${id}.jsonl`;
const file = ".git/instride/session.json";

const hook = async (
  repository: TestRepository,
  event: Record<string, unknown>,
  env: Record<string, string> = { CLAUDE_PROJECT_DIR: repository.root },
): Promise<void> => {
  const input = {
    hook_event_name: "UserPromptSubmit",
    session_id: id,
    transcript_path: transcript,
    ...event,
  };
  await agentNote({
    ...{ cwd: repository.root, env: { ...repository.env, ...env }, stdout: new PassThrough() },
    ...{ stderr: new PassThrough(), stdin: Readable.from([JSON.stringify(input)]) },
    ...{ colour: { out: false, err: false }, width: 80, today: "2030-01-01", version: "0.0.0" },
  });
};

const watched = async (t: Parameters<typeof newRepository>[0]): Promise<TestRepository> => {
  const repository = await newRepository(t, { installed: false });
  repository.write(".instride/watch/notes", ":(glob)src/notes/**\n");
  return repository;
};

test("a session of Claude Code is noted, readable by its owner alone", async (t) => {
  const repository = await watched(t);
  await hook(repository, {});
  assert.deepEqual(JSON.parse(repository.read(file)), { session_id: id, transcript_path: transcript });
  if (process.platform !== "win32") assert.equal(statSync(join(repository.root, file)).mode & 0o777, 0o600);
});

test("nothing is noted of forks, of other agents, of odd ids, or at the end of a turn", async (t) => {
  const repository = await watched(t);
  const claude = { CLAUDE_PROJECT_DIR: repository.root };
  await hook(repository, {}, { ...claude, INSTRIDE_IN_AGENT: "1" });
  await hook(repository, {}, {});
  await hook(repository, { session_id: "../../x" });
  await hook(repository, { transcript_path: "relative.jsonl" });
  await hook(repository, { hook_event_name: "Stop" });
  assert.equal(repository.exists(file), false);
});
