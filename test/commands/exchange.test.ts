// Export and import as a person runs them, in real repositories.

import assert from "node:assert/strict";
import { test } from "node:test";
import { exportFormats, formats, importFormats } from "../../src/exchange/formats.ts";
import { repositoryWithComponent } from "../support/component.ts";
import { newRepository } from "../support/repository.ts";

test("every format is written, and every one that can be read brings the same model back", async (t) => {
  const repository = await repositoryWithComponent(t);
  const before = repository.read("specs/notes.threats.yaml");
  for (const format of exportFormats) {
    const ran = await repository.instride("export", "notes", "--format", format, "-o", "out/");
    assert.equal(ran.status, 0, ran.said);
    if (format !== "sarif") assert.ok(repository.exists(`out/notes${formats[format].suffix}`), ran.said);
  }
  const sarif = JSON.parse(repository.read("out/instride.sarif")) as {
    runs: [{ results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }];
  };
  assert.ok(
    sarif.runs[0].results.some(
      ({ locations: [first] }) => first?.physicalLocation.artifactLocation.uri === "src/notes/server.ts",
    ),
  );
  for (const format of importFormats) {
    const file = `out/notes${formats[format].suffix}`;
    const again = await repository.instride("import", file, "--format", format, "--component", "notes");
    assert.equal(again.status, 2, again.said);
    assert.match(again.stderr, /exists already, and an import overwrites nothing/);
    repository.remove("specs/notes.threats.yaml");
    const ran = await repository.instride("import", file, "--format", format, "--component", "notes");
    assert.equal(ran.status, 0, ran.said);
    assert.equal(repository.read("specs/notes.threats.yaml"), before, format);
  }
  const status = await repository.git("status", "--short", "specs");
  assert.equal(status, "");
});

test("--at exports an older revision, standard output takes one file, several need a folder", async (t) => {
  const repository = await repositoryWithComponent(t);
  const now = await repository.instride("export", "--format", "otm");
  assert.equal(now.status, 0, now.said);
  assert.equal((JSON.parse(now.stdout) as { project: { name: string } }).project.name, "Notes");
  const old = await repository.instride("export", "--format", "otm", "--at", "HEAD~1");
  assert.equal(old.status, 2);
  assert.match(old.stderr, /no threat model to export/);
  const plain = await repository.instride("export", "--format", "otm", "--plain");
  assert.ok(plain.stdout.length < now.stdout.length);
  assert.doesNotMatch(plain.stdout, /instride: 1/);
});

const drawn = {
  version: "2.6.2",
  summary: { title: "Shop checkout", owner: "", description: "Takes orders.", id: 0 },
  detail: {
    contributors: [],
    reviewer: "",
    diagramTop: 1,
    threatTop: 1,
    diagrams: [
      {
        id: 0,
        title: "Main",
        diagramType: "STRIDE",
        thumbnail: "",
        version: "2.6.2",
        cells: [
          {
            id: "c1",
            shape: "actor",
            zIndex: 1,
            data: { type: "tm.Actor", name: "Customer", hasOpenThreats: false },
          },
          {
            id: "c2",
            shape: "process",
            zIndex: 1,
            data: {
              type: "tm.Process",
              name: "Checkout",
              hasOpenThreats: true,
              threats: [
                {
                  id: "b6f0a1d2-31c4-4a55-9f0e-1d2c3b4a5f60",
                  title: "Forged order",
                  type: "Spoofing",
                  status: "Mitigated",
                  severity: "High",
                  description: "Somebody orders as another customer.",
                  mitigation: "Sign orders",
                },
              ],
            },
          },
          {
            id: "c3",
            shape: "flow",
            zIndex: 2,
            source: { cell: "c1" },
            target: { cell: "c2" },
            data: {
              type: "tm.Flow",
              name: "Order",
              protocol: "HTTPS",
              isEncrypted: true,
              hasOpenThreats: false,
            },
          },
        ],
      },
    ],
  },
};

test("a drawing of another team becomes a component that is in step after a commit", async (t) => {
  const repository = await newRepository(t);
  repository.write("theirs.json", JSON.stringify(drawn, undefined, 2));
  repository.write(
    "src/shop/checkout.ts",
    "export const total = (prices: number[]): number => prices.length;\n",
  );
  const dry = await repository.instride(
    ...["import", "theirs.json", "--format", "threat-dragon", "--component", "shop", "--dry-run"],
  );
  assert.equal(dry.status, 0, dry.said);
  assert.ok(!repository.exists("specs/shop.md"));
  const ran = await repository.instride(
    "import",
    "theirs.json",
    "--format",
    "threat-dragon",
    "--component",
    "shop",
  );
  assert.equal(ran.status, 0, ran.said);
  const lint = await repository.instride("lint", "specs/shop.md");
  // What the drawing does not say has to be written by somebody; nothing else is wrong.
  assert.match(lint.said, /empty-subsection/);
  assert.doesNotMatch(lint.said, / {2}error {2}/);
  await repository.git("add", "specs", "src");
  const commit = await repository.tryGit("commit", "-qm", "Bring the shop's threat model");
  assert.equal(commit.status, 0, commit.said);
  const verify = await repository.instride("verify", "HEAD");
  assert.equal(verify.status, 0, verify.said);
  const model = repository.read("specs/shop.threats.yaml");
  assert.match(model, /title: Forged order/);
  assert.match(model, /claimed: mitigated \(OWASP Threat Dragon 2\)/);
});

test("what can't be imported says where and what next, and writes nothing", async (t) => {
  const repository = await newRepository(t);
  repository.write("theirs.json", '{\n  "version": "1.0",\n  "summary": {}\n}');
  const ran = await repository.instride(
    "import",
    "theirs.json",
    "--format",
    "threat-dragon",
    "--component",
    "shop",
  );
  assert.equal(ran.status, 2);
  assert.match(ran.said, /theirs\.json:2/);
  assert.match(ran.said, /theirs\.json:3/);
  assert.ok(!repository.exists("specs/shop.md") && !repository.exists("specs/shop.threats.yaml"));
  const none = await repository.instride("import", "no.json", "--format", "otm", "--component", "shop");
  assert.equal(none.status, 2);
  assert.match(none.stderr, /cannot read 'no\.json'/);
});

test("a coding agent can't take decisions over", async (t) => {
  const repository = await repositoryWithComponent(t);
  await repository.instride("export", "notes", "--format", "otm", "-o", "notes.otm");
  const ran = await repository.run(
    process.execPath,
    [repository.cli, "import", "notes.otm", "--format", "otm", "--component", "copy", "--decisions"],
    { env: { CLAUDECODE: "1" } },
  );
  assert.equal(ran.status, 2);
  assert.match(ran.stderr, /a person's decision/);
  assert.ok(!repository.exists("specs/copy.threats.yaml"));
});
