// The generated tests of an HTTP service. They start it on a free port and pass right after scaffolding.

import type { HttpEntry, Input, Note, Where } from "./entries.ts";
import { declarations } from "./imports.ts";
import { invalidSamples, type Value, validSample, valueCode } from "./samples.ts";
import { routeTests } from "./templates/tests.ts";
import { literal, propertyKey } from "./text.ts";
import type { Declaration, Module } from "./types.ts";

/** A test file that has one test of a row has all that it needs: the others went as the row was implemented. */
export const servedByTitle = (subject: string, tests: readonly Declaration[]): Declaration[] =>
  tests.map((each) => ({ ...each, servedBy: `"${literal(subject).slice(1, -1)} ` }));

const isText = (where: Where): boolean => where !== "body" && where !== "argument";

export const testBlock = (title: string, body: string, uses: readonly string[]): Declaration => ({
  kind: "declaration",
  name: title,
  code: `test(${literal(title)}, async () => {\n${body}});`,
  uses: ["test", ...uses],
});

export const routeTestModules = (entries: readonly HttpEntry[], note: Note): Module[] =>
  entries.length === 0
    ? []
    : [
        {
          stem: "routes",
          role: "test",
          about:
            "Tests of the routes. Those that expect 501 say what is not written yet: replace each with the behaviour " +
            "of the spec as you implement it.",
          pieces: [
            ...declarations(
              routeTests,
              "AddressInfo Authorizer InputSource Values assert createService once",
            ),
            ...serviceTests(entries),
            ...entries.flatMap((entry) => servedByTitle(entry.key, entryTests(entry, note))),
          ],
        },
      ];

/** A valid request as source text; not complete when a required input has no sample. */
const validRequest = (entry: HttpEntry): { readonly code: string; readonly complete: boolean } => {
  const byPlace = new Map<Where, string[]>();
  let complete = true;
  for (const input of entry.inputs) {
    const sample = validSample(input.shape, isText(input.where));
    if (sample === undefined) {
      complete = complete && input.optional;
      // A path always needs some text, even when none is valid.
      if (input.where !== "path") continue;
    } else if (input.optional) continue;
    const list = byPlace.get(input.where) ?? [];
    byPlace.set(input.where, [...list, `${propertyKey(input.wire)}: ${valueCode(sample ?? "x")}`]);
  }
  if (hasBody(entry) && !byPlace.has("body")) byPlace.set("body", []);
  return { code: requestCode(byPlace), complete };
};

const requestCode = (byPlace: ReadonlyMap<Where, readonly string[]>): string => {
  const parts = [...byPlace].map(([where, fields]) =>
    fields.length === 0 ? `${where}: {}` : `${where}: { ${fields.join(", ")} }`,
  );
  if (parts.length === 0) return "{}";
  const line = `{ ${parts.join(", ")} }`;
  if (line.length <= 85) return line;
  const listed = [...byPlace].map(([where, fields]) => {
    const short = `    ${where}: {${fields.length === 0 ? "" : ` ${fields.join(", ")} `}},\n`;
    if (short.length <= 110) return short;
    return `    ${where}: {\n${fields.map((field) => `      ${field},\n`).join("")}    },\n`;
  });
  return `{\n${listed.join("")}  }`;
};

const hasBody = (entry: HttpEntry): boolean => entry.inputs.some((input) => input.where === "body");

const entryTests = (entry: HttpEntry, note: Note): Declaration[] => {
  const route = literal(entry.key);
  const { code, complete } = validRequest(entry);
  const given = code === "{}" ? code : "valid";
  const valid = code === "{}" ? "" : `  const valid = ${code};\n`;
  if (entry.requires === "denied")
    return [
      testBlock(
        `${entry.key} is closed to everybody`,
        `${valid}  assert.equal((await callRoute(${route}, ${given}, allowRoute)).status, 403);\n`,
        ["assert", "callRoute"],
      ),
    ];
  const isPublic = entry.requires === "public";
  const guarded = testBlock(
    `${entry.key} requires ${entry.requires}`,
    `${valid}  await assertGuarded(${route}, ${given}, ${literal(entry.requires)});\n`,
    [],
  );
  const authorizer = isPublic ? "denyAll" : "allowRoute";
  const authorizerUses = isPublic ? ["denyAll"] : [];
  const changes = changesOf(entry);
  const [only] = changes.length === 1 ? changes : [];
  const listed = only === undefined ? `[\n${changes.join("")}  ]` : `[${only.trim().replace(/,$/, "")}]`;
  const refused = testBlock(
    `${entry.key} refuses invalid input`,
    `${valid}  await assertRefused(${route}, ${given}, ${authorizer}, ${listed});\n`,
    authorizerUses,
  );
  const pending = testBlock(
    `${entry.key} answers 501 until it is implemented`,
    `${valid}  assert.equal((await callRoute(${route}, ${given}, ${authorizer})).status, 501);\n`,
    ["assert", ...authorizerUses],
  );
  if (!complete)
    note(`\`${entry.row.name}\`: no valid example could be made of its inputs: no test reaches its work`);
  return [
    ...(isPublic ? [] : [guarded]),
    ...(changes.length === 0 ? [] : [refused]),
    ...(complete ? [pending] : []),
  ];
};

