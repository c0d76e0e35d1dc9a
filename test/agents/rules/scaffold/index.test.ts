import assert from "node:assert/strict";
import { test } from "node:test";
import { scaffold } from "../../../../src/agents/rules/scaffold/index.ts";
import { parseSpec } from "../../../../src/spec/parse.ts";
import { compile, runTests, withProject } from "./project.ts";
import { commands, hostile, input, library, queues, row, service, specOf } from "./specs.ts";

const everything = [...service, ...library, ...commands, ...queues];
const contents = (plan: ReturnType<typeof scaffold>): Record<string, string> =>
  Object.fromEntries(plan.files.map(({ path, content }) => [path, content]));

test("a component with every kind of entry point, input and guard compiles, and its own tests pass", () => {
  const plan = scaffold(specOf(everything), {});
  assert.deepEqual(plan.withheld, []);
  withProject(plan.files, (folder) => {
    assert.equal(compile(folder), "");
    const { status, output, passed } = runTests(folder);
    assert.equal(status, 0, output);
    assert.equal(passed, plan.files.flatMap(({ content }) => content.match(/^test\(/gm) ?? []).length);
  });
});

test("targets that name single files get all code, split by the names of the files", () => {
  const spec = specOf(everything, {
    targets: ["src/server.ts", "src/auth.ts", "src/routes.ts", "src/errors.ts"],
    tests: ["test/server.test.ts"],
  });
  const plan = scaffold(spec, {});
  assert.deepEqual(
    plan.files.map(({ path }) => path),
    ["src/auth.ts", "src/errors.ts", "src/routes.ts", "src/server.ts", "test/server.test.ts"],
  );
  withProject(plan.files, (folder) => {
    assert.equal(compile(folder), "");
    const { status, output } = runTests(folder);
    assert.equal(status, 0, output);
  });
});

test("one target file holds a whole component, and hostile names stay text in it", () => {
  const spec = specOf(hostile, {
    targets: ["lib/all.mts"],
    tests: ["lib/all.test.mts"],
    path: "specs/*/\n@ts-nocheck.md",
  });
  const plan = scaffold(spec, {});
  assert.deepEqual(
    plan.files.map(({ path }) => path),
    ["lib/all.mts", "lib/all.test.mts"],
  );
  withProject(plan.files, (folder) => {
    assert.equal(compile(folder), "");
    const { status, output } = runTests(folder);
    assert.equal(status, 0, output);
  });
});

test("relative imports end in .ts only where the project shows that it wants that", () => {
  const specifiers = (existing: Record<string, string>): string[] =>
    scaffold(specOf(everything), existing).files.flatMap(({ content }) =>
      [...content.matchAll(/from "(\.[^"]*)"/g)].map((found) => found[1] ?? ""),
    );
  assert.ok(specifiers({}).every((specifier) => specifier.endsWith(".js")));
  const byConfig = {
    "src/sessions/tsconfig.json": '{ "compilerOptions": { "allowImportingTsExtensions": true } }',
  };
  assert.ok(specifiers(byConfig).every((specifier) => specifier.endsWith(".ts")));
  const byImport = { "src/sessions/clock.ts": 'import { now } from "./now.ts";\n' };
  assert.ok(specifiers(byImport).every((specifier) => specifier.endsWith(".ts")));
});

test("code with .ts imports compiles with the option that allows them", () => {
  const hint = { "src/sessions/clock.ts": 'export { now } from "./now.ts";\n' };
  const { files } = scaffold(specOf(service), hint);
  withProject(files, (folder) => assert.equal(compile(folder), ""), {
    rewriteRelativeImportExtensions: true,
  });
});

test("the same spec gives the same bytes", () => {
  assert.deepEqual(scaffold(specOf(everything), {}), scaffold(structuredClone(specOf(everything)), {}));
});

test("a component that is scaffolded already lacks nothing", () => {
  const plan = scaffold(specOf(everything), contents(scaffold(specOf(everything), {})));
  assert.deepEqual(plan.files, []);
  assert.deepEqual(plan.withheld, []);
});

test("a file that exists is never proposed, whatever the case of its path", () => {
  const plan = scaffold(specOf(service), {
    "src/sessions/Server.ts": "",
    "test/sessions/routes.test.ts": "",
  });
  const paths = plan.files.map(({ path }) => path.toLowerCase());
  assert.ok(!paths.includes("src/sessions/server.ts"));
  assert.ok(!paths.includes("test/sessions/routes.test.ts"));
  assert.deepEqual(
    plan.withheld.map(({ path }) => path),
    ["src/sessions/Server.ts", "test/sessions/routes.test.ts"],
  );
  assert.match(plan.withheld[0]?.missing ?? "", /export function createService/);
});

test("for a new row, the handler is proposed, and what the other files lack is shown", () => {
  const before = contents(scaffold(specOf(service), {}));
  const added = row("POST /sessions/:id/export", "http", [input("format", "string", { oneOf: ["csv"] })], {
    auth: "role auditor",
  });
  const plan = scaffold(specOf([...service, added]), before);
  assert.deepEqual(
    plan.files.map(({ path }) => path),
    ["src/sessions/handlers/post-sessions-by-id-export.ts"],
  );
  const missing = Object.fromEntries(plan.withheld.map((each) => [each.path, each.missing]));
  assert.equal(missing["src/sessions/auth.ts"], '// into `requirements`:\n  "role auditor",\n');
  assert.equal(
    missing["src/sessions/routes.ts"],
    'import { postSessionsByIdExport } from "./handlers/post-sessions-by-id-export.js";\n\n' +
      "// into `routes`:\n" +
      '  "POST /sessions/:id/export": { requires: "role auditor", handle: postSessionsByIdExport },\n',
  );
  assert.match(
    missing["test/sessions/routes.test.ts"] ?? "",
    /^test\("POST \/sessions\/:id\/export requires role auditor"/,
  );
  assert.deepEqual(Object.keys(missing).length, 3);
});

test("a guard in the code that is not the spec's is noted", () => {
  const before = contents(scaffold(specOf([row("GET /me", "http", [], { auth: "none" })]), {}));
  const plan = scaffold(specOf([row("GET /me", "http", [], { auth: "session" })]), before);
  assert.ok(
    plan.notes.includes(
      "`GET /me` in src/sessions/routes.ts requires `public`, the spec says `session`: change one of them",
    ),
    plan.notes.join("\n"),
  );
});

test("work that was implemented under other names lacks nothing", () => {
  const before = contents(scaffold(specOf(service), {}));
  const handler = "src/sessions/handlers/post-sessions.ts";
  const tests = "test/sessions/routes.test.ts";
  const implemented = {
    ...before,
    [handler]: (before[handler] ?? "")
      .replaceAll("performPostSessions", "signIn")
      .replaceAll("PostSessionsInput", "Wish"),
    [tests]: (before[tests] ?? "").replace(
      "POST /sessions answers 501 until it is implemented",
      "signs Ada in",
    ),
  };
  const plan = scaffold(specOf(service), implemented);
  assert.deepEqual([plan.files, plan.withheld], [[], []]);
});

test("an input that the spec gained is noted with the line that reads it", () => {
  const before = contents(scaffold(specOf([row("POST /me", "http", [], { auth: "session" })]), {}));
  const after = row("POST /me", "http", [input("name", "string", { max: 9 })], { auth: "session" });
  assert.deepEqual(scaffold(specOf([after]), before).notes, [
    "`postMe` in src/sessions/handlers/post-me.ts does not read the input `name` that the spec declares: " +
      'add `name: body("name", text({ max: 9 })),`',
  ]);
});

test("routes that code of another make serves are left as they are", () => {
  const existing = {
    "src/sessions/app.ts": 'app.get("/health", ok);\nconst table = { "POST /sessions": signIn };\n',
  };
  const plan = scaffold(specOf(service), existing);
  const routes = plan.files.find(({ path }) => path === "src/sessions/routes.ts")?.content ?? "";
  assert.doesNotMatch(routes, /"GET \/health"|"POST \/sessions"/);
  assert.match(routes, /"HEAD \/health"/);
  assert.ok(plan.notes.includes("`GET /health` is in src/sessions/app.ts already: it is left as it is"));
});

test("without a place or without rows nothing is proposed, and the notes say so", () => {
  const noPlace = scaffold(specOf(service, { targets: ["src/**/*.py", "README.md"] }), {});
  assert.deepEqual(noPlace.files, []);
  assert.match(
    noPlace.notes.join("\n"),
    /no target leaves a place for TypeScript \(`src\/\*\*\/\*\.py`, `README\.md`\)/,
  );
  const noRows = scaffold(specOf([row("the night job", "other")]), {});
  assert.deepEqual(noRows.files, []);
  assert.match(noRows.notes.join("\n"), /nothing that can be scaffolded/);
  const noTests = scaffold(specOf(service, { tests: [] }), {});
  assert.ok(noTests.files.every(({ path }) => path.startsWith("src/")));
  assert.match(noTests.notes.join("\n"), /no place for a TypeScript test/);
});

test("what the spec leaves open is noted, one line each", () => {
  const { notes } = scaffold(
    specOf([
      row("GET /a", "http"),
      row("GET /a/", "http"),
      row("TRACE /b", "http"),
      row("GET /c", "http", [input("x", "Widget"), input("x"), input("y", "string", { min: 9, max: 2 })], {
        auth: "TBD",
      }),
      row("GET /d/../e", "http"),
    ]),
    {},
  );
  assert.deepEqual(notes, [
    "`GET /a`: the spec does not say who may call it: it is scaffolded without a guard",
    "`GET /a/`: the interface has it twice: the first row is scaffolded",
    "`TRACE /b`: method `TRACE` is not one that the scaffold serves: it is left to you",
    "`GET /c`: authorization `TBD` cannot be read: it is closed to everybody until the spec says who may",
    "`GET /c`: type `Widget` of `x` is not known: it is checked as text",
    "`GET /c`: input `x` is declared twice: the first one counts",
    "`GET /c`: the bounds 9..2 of `y` allow nothing: neither is checked",
    "`GET /d/../e`: no client can call a path with white space or dot segments: it is left to you",
  ]);
});

test("the security section's word on an entry point counts when the table has no authorization column", () => {
  const at = { path: "specs/sessions.md", line: 9 };
  const fact = {
    key: "entry:GET /me",
    kind: "entry",
    name: "GET /me",
    text: "",
    at,
    fields: { authentication: "session" },
  } as const;
  const plan = scaffold(specOf([row("GET /me", "http")], { facts: [fact] }), {});
  const routes = plan.files.find(({ path }) => path.endsWith("/routes.ts"))?.content ?? "";
  assert.match(routes, /"GET \/me": \{ requires: "session", handle: getMe \}/);
});

test("an authorization cell that is left blank closes the entry point; a table without the column does not", () => {
  const text = (table: string): string =>
    `---\nid: a\ntitle: A\ntargets: [src/a/**]\n---\n\n# A\n\n## Interface\n\n${table}\n`;
  const planOf = (table: string): { routes: string; notes: readonly string[] } => {
    const { spec } = parseSpec("specs/a.md", text(table));
    if (spec === undefined) throw new Error("the spec does not parse");
    const plan = scaffold(spec, {});
    return {
      routes: plan.files.find(({ path }) => path.endsWith("/routes.ts"))?.content ?? "",
      notes: plan.notes,
    };
  };
  const blank = planOf("| Route | Authorization |\n|---|---|\n| `GET /a` | |\n| `GET /b` | none |");
  assert.match(blank.routes, /"GET \/a": \{ requires: "denied"/);
  assert.match(blank.routes, /"GET \/b": \{ requires: "public"/);
  assert.ok(blank.notes.some((note) => /^`GET \/a`: its authorization is left blank/.test(note)));
  assert.match(planOf("| Route |\n|---|\n| `GET /a` |").routes, /"GET \/a": \{ requires: "public"/);
});
