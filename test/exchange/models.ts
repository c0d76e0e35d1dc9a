// Models to export: those of this repository, and arbitrary ones whose parts fit together as well as those whose parts don't.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { scaffold } from "../../src/agents/rules/scaffold/index.ts";
import { modelSchema, type ThreatModel } from "../../src/model/schema.ts";
import { parseModel } from "../../src/model/yaml.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { update } from "../agents/rules/sessions.ts";
import { anyModel } from "../model/arbitraries.ts";
import { exampleModel } from "../model/example.ts";
import { sessionService } from "../report/session-service.ts";
import { projectRoot } from "../support/repository.ts";

/** Every threat model under specs/. */
export const ownModels = (): ThreatModel[] =>
  readdirSync(join(projectRoot, "specs"))
    .filter((name) => name.endsWith(".threats.yaml"))
    .flatMap((name) => parseModel(name, readFileSync(join(projectRoot, "specs", name), "utf8")).model ?? []);

/** The model of examples/sessions, as the rules agent makes it from its spec and its scaffolded code. */
const exampleOfTheProject = (): ThreatModel => {
  const specText = readFileSync(join(projectRoot, "examples/sessions/specs/sessions.md"), "utf8");
  const { spec } = parseSpec("specs/sessions.md", specText);
  assert.ok(spec !== undefined);
  const files = scaffold(spec, {}).files.filter(({ path }) => path.startsWith("src/"));
  const code = Object.fromEntries(files.map(({ path, content }) => [path, content]));
  return update({ spec: specText, code }).model;
};

let known: readonly ThreatModel[] | undefined;

/** The models of this repository: its example's, its own, and those that its tests are about. */
export const knownModels = (): readonly ThreatModel[] => {
  known ??= [exampleModel(), exampleOfTheProject(), sessionService, ...ownModels()];
  return known;
};

const categories = [
  "spoofing",
  "tampering",
  "repudiation",
  "information-disclosure",
  "denial-of-service",
  "elevation-of-privilege",
];

/** Points every reference of a model at something that is there, where there is something. */
const wired = (model: ThreatModel, pick: (length: number) => number): ThreatModel => {
  const { map } = model;
  const one = (ids: readonly string[]): string | undefined => ids[pick(Math.max(1, ids.length))];
  const some = (wanted: readonly string[], ids: readonly string[]): string[] => [
    ...new Set(wanted.flatMap(() => one(ids) ?? [])),
  ];
  const nodes = [map.externals, map.processes, map.stores].flatMap(Object.keys);
  const boundaries = Object.keys(map.boundaries);
  const assets = Object.keys(map.assets);
  const inBoundary = <T extends object>(entries: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(entries).map(([id, { boundary: _, ...entry }]: [string, T & { boundary?: unknown }]) => {
        const boundary = pick(3) === 0 ? undefined : one(boundaries);
        return [id, (boundary === undefined ? entry : { ...entry, boundary }) as T];
      }),
    );
  const elements = [...nodes, ...Object.keys(map.flows)];
  const answers: ThreatModel["answers"] = {};
  for (const given of Object.values(model.answers)) {
    const element = one(elements);
    if (element === undefined) continue;
    answers[element] = Object.fromEntries(
      Object.values(given).map((answer, index) => [
        categories[(pick(6) + index) % 6] as string,
        {
          ...answer,
          threats: Object.fromEntries(
            Object.entries(answer.threats).map(([id, threat]) => [
              id,
              { ...threat, assets: some(threat.assets, assets) },
            ]),
          ),
        },
      ]),
    );
  }
  return modelSchema.parse({
    ...model,
    framework: "stride",
    map: {
      ...map,
      externals: inBoundary(map.externals),
      processes: inBoundary(map.processes),
      stores: Object.fromEntries(
        Object.entries(inBoundary(map.stores)).map(([id, store]) => [
          id,
          { ...store, holds: some(store.holds, assets) },
        ]),
      ),
      flows: Object.fromEntries(
        Object.entries(map.flows).flatMap(([id, flow]) => {
          const [from, to] = [one(nodes), one(nodes)];
          return from === undefined || to === undefined
            ? []
            : [[id, { ...flow, from, to, assets: some(flow.assets, assets) }]];
        }),
      ),
      boundaries: Object.fromEntries(
        Object.entries(map.boundaries).map(([id, boundary]) => [
          id,
          { ...boundary, inside: some(boundary.inside, [...boundaries, ...nodes]) },
        ]),
      ),
    },
    answers,
  });
};

/** Numbers that follow from a seed, so that a failure shrinks and repeats. */
const picker = (seed: number): ((length: number) => number) => {
  let state = seed >>> 0;
  return (length) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * length);
  };
};

export const wiredModel: fc.Arbitrary<ThreatModel> = fc
  .tuple(anyModel, fc.nat())
  .map(([model, seed]) => wired(model, picker(seed)));

/** Models of both kinds: most of them fit together. */
export const generatedModel: fc.Arbitrary<ThreatModel> = fc.oneof(
  { weight: 3, arbitrary: wiredModel },
  { weight: 1, arbitrary: anyModel },
);
