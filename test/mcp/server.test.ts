// A coding agent's way through the tools, with the official client over a real child process and real hooks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { writeComponent } from "../support/component.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

const eras = ["legacy", "auto"] as const;

const connect = async (
  t: import("node:test").TestContext,
  repository: TestRepository,
  mode: (typeof eras)[number] = "legacy",
): Promise<{ client: Client; said: () => string }> => {
  const client = new Client({ name: "claude-code", version: "2.1.240" }, { versionNegotiation: { mode } });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [repository.cli, "mcp"],
    cwd: repository.root,
    env: repository.env,
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  await client.connect(transport);
  t.after(() => client.close());
  return { client, said: () => said };
};

interface Called {
  readonly text: string;
  readonly isError: boolean;
  readonly value: Readonly<Record<string, unknown>>;
}

const call = async (client: Client, name: string, args: Record<string, unknown> = {}): Promise<Called> => {
  const result = await client.callTool({ name, arguments: args });
  const [content] = result.content;
  assert.equal(content?.type, "text");
  return {
    text: content?.type === "text" ? content.text : "",
    isError: result.isError === true,
    value: (result.structuredContent ?? {}) as Called["value"],
  };
};

const addRoute = (repository: TestRepository): void => {
  const before = repository.read("src/notes/server.ts");
  const after = before.replace(
    "  response.writeHead(404)",
    `  if (request.method === "DELETE" && request.url === "/notes") {
    requireSession(request.headers.authorization);
    response.writeHead(204).end();
    return;
  }
  response.writeHead(404)`,
  );
  assert.notEqual(after, before);
  repository.write("src/notes/server.ts", after);
};

const wrongFor = (process: string): unknown[] => [
  { op: "update", id: "S-aaaaa", set: { title: "A threat that nobody has" } },
  { op: "update", id: "S-bbbbb", set: { acceptance: { by: "agent", reason: "fine" } } },
  {
    op: "put",
    section: "processes",
    id: process,
    value: { code: ["src/notes/server.ts#deleteNote"] },
  },
  { op: "accept", id: "S-ff2bp" },
];

const rightFor = (process: string): unknown[] => [
  {
    op: "put",
    section: "entry-points",
    id: "delete-notes",
    value: {
      name: "DELETE /notes",
      process,
      from: ["browser"],
      authentication: "session token, checked by requireSession before anything else",
      code: ["src/notes/server.ts#server"],
    },
  },
  {
    op: "no-change",
    about: [process],
    reason:
      "The new route checks the same session and deletes nothing yet; it reaches no store and returns no data.",
  },
];

for (const mode of eras)
  test(`an agent edits, is asked, answers wrongly, answers rightly and commits (${mode} protocol)`, async (t) => {
    const repository = await newRepository(t);
    await writeComponent(repository);
    addRoute(repository);
    const { client, said } = await connect(t, repository, mode);

    const asked = await call(client, "brief");
    const id = /brief ([0-9a-f]{12})/.exec(asked.text)?.[1];
    assert.ok(id, asked.text);
    assert.match(asked.text, /entry:DELETE \/notes/);
    const process = /^ {2}(\S+): spoofing/m.exec(asked.text)?.[1] ?? "";

    const refused = await call(client, "submit_threat_model", { brief: id, operations: wrongFor(process) });
    assert.equal(refused.isError, true);
    const problems = (refused.value["problems"] ?? []) as { rule: string; path: string }[];
    const rules = problems.map(({ rule }) => rule);
    for (const rule of [
      "unknown-threat",
      "owned-by-people",
      "anchor-not-found",
      "unknown-operation",
      "unanswered-question",
      "fact-unaccounted",
    ])
      assert.ok(rules.includes(rule), `${rule} is not among ${rules.join(", ")}\n${refused.text}`);
    for (const { rule } of problems) assert.match(refused.text, new RegExp(rule));
    assert.deepEqual(await repository.git("status", "--porcelain"), " M src/notes/server.ts");

    const taken = await call(client, "submit_threat_model", { brief: id, operations: rightFor(process) });
    assert.equal(taken.isError, false, taken.text);
    assert.deepEqual(taken.value, { accepted: true, component: "notes", brief: id, problems: [] });

    const ran = await repository.run("git", ["commit", "-qam", "Delete notes"], { env: { CLAUDECODE: "1" } });
    assert.equal(ran.status, 0, ran.said);
    const added = (await repository.git("show", "--name-only", "--format=", "--diff-filter=A", "HEAD")).split(
      "\n",
    );
    assert.equal(added.length, 1, added.join(", "));
    const record = JSON.parse(repository.read(added[0] as string)) as Record<string, unknown>;
    assert.equal(record["mode"], "in-session");
    assert.equal(record["agent"], "claude-code");
    assert.match(repository.read("specs/notes.threats.yaml"), /DELETE \/notes/);

    assert.match((await call(client, "brief")).text, /nothing to answer/);
    assert.equal(said(), "");
  });

