// Arbitrary models, with the texts that YAML likes to misread.

import fc from "fast-check";
import { mapSections, modelSchema, type ThreatModel, threatIdPattern } from "../../src/model/schema.ts";

const traps = [
  "yes",
  "No",
  "null",
  "~",
  "true",
  "1e3",
  "0x1F",
  "012",
  "1_000",
  "12:30:45",
  "2031-05-30",
  "2031-05-30T10:00:00Z",
  ".inf",
  "-.INF",
  "+.5",
  "-.5",
  ".nan",
  "-",
  "- item",
  "---",
  "...",
  "a: b",
  "a:",
  "a #b",
  "#b",
  "'quoted'",
  '"quoted"',
  "\\back\\slash",
  "%dir",
  "@at",
  "`tick`",
  "{a: b}",
  "[a, b]",
  "*alias",
  "&anchor",
  "!tag",
  "!!str x",
  "| literal",
  "> folded",
  "? key",
  "=",
  "<<",
  "<<<<<<< ours",
  "=======",
  "ünïcödé 漢字 🔐 👩‍🚀",
  "nb\u00a0sp",
  "bidi \u202e evil",
  "nel\u0085ls\u2028",
  "tab\there",
  "bell\u0007",
  "lone \ud800 half",
  "\u{e0041}tag",
];

const piece = fc.oneof(
  fc.constantFrom(...traps),
  fc.string({ maxLength: 12 }),
  fc.string({ maxLength: 12, unit: "grapheme" }),
  fc.constantFrom(
    "A tenant with a key reads it.",
    "E.g. this one!",
    "(Why?)",
    "ok: yes.",
    "- no.",
    "x".repeat(90),
  ),
);
const joined = fc
  .array(piece, { minLength: 1, maxLength: 8 })
  .chain((parts) => fc.constantFrom(" ", "", "  ", "\n").map((glue) => parts.join(glue)));

/** Any text at all. */
export const anyText: fc.Arbitrary<string> = fc.oneof(joined, fc.string(), fc.constantFrom(...traps, ""));

/** Text as the schema leaves it: folded, not empty. */
export const text: fc.Arbitrary<string> = anyText
  .map((value) => value.replace(/\s+/g, " ").trim())
  .filter((value) => value !== "");

