// Arbitrary models whose parts fit together and whose entries are hard to tell apart, and copies with other ids.

import fc from "fast-check";
import { renameInEntry, renameInReason, renameInThreat } from "../../src/model/rename-ids.ts";
import { mapSections, modelSchema, type ThreatModel } from "../../src/model/schema.ts";

const few = <T>(values: readonly T[], most = 2): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { maxLength: most });
const name = fc.constantFrom("Browser", "Web browser", "Session API", "Postgres", "Token writes", "漢字");
const anchors = few(["src/a.ts#login", "src/a.ts", "src/b.ts#save"]);
const keys = few(["entry:POST /sessions", "store:pg", "flow:a-b", "asset:tokens", "secret:KEY"]);
export const facts: ReadonlySet<string> = new Set([
  "entry:POST /sessions",
  "store:pg",
  "flow:a-b",
  "secret:KEY",
]);

const threat = fc.record({
  title: fc.constantFrom("Stolen token replayed", "Token planted in the store", "Nothing limits log-in"),
  scenario: fc.constant("Somebody does it."),
  weakness: few(["CWE-294", "CWE-307"], 1),
  code: anchors,
  severity: fc.record({ level: fc.constantFrom("low", "high"), reason: fc.constant("It is so.") }),
  status: fc.constantFrom("open", "retired"),
});

const entry = fc.record({ name, code: anchors, covers: keys });

/** How many entries each section has, and what stands in them. */
const parts = fc.record({
  externals: fc.array(entry, { maxLength: 3 }),
  processes: fc.array(entry, { minLength: 1, maxLength: 3 }),
  stores: fc.array(entry, { maxLength: 2 }),
  flows: fc.array(fc.tuple(entry, fc.nat(), fc.nat()), { maxLength: 4 }),
  boundaries: fc.array(entry, { maxLength: 2 }),
  assets: fc.array(entry, { maxLength: 3 }),
  "entry-points": fc.array(fc.tuple(entry, fc.nat()), { maxLength: 3 }),
  controls: fc.array(entry, { maxLength: 2 }),
  threats: fc.array(fc.tuple(threat, fc.nat(), fc.constantFrom("spoofing", "tampering")), { maxLength: 6 }),
});

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Models whose references hold, with unique ids. */
export const soundModel: fc.Arbitrary<ThreatModel> = parts.map((given) => {
  const named = (section: string, entries: readonly object[]): Record<string, object> =>
    Object.fromEntries(entries.map((each, index) => [`${section}-${index}`, each]));
  const externals = named("external", given.externals);
  const processes = named("process", given.processes);
  const stores = named("store", given.stores);
  const ends = [externals, processes, stores].flatMap((section) => Object.keys(section));
  const flows = named(
    "flow",
    given.flows.map(([each, from, to]) => ({ ...each, from: at(ends, from), to: at(ends, to) })),
  );
  const points = given["entry-points"].map(([each, process]) => ({
    ...each,
    process: at(Object.keys(processes), process),
  }));
  const elements = [...ends, ...Object.keys(flows)];
  const answers: Record<string, Record<string, { threats: Record<string, object> }>> = {};
  for (const [index, [each, element, category]] of given.threats.entries()) {
    const id = at(elements, element);
    answers[id] ??= {};
    answers[id][category] ??= { threats: {} };
    const ended = each.status === "retired" ? { retired: { reason: "It has ended." } } : {};
    answers[id][category].threats[`${category === "spoofing" ? "S" : "T"}-aaaa${"abcdef"[index]}`] = {
      ...each,
      ...ended,
    };
  }
  return modelSchema.parse({
    instride: 1,
    component: "sessions",
    framework: "stride",
    map: {
      externals,
      processes,
      stores,
      flows,
      boundaries: named("boundary", given.boundaries),
      assets: named("asset", given.assets),
      "entry-points": named("entry", points),
      controls: named("control", given.controls),
    },
    answers,
  });
});

/** The same model with other ids on the map, everywhere. */
export const withIds = (model: ThreatModel, ids: ReadonlyMap<string, string>): ThreatModel => {
  const now = (id: string): string => ids.get(id) ?? id;
  const map = Object.fromEntries(
    mapSections.map((section) => [
      section,
      Object.fromEntries(
        Object.entries<Record<string, unknown>>(model.map[section]).map(([id, each]) => [
          now(id),
          renameInEntry(section, each, ids),
        ]),
      ),
    ]),
  );
  const answers = Object.fromEntries(
    Object.entries(model.answers).map(([element, categories]) => [
      now(element),
      Object.fromEntries(
        Object.entries(categories).map(([category, { threats, "not-applicable": none }]) => [
          category,
          {
            ...(none === undefined ? {} : { "not-applicable": renameInReason(none, ids) }),
            threats: Object.fromEntries(
              Object.entries(threats).map(([id, each]) => [id, renameInThreat(each, ids)]),
            ),
          },
        ]),
      ),
    ]),
  );
  return modelSchema.parse({ ...model, map: { ...map, "set-aside": model.map["set-aside"] }, answers });
};

/** A model and the same with its ids changed: to new ones, or among each other. */
export const renamed: fc.Arbitrary<readonly [ThreatModel, ThreatModel]> = soundModel.chain((model) => {
  const ids = mapSections.flatMap((section) => Object.keys(model.map[section]));
  return fc
    .oneof(
      fc.constant(ids.map((id) => `other-${id}`)),
      fc.shuffledSubarray(ids, { minLength: ids.length, maxLength: ids.length }),
    )
    .map(
      (others) => [model, withIds(model, new Map(ids.map((id, at) => [id, others[at] as string])))] as const,
    );
});
