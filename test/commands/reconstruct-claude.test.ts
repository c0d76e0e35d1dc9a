// `instride reconstruct` with a model on the loopback server: it reads spec and code, and nothing that is stored.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Operation } from "../../src/model/delta.ts";
import { call, finished, lastText, says, wholeScript } from "../agents/claude/desk.ts";
import { fold } from "../agents/claude/fold.ts";
import { specText } from "../agents/rules/sessions.ts";
import { unauthorised } from "../support/messages-api/faults.ts";
import { startMessagesServer } from "../support/messages-api/server.ts";
import type { LoggedRequest, MessagesServer, Reply, ScriptedRequest } from "../support/messages-api/types.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

const added: readonly Operation[] = [
  {
    op: "put",
    section: "externals",
    id: "log-reader",
    value: { name: "Log reader", because: "whoever operates the cluster reads its logs" },
  },
  {
    op: "add",
    element: "log-reader",
    category: "spoofing",
    threat: {
      title: "Anybody in the cluster reads as the operator",
      scenario: "Whoever has a shell in the cluster reads the logs under the operator's name.",
      weakness: ["CWE-287"],
      attack: [],
      assets: [],
      "entry-points": [],
      code: [],
      covers: [],
      severity: { level: "medium", reason: "It takes a shell in the cluster." },
      status: "open",
      mitigations: {},
      next: "Name who may read.",
    },
  },
  {
    op: "answer",
    element: "log-reader",
    category: "repudiation",
    reason: "What is read changes nothing.",
    "rests-on": [],
  },
];

/** The map and the answers that the kept model has, and what only this reading has. */
const freshReply = (): Reply => says(call("submit_delta", fold([...finished.delta.operations, ...added])));

const script = (request: ScriptedRequest): Reply =>
  lastText(request).includes("There is no model yet") ? freshReply() : wholeScript(request);

interface Place {
  readonly repository: TestRepository;
  readonly server: MessagesServer;
  readonly sent: () => readonly LoggedRequest[];
}

/** A component that the model has written, committed, with a person's word in its model and its conversation stored. */
const place = async (t: TestContext): Promise<Place> => {
  const server = await startMessagesServer({ script });
  t.after(() => server.close());
  const repository = await newRepository(t);
  repository.env["ANTHROPIC_API_KEY"] = "test-key";
  repository.env["ANTHROPIC_BASE_URL"] = server.url;
  const config = JSON.parse(repository.read("instride.config.json")) as Record<string, unknown>;
  repository.write("instride.config.json", JSON.stringify({ ...config, agent: "claude" }));
  repository.write("specs/sessions.md", specText);
  const generated = await repository.instride("generate", "specs/sessions.md");
  assert.equal(generated.status, 0, generated.said);
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Generate sessions");
  const [id] = /[A-Z]-[a-z2-7]{5}/.exec(repository.read("specs/sessions.threats.yaml")) ?? [];
  const noted = await repository.instride(
    "challenge",
    id ?? "",
    "--reason",
    "Zanzibar was told in the review.",
  );
  assert.equal(noted.status, 0, noted.said);
  await repository.git("commit", "-qm", "Note");
  return { repository, server, sent: () => server.requests.filter(({ path }) => path === "/v1/messages") };
};

/** Bytes of all stored conversations, by name. */
const stored = ({ root }: TestRepository): Record<string, string> => {
  const folder = join(root, ".git/instride/contexts");
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")]),
  );
};