const changesOf = (entry: HttpEntry): string[] => {
  const unexpected = (where: Where): string => {
    const taken = new Set(entry.inputs.filter((input) => input.where === where).map((input) => input.wire));
    let name = "unexpected";
    while (taken.has(name)) name += "-x";
    return `    ["${where}", ${literal(name)}, "x"],\n`;
  };
  return [
    ...entry.inputs.flatMap(inputChanges),
    unexpected("query"),
    ...(hasBody(entry) ? [unexpected("body")] : []),
  ];
};

const inputChanges = (input: Input): string[] => {
  const change = (value: string): string => `    ["${input.where}", ${literal(input.wire)}, ${value}],\n`;
  const missing = input.optional || input.where === "path" ? [] : [change("undefined")];
  const values = invalidSamples(input.shape, isText(input.where)).filter((value) =>
    sendable(value, input.where),
  );
  return [...missing, ...values.map((value) => change(valueCode(value)))];
};

/** A path segment cannot be empty. */
const sendable = (value: Value, where: Where): boolean => !(where === "path" && value === "");

const serviceTests = (entries: readonly HttpEntry[]): Declaration[] => {
  const withBody = entries.find((entry) => hasBody(entry) && entry.requires !== "denied");
  const unknownPath = unknownRoute(entries);
  const tests = [
    testBlock(
      "a route that the spec does not name answers 404",
      `  assert.equal((await callRoute(${literal(`GET ${unknownPath}`)}, {}, allowRoute)).status, 404);\n`,
      ["assert"],
    ),
    ...methodTest(entries),
  ];
  if (withBody === undefined) return tests;
  const { code } = validRequest(withBody);
  return [
    ...tests,
    testBlock(
      "a body past the limit answers 413",
      `  const valid: RouteInputs = ${code};\n` +
        `  const big = { ...valid, body: { padding: "x".repeat(65_536) } };\n` +
        `  assert.equal((await callRoute(${literal(withBody.key)}, big, allowRoute)).status, 413);\n`,
      ["assert"],
    ),
  ];
};

const unknownRoute = (entries: readonly HttpEntry[]): string => {
  const depth = Math.max(...entries.map((entry) => entry.route.split("/").length));
  return `/${Array.from({ length: depth }, () => "unknown").join("/")}`;
};

/** A method that no row takes on that path answers 405 and names those that do. */
const methodTest = (entries: readonly HttpEntry[]): Declaration[] => {
  const first = entries[0] as HttpEntry;
  const taken = entries.filter((entry) => overlaps(entry.route, first.route)).map((entry) => entry.method);
  const free = ["PUT", "DELETE", "PATCH", "OPTIONS", "POST", "GET"].find((method) => !taken.includes(method));
  if (free === undefined) return [];
  const inPath = { ...first, inputs: first.inputs.filter((input) => input.where === "path") };
  return [
    testBlock(
      "a method that the spec does not name answers 405",
      `  const answer = await callRoute(${literal(`${free} ${first.route}`)}, ${validRequest(inPath).code}, allowRoute);\n` +
        "  assert.equal(answer.status, 405);\n" +
        `  assert.match(answer.headers.get("allow") ?? "", /\\b${first.method}\\b/);\n`,
      ["assert"],
    ),
  ];
};

/** Whether one path could match both routes. */
const overlaps = (a: string, b: string): boolean => {
  const [left, right] = [a.split("/"), b.split("/")];
  return (
    left.length === right.length &&
    left.every(
      (part, index) => part === right[index] || part.startsWith(":") || (right[index] ?? "").startsWith(":"),
    )
  );
};
