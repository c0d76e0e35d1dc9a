// `instride reconstruct` through the built command line and real git, offline: the rules agent reads afresh.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { code, recordOfHead, repositoryWithComponent } from "../support/component.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

const modelPath = "specs/notes.threats.yaml";

interface Told {
  readonly component: string;
  readonly agent: string;
  readonly mode: string;
  readonly files: number;
  readonly usage: readonly unknown[];
  readonly both: { readonly map: number; readonly threats: number };
  readonly onlyFresh: {
    readonly map: readonly { readonly section: string; readonly id: string; readonly name: string }[];
    readonly threats: readonly {
      readonly id: string;
      readonly element: string;
      readonly category: string;
      readonly level: string;
      readonly title: string;
    }[];
  };
  readonly onlyKept: { readonly map: readonly unknown[]; readonly threats: readonly unknown[] };
  readonly answered: readonly { readonly id: string; readonly how: string; readonly reason: string }[];
  readonly rated: readonly { readonly id: string; readonly kept: string; readonly fresh: string }[];
  readonly elsewhere: readonly unknown[];
  readonly applied?: {
    readonly threats: readonly { readonly id: string }[];
    readonly files: readonly string[];
    readonly drawn: readonly string[];
  };
}

const told = async (repository: TestRepository, ...args: string[]): Promise<Told> => {
  const ran = await repository.instride("reconstruct", "notes", "--json", ...args);
  assert.ok(ran.status < 2, ran.said);
  return JSON.parse(ran.stdout) as Told;
};

type Model = NonNullable<ReturnType<typeof parseModel>["model"]>;

/** Edits the kept model by hand, as somebody may who goes past the hooks, and commits it like that. */
const editModel = async (repository: TestRepository, edit: (model: Model) => void): Promise<void> => {
  const { model, comments } = parseModel(modelPath, repository.read(modelPath));
  assert.ok(model !== undefined);
  edit(model);
  repository.write(modelPath, printModel(model, { comments }));
  await repository.git("add", "-A");
};

const threatsIn = (model: Model): { element: string; category: string; id: string }[] =>
  Object.entries(model.answers).flatMap(([element, categories]) =>
    Object.entries(categories).flatMap(([category, { threats }]) =>
      Object.keys(threats).map((id) => ({ element, category, id })),
    ),
  );

/** Takes a threat out of the model as if nobody had ever thought of it: its question says why there is none. */
const forget = (model: Model): { element: string; category: string; id: string } => {
  const first = threatsIn(model)[0];
  assert.ok(first !== undefined);
  const answer = model.answers[first.element]?.[first.category];
  assert.ok(answer !== undefined);
  answer.threats = {};
  answer["not-applicable"] = { reason: "A proxy in front does it.", "rests-on": [] };
  return first;
};

test("a model in step that the same reader made: nothing differs, nothing is written", async (t) => {
  const repository = await repositoryWithComponent(t);
  const before = await repository.git("status", "--porcelain");
  const ran = await repository.instride("reconstruct", "notes");
  assert.equal(ran.status, 0, ran.said);
  assert.match(
    ran.stdout,
    /^instride-rules\/\S+ read 2 files of notes afresh \(rules, provisional\): no tokens$/m,
  );
  assert.match(ran.stdout, /both hold \d+ map entries and \d+ threats/);
  assert.match(ran.stdout, /the fresh reading holds nothing that the kept model lacks/);
  assert.match(ran.stdout, /nothing was written/);
  assert.doesNotMatch(ran.stdout, /only the|rated|another place/);
  const applied = await repository.instride("reconstruct", "notes", "--apply");
  assert.equal(applied.status, 0, applied.said);
  assert.equal(await repository.git("status", "--porcelain"), before);
});