const word = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
  fc.constantFrom("null", "true", "no", "1e3", "0x1f", "007", "constructor", "漢字", "öl"),
);
export const id: fc.Arbitrary<string> = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((words) => words.join("-"));
export const threatId: fc.Arbitrary<string> = fc.stringMatching(threatIdPattern);
const anchor = fc.oneof(
  fc.constantFrom(
    "src/a.ts#login",
    "src/b.ts",
    "-x.ts#y",
    ".env",
    "src/[id]/page.tsx#GET",
    "a b.ts# c",
    "C:x",
  ),
  fc.stringMatching(/^[a-z@.]{1,8}\/[A-Za-z0-9 _.[\]()]{1,10}(#[A-Za-z.$ ]{1,9})?$/),
);
const factKey = fc.oneof(
  fc.constantFrom("entry:POST /sessions", "secret:DATABASE_URL", "flow:a-b", "launch:git log # x"),
  fc.stringMatching(/^[a-z]{1,6}:[a-z/]{1,3}[a-z :#-]{0,8}$/),
);
const date = fc.constantFrom("2031-05-30", "0000-00-00", "1999-12-31");
const scalar = fc.oneof(
  anyText,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(-0, 1e21, 1e-7, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const extraValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(anyText, id).filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;
/** Fields that no schema knows; people may add them. */
const extras = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.stringMatching(/^x-[a-z: #]{0,6}[a-z]$/), extraValue, {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  },
);

const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 3 });
const record = <T>(
  key: fc.Arbitrary<string>,
  value: fc.Arbitrary<T>,
  max = 3,
): fc.Arbitrary<Record<string, T>> => fc.dictionary(key, value, { maxKeys: max, noNullPrototype: true });

const withExtras = <T>(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>>,
) =>
  fc
    .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }), extras)
    .map(([first, second, third]) => ({ ...third, ...first, ...second }) as T);

const entry = (
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
) =>
  withExtras<never>(
    { name: text, ...required },
    { description: text, code: some(anchor), covers: some(factKey), because: text, ...optional },
  );

const severity = fc.record(
  { level: fc.constantFrom("none", "low", "medium", "high", "critical"), reason: text, vector: anyText },
  { requiredKeys: ["level", "reason"] },
);
const mitigation = withExtras<never>(
  { text, kind: fc.constantFrom("code", "compensating", "planned") },
  { evidence: some(anchor), control: id, owner: text, leaves: text },
);
export const threat: fc.Arbitrary<unknown> = withExtras<never>(
  { title: text, scenario: text, severity, status: fc.constantFrom("open", "mitigated", "retired") },
  {
    weakness: some(fc.stringMatching(/^CWE-\d{1,4}$/)),
    attack: some(fc.stringMatching(/^CAPEC-\d{1,3}$/)),
    assets: some(id),
    "entry-points": some(id),
    code: some(anchor),
    mitigations: record(id, mitigation, 2),
    check: text,
    next: text,
    covers: some(factKey),
    provisional: fc.boolean(),
    retired: fc.record({ reason: text, change: text }, { requiredKeys: ["reason"] }),
    disagreement: text,
    acceptance: withExtras<never>({ by: text, reason: text, on: date }, { until: date }),
    "false-positive": withExtras<never>({ by: text, reason: text }, {}),
    override: withExtras<never>({ level: fc.constantFrom("low", "high"), by: text, reason: text }, {}),
    notes: text,
  },
);
const answer = fc.record(
  {
    "not-applicable": withExtras<never>(
      { reason: text },
      { "rests-on": some(anyText), provisional: fc.boolean() },
    ),
    threats: record(threatId, threat, 2),
  },
  { requiredKeys: [] },
);

const fields: Record<(typeof mapSections)[number], fc.Arbitrary<unknown>> = {
  externals: entry({}, { boundary: id, trust: text }),
  processes: entry({}, { boundary: id, runs: text }),
  stores: entry({}, { boundary: id, holds: some(id) }),
  flows: entry({ from: id, to: id }, { data: text, protocol: text, assets: some(id), protection: text }),
  boundaries: entry({}, { inside: some(id) }),
  assets: entry({}, { sensitivity: fc.constantFrom("public", "secret") }),
  "entry-points": entry({ process: id }, { from: some(id), authentication: text, authorization: text }),
  decisions: entry({ decides: text }, { leaves: text }),
  controls: entry({}, { owner: text, leaves: text }),
  assumptions: entry({}, { owner: text }),
  risks: entry({}, { owner: text, reason: text, expires: anyText, threats: some(threatId) }),
};

/** Models that the schema takes; their parts need not fit together. */
export const anyModel: fc.Arbitrary<ThreatModel> = fc
  .record(
    {
      instride: fc.constant(1),
      component: id,
      framework: anyText,
      summary: text,
      map: fc.record({
        ...Object.fromEntries(mapSections.map((section) => [section, record(id, fields[section], 2)])),
        "set-aside": record(
          anyText.filter((key) => key !== "__proto__"),
          withExtras<never>({ reason: text }, {}),
          2,
        ),
      }),
      answers: record(
        id,
        record(
          anyText.filter((key) => key !== "__proto__"),
          answer,
          2,
        ),
        2,
      ),
      "sign-offs": record(
        id,
        withExtras<never>({ by: text, on: anyText, digest: anyText }, { note: text }),
        1,
      ),
    },
    { requiredKeys: ["instride", "component", "framework", "map", "answers", "sign-offs"] },
  )
  .map((model) => modelSchema.parse(model));
