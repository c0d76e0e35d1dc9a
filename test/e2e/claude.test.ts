// The agent on the Messages API through the command line, git and the real hooks, against the loopback server.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { isAbout, lastText, noChange, wholeScript } from "../agents/claude/desk.ts";
import { specText } from "../agents/rules/sessions.ts";
import { recordOfHead } from "../support/component.ts";
import { unauthorised } from "../support/messages-api/faults.ts";
import { startMessagesServer } from "../support/messages-api/server.ts";
import type { LoggedRequest, MessagesServer, Reply, ScriptedRequest } from "../support/messages-api/types.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

const script = (request: ScriptedRequest): Reply => {
  const text = lastText(request);
  if (Object.values(isAbout).some((is) => is(text)) || text.includes("wrote src/"))
    return wholeScript(request);
  const [, list] = /no_change about it:\\n(.*?)(?:\\nThreats|\\nAnswer)/.exec(text) ?? [];
  return noChange(
    (list ?? "").split("\\n").flatMap((line) => /^- ([^:]+): /.exec(line)?.[1] ?? []),
    "A longer token is no easier to guess; every check stands as it was.",
  );
};

interface Place {
  readonly repository: TestRepository;
  readonly server: MessagesServer;
  readonly sent: () => readonly LoggedRequest[];
  readonly ledger: () => readonly { outcome: string; usage?: unknown }[];
}

const place = async (t: TestContext, settings: Record<string, unknown> = {}): Promise<Place> => {
  const server = await startMessagesServer({ script });
  t.after(() => server.close());
  const repository = await newRepository(t);
  repository.env["ANTHROPIC_API_KEY"] = "test-key";
  repository.env["ANTHROPIC_BASE_URL"] = server.url;
  const config = JSON.parse(repository.read("instride.config.json")) as Record<string, unknown>;
  repository.write("instride.config.json", JSON.stringify({ ...config, agent: "claude", claude: settings }));
  repository.write("specs/sessions.md", specText);
  return {
    repository,
    server,
    sent: () => server.requests.filter(({ path }) => path === "/v1/messages"),
    ledger: () =>
      readFileSync(join(repository.root, ".git/instride/ledger.jsonl"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as { outcome: string }),
  };
};

test("generate in one context; then a commit, a comment and a change of one line cost nothing, nothing and one request", async (t) => {
  const at = await place(t);
  const { repository } = at;
  const generated = await repository.instride("generate", "specs/sessions.md");
  assert.equal(generated.status, 0, generated.said);
  assert.match(generated.stderr, /reading|writing code/);
  assert.match(generated.stdout, /same-context/);
  const after = at.sent().length;
  assert.ok(after >= 4);

  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Generate sessions");
  assert.equal(at.sent().length, after, "a commit after generate makes no call");
  assert.equal((await recordOfHead(at.repository))["mode"], "same-context");
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);

  const path = "src/sessions.ts";
  repository.write(path, `// Sessions.\n${repository.read(path)}`);
  const comment = await repository.run("git", ["commit", "-qam", "Say what it is"]);
  assert.equal(comment.status, 0, comment.said);
  assert.equal(at.sent().length, after, "a comment makes no call");
  assert.equal((await recordOfHead(at.repository))["mode"], "carried");

  repository.write(path, repository.read(path).replace("randomBytes(32)", "randomBytes(48)"));
  const changed = await repository.run("git", ["commit", "-qam", "Longer tokens"]);
  assert.equal(changed.status, 0, changed.said);
  assert.equal(at.sent().length, after + 1);
  const { usage } = at.sent().at(-1) ?? assert.fail();
  assert.ok((usage?.output ?? 0) > 0 && (usage?.output ?? 0) < 400, String(usage?.output));
  const record = await recordOfHead(at.repository);
  assert.match(String(record["mode"]), /^(?:same|resumed)-context$/);
  assert.match(String(record["context"]), /^[0-9a-f]{64}$/);
  assert.deepEqual(record["usage"], [usage]);
  assert.equal(at.ledger().length, at.sent().length);
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);

  const listed = await repository.instride("context", "list");
  assert.match(listed.stdout, /instride:sessions\/[0-9a-f]{12} {2}claude-opus-5-5/);
});