test("what people and the kept model have decided about is not missing", async (t) => {
  const repository = await repositoryWithComponent(t);
  const { model } = parseModel(modelPath, repository.read(modelPath));
  assert.ok(model !== undefined);
  const [first, second] = threatsIn(model);
  assert.ok(first !== undefined && second !== undefined);
  assert.equal((await repository.instride("retire", first.id, "--reason", "The gateway ends it.")).status, 0);
  const level = ["challenge", second.id, "--level", "none", "--reason", "Nobody reaches it."];
  assert.equal((await repository.instride(...level)).status, 0);
  const said = await told(repository);
  assert.deepEqual(said.onlyFresh, { map: [], threats: [] });
  assert.deepEqual(
    said.answered.map(({ id, how, reason }) => [id, how, reason]),
    [[first.id, "retired", "The gateway ends it."]],
  );
  assert.deepEqual(
    said.rated.map(({ id, kept }) => [id, kept]),
    [[second.id, "none"]],
  );
  const text = await repository.instride("reconstruct", "notes");
  assert.equal(text.status, 0);
  assert.match(text.stdout, /answered there:\n {2}\S+ [\s\S]*retired: The gateway ends it\./);
  assert.match(text.stdout, new RegExp(`rated differently \\(kept, fresh\\):\n {2}${second.id} {2}none, `));

  await repository.git("commit", "-qm", "Decide");
  await editModel(repository, (kept) => {
    const point = Object.keys(kept.map["entry-points"])[0] ?? assert.fail();
    const { covers } = kept.map["entry-points"][point] ?? assert.fail();
    delete kept.map["entry-points"][point];
    for (const key of [...covers, "entry:POST /notes"])
      kept.map["set-aside"][key] = { reason: "It moves out." };
    for (const { element, category, id } of threatsIn(kept)) {
      const threat = kept.answers[element]?.[category]?.threats[id];
      if (threat !== undefined) threat["entry-points"] = [];
    }
  });
  const aside = await told(repository);
  assert.deepEqual(aside.onlyFresh.map, []);
  assert.ok(aside.answered.some(({ how, reason }) => how === "set aside" && reason === "It moves out."));
});

test("a route that went past the hooks is what only the fresh reading has; a stale component takes nothing", async (t) => {
  const repository = await repositoryWithComponent(t);
  repository.write(
    "src/notes/server.ts",
    code.replace(
      "  response.writeHead(404)",
      '  if (request.method === "DELETE" && request.url === "/notes") {\n    response.writeHead(204).end();\n    return;\n  }\n  response.writeHead(404)',
    ),
  );
  await repository.git("commit", "-qam", "Delete notes", "--no-verify");
  const ran = await repository.instride("reconstruct", "notes");
  assert.equal(ran.status, 1, ran.said);
  assert.match(ran.stdout, /only the fresh reading has:\n[\s\S]*entry point: DELETE \/notes/);
  const before = await repository.instride("reconstruct", "notes", "--at", "HEAD~1");
  assert.equal(before.status, 0, before.said);

  const refused = await repository.instride("reconstruct", "notes", "--apply");
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /'notes' is not in step/);
  assert.match(refused.stderr, /instride sync notes first/);
  assert.equal(await repository.git("status", "--porcelain"), "");
});

test("--apply adds exactly that, keeps what people wrote, and the commit is in step; --pick takes a part", async (t) => {
  const repository = await repositoryWithComponent(t);
  const own = parseModel(modelPath, repository.read(modelPath)).model ?? assert.fail();
  const all = threatsIn(own);
  const accepted = all.at(-1)?.id ?? assert.fail();
  for (const args of [
    ["accept", accepted, "--reason", "Support needs it: 'as is'."],
    ["challenge", accepted, "--reason", "Seen in the review."],
    ["signoff", "notes", "--note", "Read."],
  ])
    assert.equal((await repository.instride(...args)).status, 0);
  // No fact of spec or code asks for a decision, so that a model without it is in step.
  const gone: string[] = [];
  await editModel(repository, (model) => {
    const decisions = Object.keys(model.map.decisions);
    for (const id of decisions) {
      gone.push(id);
      delete model.map.decisions[id];
    }
    assert.ok(decisions.length > 0);
  });
  repository.write(modelPath, `# Kept by Ada.\n${repository.read(modelPath)}`);
  await repository.git("add", "-A");
  await repository.instride("sync");
  await repository.git("commit", "-qm", "Decide");
  const verified = await repository.instride("verify", "HEAD");
  assert.equal(verified.status, 0, verified.said);
  const kept = repository.read(modelPath);

  const told1 = await told(repository);
  assert.deepEqual(told1.onlyFresh.map.map(({ id }) => id).sort(), gone.sort());
  const unknown = await repository.instride(
    "reconstruct",
    "notes",
    "--apply",
    "--pick",
    "nothing-of-that-name",
  );
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /'nothing-of-that-name' is missing in the kept model/);

  const [pick] = gone;
  assert.ok(pick !== undefined);
  const ran = await repository.instride("reconstruct", "notes", "--apply", "--pick", pick);
  assert.equal(ran.status, gone.length > 1 ? 1 : 0, ran.said);
  assert.match(ran.stdout, /added to the kept model: 1 decision/);
  assert.match(ran.stdout, /staged \.instride\/records\/notes\/[0-9a-f]{12}\.json/);
  assert.match(ran.stdout, /git commit makes it part of the history/);
  const after = repository.read(modelPath);
  const lines = new Set(after.split("\n"));
  assert.deepEqual(
    kept.split("\n").filter((line) => !lines.has(line) && line !== "  decisions: {}"),
    [],
  );
  assert.match(after, /# Kept by Ada\./);
  await repository.git("commit", "-qm", "Second opinion");
  const record = await recordOfHead(repository);
  assert.equal(record["mode"], "rules");
  assert.match(String(record["reason"]), /A fresh reading of the code held 0 threats and 1 map entries/);
  const inStep = await repository.instride("verify", "HEAD");
  assert.equal(inStep.status, 0, inStep.said);
  assert.equal(await repository.git("status", "--porcelain"), "");
});