test("the client's own name goes into a record as one plain word", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  addRoute(repository);
  const { client } = await connect(t, repository);
  const asked = await call(client, "brief", { staged: false });
  const process = /^ {2}(\S+): spoofing/m.exec(asked.text)?.[1] ?? "";
  const taken = await call(client, "submit_threat_model", {
    component: "notes",
    operations: JSON.stringify(rightFor(process)),
    agent: "evil\n\u001b[31magent",
  });
  assert.equal(taken.isError, false, taken.text);
  await repository.git("commit", "-qam", "Delete notes");
  assert.match(
    await repository.git("show", "--format=", "HEAD", "--", ".instride"),
    /"agent": ?"evil-31magent"/,
  );
});

test("status, show, lint_spec and explain_rule answer as the command line does", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  const { client } = await connect(t, repository);
  const { tools } = await client.listTools();
  assert.deepEqual(
    tools.map(({ name }) => name),
    ["brief", "submit_threat_model", "status", "show", "lint_spec", "explain_rule"],
  );

  const status = await call(client, "status");
  assert.match(status.text, /notes/);
  assert.deepEqual(status.value["configured"], true);
  assert.equal((status.value["components"] as { inStep: boolean }[])[0]?.inStep, true);

  const shown = await call(client, "show", { name: "notes" });
  const printed = await repository.instride("show", "notes", "--json");
  assert.deepEqual(shown.value, JSON.parse(printed.stdout));
  assert.match(shown.text, /^notes {2}STRIDE/);

  repository.write(
    "specs/notes.md",
    repository.read("specs/notes.md").replace("owner: Notes team", "ownr: Notes team"),
  );
  const linted = await call(client, "lint_spec", { paths: ["specs/notes.md"] });
  assert.match(linted.text, /unknown-front-matter-key/);
  const codes = (linted.value["findings"] as { code: string }[]).map(({ code }) => code);
  assert.ok(codes.includes("unknown-front-matter-key"), codes.join(", "));

  assert.match(
    (await call(client, "explain_rule", { rule: "flow-without-ends" })).text,
    /^# flow-without-ends/,
  );
});

test("an error is an answer: what was wrong and what to do, never a broken protocol", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  const { client } = await connect(t, repository);
  for (const [name, args, said] of [
    ["explain_rule", { rule: "flow-without-end" }, /no rule.*\n.*did you mean flow-without-ends\?/],
    ["show", { name: "nots" }, /no component 'nots'\n.*did you mean notes\?/],
    ["show", { name: "notes", at: "nowhere" }, /unknown revision 'nowhere'/],
    ["lint_spec", { paths: ["specs/none.md"] }, /cannot read 'specs\/none.md'/],
    ["submit_threat_model", { operations: [] }, /nothing-asked/],
    ["submit_threat_model", { operations: "not a list" }, /nothing-asked/],
  ] as const) {
    const answer = await call(client, name, args);
    assert.equal(answer.isError, true, name);
    assert.match(answer.text, said);
  }
  assert.equal((await call(client, "status")).isError, false);
});

test("resources list and give the spec and the threat model of every component", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  const { client } = await connect(t, repository);
  const { resources } = await client.listResources();
  assert.deepEqual(resources.map(({ uri }) => uri).sort(), [
    "instride://model/notes",
    "instride://spec/notes",
  ]);
  const read = async (uri: string): Promise<string> => {
    const [content] = (await client.readResource({ uri })).contents;
    return content !== undefined && "text" in content ? content.text : "";
  };
  assert.equal(await read("instride://spec/notes"), repository.read("specs/notes.md"));
  assert.equal(await read("instride://model/notes"), repository.read("specs/notes.threats.yaml"));
  await assert.rejects(read("instride://model/other"));
  await assert.rejects(read("instride://model/..%2f..%2fetc%2fpasswd"));
});

test("outside a repository the server runs and says what is missing", async (t) => {
  const repository = await newRepository(t, { installed: false });
  repository.remove(".git");
  const { client } = await connect(t, repository);
  const answer = await call(client, "status");
  assert.equal(answer.isError, true);
  assert.match(answer.text, /not inside a git repository/);
});

test("standard output carries the protocol alone, and the server ends when the client hangs up", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  const ran = await repository.run(process.execPath, [repository.cli, "mcp"], { input: "not a message\n" });
  assert.equal(ran.stdout, "");
  assert.equal(ran.status, 0, ran.said);
});