test("when the model gives no answer the commit goes through by rules, which is said in one line", async (t) => {
  const at = await place(t);
  const { repository } = at;
  await repository.instride("generate", "specs/sessions.md");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Generate sessions");
  const path = "src/sessions.ts";
  repository.write(path, repository.read(path).replace("randomBytes(32)", "randomBytes(48)"));
  at.server.faults.push(unauthorised);
  const ran = await repository.run("git", ["commit", "-qam", "Longer tokens"]);
  assert.equal(ran.status, 0, ran.said);
  assert.equal(ran.said.match(/claude did not answer/g)?.length, 1);
  assert.equal((await recordOfHead(at.repository))["mode"], "rules");
  assert.equal(at.ledger().at(-1)?.outcome, "unauthorised");
});

test("with fallback fail the commit stops, and nothing is changed", async (t) => {
  const at = await place(t, { fallback: "fail" });
  const { repository } = at;
  await repository.instride("generate", "specs/sessions.md");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Generate sessions");
  const path = "src/sessions.ts";
  repository.write(path, repository.read(path).replace("randomBytes(32)", "randomBytes(48)"));
  await repository.git("add", "-A");
  const before = await repository.git("status", "--porcelain");
  at.server.faults.push(unauthorised);
  const ran = await repository.run("git", ["commit", "-qm", "Longer tokens"]);
  assert.notEqual(ran.status, 0);
  assert.match(ran.said, /did not answer/);
  assert.match(ran.said, /ANTHROPIC_API_KEY/);
  assert.equal(await repository.git("status", "--porcelain"), before);
});

test("generate that fails half way leaves the tree as it was and keeps what was paid for", async (t) => {
  const at = await place(t);
  const { repository } = at;
  const before = await repository.git("status", "--porcelain");
  at.server.faults.push(undefined, { kind: "refusal" });
  const ran = await repository.instride("generate", "specs/sessions.md");
  assert.notEqual(ran.status, 0);
  assert.match(ran.said, /the model refused/);
  assert.equal(await repository.git("status", "--porcelain"), before);
  // The other branch may have been broken off before its request left.
  assert.deepEqual(
    at
      .ledger()
      .map(({ outcome }) => outcome)
      .filter((outcome) => outcome !== "interrupted"),
    ["answered", "refused"],
  );
});

test("a dry run asks nobody and writes nothing; an unkeepable limit stops before anything is spent", async (t) => {
  const at = await place(t);
  const { repository } = at;
  const before = await repository.git("status", "--porcelain");
  const dry = await repository.instride("generate", "specs/sessions.md", "--dry-run");
  assert.equal(dry.status, 0, dry.said);
  assert.match(dry.stdout, /estimate: [\d,]+ tokens in/);
  const capped = await repository.instride("generate", "specs/sessions.md", "--max-usd", "0.001");
  assert.notEqual(capped.status, 0);
  assert.match(capped.said, /limit of \$0\.001/);
  assert.equal(at.sent().length, 0);
  assert.equal(await repository.git("status", "--porcelain"), before);
});

test("Ctrl-C ends the requests, keeps the conversation and leaves the tree as it was", {
  skip: process.platform === "win32",
}, async (t) => {
  const at = await place(t);
  const { repository } = at;
  const before = await repository.git("status", "--porcelain");
  const { spawn } = await import("node:child_process");
  const child = spawn(process.execPath, [repository.cli, "generate", "specs/sessions.md"], {
    cwd: repository.root,
    env: repository.env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  at.server.script = (request) => {
    if (isAbout.questions(lastText(request))) setImmediate(() => child.kill("SIGINT"));
    const held = isAbout.code(lastText(request)) || isAbout.questions(lastText(request));
    return { ...wholeScript(request), ...(held ? { hold: new Promise(() => {}) } : {}) };
  };
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(code, 130, said);
  assert.equal(await repository.git("status", "--porcelain"), before);
  assert.match((await repository.instride("context", "list")).stdout, /instride:sessions\//);
  assert.equal(at.ledger().length, 3);
});