test("an unstaged edit of the model gets what is added merged in, and stays unstaged", async (t) => {
  const repository = await repositoryWithComponent(t);
  await editModel(repository, (model) => {
    model.map.decisions = {};
  });
  await repository.instride("sync");
  await repository.git("commit", "-qm", "Without decisions");
  const edited = repository
    .read(modelPath)
    .replace("\n      name: Notes\n", "\n      name: Notes of people\n");
  assert.notEqual(edited, repository.read(modelPath));
  repository.write(modelPath, edited);
  const ran = await repository.instride("reconstruct", "notes", "--apply");
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.stderr, /your unstaged edit of specs\/notes\.threats\.yaml has the change merged in/);
  const held = repository.read(modelPath);
  assert.match(held, /name: Notes of people/);
  assert.match(held, /\n {2}decisions:\n/);
  assert.doesNotMatch(await repository.git("show", `:${modelPath}`), /Notes of people/);
});

test("a threat that nobody had thought of is told apart from one that was answered with a reason", async (t) => {
  const repository = await repositoryWithComponent(t);
  let forgotten = { element: "", category: "", id: "" };
  await editModel(repository, (model) => {
    forgotten = forget(model);
  });
  const said = await told(repository);
  assert.ok(!said.onlyFresh.threats.some(({ id }) => id === forgotten.id));
  const { how, reason } = said.answered.find(({ id }) => id === forgotten.id) ?? assert.fail();
  assert.deepEqual([how, reason], ["not applicable", "A proxy in front does it."]);
  const picked = await repository.instride("reconstruct", "notes", "--apply", "--pick", forgotten.id);
  assert.equal(picked.status, 2);
});

test("what can't be read afresh says so, with the way out", async (t) => {
  const repository = await repositoryWithComponent(t);
  const unknown = await repository.instride("reconstruct", "note");
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /no component 'note'[\s\S]*did you mean notes\?/);
  assert.equal((await repository.instride("reconstruct", "notes", "--pick", "S-aaaaa")).status, 2);
  assert.equal((await repository.instride("reconstruct", "notes", "--at", "HEAD", "--apply")).status, 2);

  const settings = JSON.parse(repository.read("instride.config.json")) as object;
  repository.write("instride.config.json", JSON.stringify({ ...settings, agent: "claude-code" }));
  await repository.git("add", "instride.config.json");
  const forked = await repository.instride("reconstruct", "notes");
  assert.equal(forked.status, 2);
  assert.match(forked.stderr, /can't read it afresh[\s\S]*"agent": "claude"/);

  await repository.git("rm", "-q", "--cached", "instride.config.json");
  await repository.git("rm", "-q", "--cached", "-r", "specs");
  const nothing = await repository.instride("reconstruct", "notes");
  assert.equal(nothing.status, 2);
  assert.match(nothing.stderr, /no instride\.config\.json in the index/);
  const bare = await newRepository(t, { installed: false });
  assert.equal((await bare.instride("reconstruct", "notes")).status, 2);
});

test("the shape of --json", async (t) => {
  const repository = await repositoryWithComponent(t);
  const said = await told(repository);
  assert.deepEqual(Object.keys(said), [
    "component",
    "agent",
    "mode",
    "files",
    "usage",
    "both",
    "onlyFresh",
    "answered",
    "elsewhere",
    "rated",
    "onlyKept",
  ]);
  assert.equal(said.files, 2);
  assert.deepEqual(said.usage, []);
  assert.deepEqual(said.onlyKept, { map: [], threats: [] });
});