test("a model reads spec and code once, without the kept model and without any conversation; --apply keeps what it cost", async (t) => {
  const { repository, sent } = await place(t);
  const contexts = stored(repository);
  assert.ok(Object.keys(contexts).length > 0);
  const tree = await repository.git("status", "--porcelain");
  const before = sent().length;

  const ran = await repository.instride("reconstruct", "sessions");
  assert.equal(ran.status, 1, ran.said);
  assert.match(
    ran.stdout,
    /^claude-opus-5-5 read \d+ files of sessions afresh \(reconstructed\): [\d,]+ tokens in, [\d,]+ out, \$\d/,
  );
  assert.match(ran.stderr, /instride: sends \d+ files of sessions \(\d+ KiB\) to claude-opus-5-5/);
  assert.match(ran.stdout, /log-reader {2}external entity: Log reader/);
  assert.match(ran.stdout, /S-[a-z2-7]{5} {2}medium {4}Anybody in the cluster reads as the operator/);
  assert.doesNotMatch(ran.stdout, /rated|another place|answered there/);
  assert.match(ran.stdout, /no record holds these tokens/);
  assert.equal(sent().length, before + 1);
  const raw = sent().at(-1)?.raw.toString("utf8") ?? assert.fail();
  assert.match(raw, /verifyPassword/);
  assert.equal(raw.split("export const verifyPassword").length, 2, "no file is sent twice");
  assert.match(raw, /Sessions of an administrator outlive the loss of the role/, "the whole spec is sent");
  assert.doesNotMatch(raw, /Zanzibar/);
  const titles = finished.delta.operations.flatMap((each) => (each.op === "add" ? [each.threat.title] : []));
  assert.ok(titles.length > 0);
  for (const title of titles) assert.ok(!raw.includes(JSON.stringify(title).slice(1, -1)), title);
  assert.deepEqual(stored(repository), contexts);
  assert.equal(await repository.git("status", "--porcelain"), tree);

  const kept = repository.read("specs/sessions.threats.yaml");
  const applied = await repository.instride(
    "reconstruct",
    "sessions",
    "--apply",
    "--pick",
    "log-reader",
    "--json",
  );
  assert.equal(applied.status, 0, applied.said);
  const said = JSON.parse(applied.stdout) as {
    applied: { threats: { id: string }[]; drawn: string[]; files: string[] };
    usage: unknown[];
  };
  assert.deepEqual(
    said.applied.drawn,
    said.applied.threats.map(({ id }) => id),
  );
  const lines = new Set(repository.read("specs/sessions.threats.yaml").split("\n"));
  assert.deepEqual(
    kept.split("\n").filter((line) => !lines.has(line)),
    [],
  );
  const path = said.applied.files.find((each) => each.startsWith(".instride/records/"));
  const record = JSON.parse(repository.read(path ?? "")) as Record<string, unknown>;
  assert.equal(record["mode"], "reconstructed");
  assert.equal(record["agent"], "claude-opus-5-5");
  assert.equal(record["context"], undefined);
  assert.deepEqual(record["usage"], said.usage);
  assert.deepEqual(record["usage"], [sent().at(-1)?.usage]);
  assert.deepEqual(stored(repository), contexts);
  const committed = await repository.run("git", ["commit", "-qm", "Second opinion"]);
  assert.equal(committed.status, 0, committed.said);
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);
  assert.equal((await repository.instride("reconstruct", "sessions")).status, 0);
});

test("a reading that fails is no reason to ask anybody else, and a limit holds before anything is spent", async (t) => {
  const { repository, server, sent } = await place(t);
  const before = sent().length;
  const capped = await repository.instride("reconstruct", "sessions", "--max-usd", "0.001");
  assert.equal(capped.status, 2, capped.said);
  assert.match(capped.stderr, /limit of \$0\.001/);
  assert.equal(sent().length, before);
  server.faults.push(unauthorised);
  const failed = await repository.instride("reconstruct", "sessions");
  assert.equal(failed.status, 2);
  assert.match(failed.stderr, /claude did not read it/);
  assert.match(failed.stderr, /ANTHROPIC_API_KEY/);
  assert.equal(failed.stdout, "");
});

test("--at reads the code of that revision, whatever the work tree holds", async (t) => {
  const { repository, sent } = await place(t);
  repository.write("src/sessions.ts", `${repository.read("src/sessions.ts")}\n// Unstaged Xanadu.\n`);
  await repository.instride("reconstruct", "sessions", "--at", "HEAD");
  const raw = sent().at(-1)?.raw.toString("utf8") ?? assert.fail();
  assert.match(raw, /verifyPassword/);
  assert.doesNotMatch(raw, /Xanadu/);
});
