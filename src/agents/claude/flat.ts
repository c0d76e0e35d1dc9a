// A delta in the shape that strict tools allow: no unions, no recursion, few optional fields. Operations stand in one
// list a kind; fields of map entries and patches are `key: value` lines.

import { z } from "zod";
import type { DeltaProblem } from "../../model/delta.ts";
import { levels, mapSections } from "../../model/schema.ts";

const text = z.string();
const list = z.array(text);

const put = z.strictObject({
  section: z.enum(mapSections),
  id: text.describe("kebab-case, unique on the map"),
  fields: list.describe(
    "`key: value`, one a line; repeat a key for lists (code, covers, holds, assets, inside, threats, and from of entry-points); an empty value removes the field",
  ),
});

const mitigation = z.strictObject({
  id: text,
  kind: z.enum(["code", "compensating", "planned", "remove"]),
  text,
  evidence: list.describe("path#symbol; code needs at least one"),
  control: text.optional().describe("compensating: id of the control on the map"),
  owner: text.optional(),
  leaves: text.optional().describe("what it does not cover"),
});

const setAside = z.strictObject({ fact: text, reason: text });

export const mapInput = z.strictObject({
  put: z.array(put),
  set_aside: z.array(setAside).describe("facts that are deliberately not on the map"),
  summary: text.describe("what the component does and where its risk lies, in two sentences"),
});

export const deltaInput = z.strictObject({
  put: z.array(put).optional(),
  drop: z.array(z.strictObject({ section: z.enum(mapSections), id: text, reason: text })).optional(),
  add: z
    .array(
      z.strictObject({
        element: text,
        category: text,
        title: text,
        scenario: text.describe("who, from where, with what; the steps; the asset"),
        weakness: list.describe("CWE-n, the most exact first"),
        level: z.enum(levels).describe("what is left after the controls whose evidence holds"),
        severity_reason: text.describe("who can reach it, what they need, what they get, what detects it"),
        status: z.enum(["open", "mitigated"]),
        code: list.describe("path#symbol where the weakness is"),
        mitigations: z.array(mitigation),
        assets: list.optional(),
        entry_points: list.optional(),
        attack: list.optional().describe("CAPEC-n"),
        covers: list.optional().describe("keys of facts that this threat accounts for"),
        check: text.optional().describe("one test or query that shows whether it holds"),
        next: text.optional().describe("the smallest next step; open threats need one"),
        distinct: text.optional().describe("tells it from a threat with the same weakness at the same place"),
      }),
    )
    .optional(),
  update: z
    .array(
      z.strictObject({
        id: text,
        fields: list.describe(
          "`key: value` lines: title, scenario, level and severity-reason together, status, check, next; lists by repeating: weakness, attack, assets, entry-points, code, covers",
        ),
        mitigations: z.array(mitigation).describe("added or replaced by id; kind remove takes one away"),
      }),
    )
    .optional(),
  retire: z.array(z.strictObject({ id: text, reason: text })).optional(),
  answer: z
    .array(
      z.strictObject({
        element: text,
        category: text,
        reason: text.describe("the fact that makes it not apply"),
        rests_on: list.describe("ids on the map, fact keys or anchors"),
      }),
    )
    .optional(),
  no_change: z
    .array(
      z.strictObject({
        reason: text,
        about: list.describe("`element/category`, element or threat id whose answers still hold"),
      }),
    )
    .optional(),
  set_aside: z.array(setAside).optional(),
  disagree: z.array(z.strictObject({ id: text, text })).optional(),
  summary: text.optional(),
});

type DeltaInput = z.infer<typeof deltaInput>;
type Mitigation = z.infer<typeof mitigation>;

export interface Unfolded {
  /** Operations as parseDelta takes them. */
  readonly operations: readonly Record<string, unknown>[];
  /** Where each stands in what the model sent: `add[0]`. */
  readonly places: readonly string[];
  readonly problems: readonly DeltaProblem[];
}

const lists: ReadonlySet<string> = new Set([
  "code",
  "covers",
  "holds",
  "assets",
  "inside",
  "threats",
  "weakness",
  "attack",
  "entry-points",
]);

/** `key: value` lines as an object; null removes. */
const fieldsOf = (
  lines: readonly string[],
  place: string,
  isList: (key: string) => boolean,
  problems: DeltaProblem[],
) => {
  const value: Record<string, unknown> = {};
  for (const [index, line] of lines.entries()) {
    const [, key, rest] = /^\s*([a-z][a-z-]*)\s*:\s*([\s\S]*)$/.exec(line) ?? [];
    if (key === undefined || rest === undefined) {
      const expected = "`key: value`";
      const message = `Unexpected \`${line.slice(0, 60)}\`, expected ${expected}`;
      problems.push({ path: `${place}.fields[${index}]`, rule: "bad-format", message, expected });
    } else if (isList(key)) {
      const held = Array.isArray(value[key]) ? (value[key] as string[]) : [];
      value[key] = rest === "" ? held : [...held, rest.trim()];
    } else value[key] = rest === "" ? null : rest.trim();
  }
  return value;
};

const mitigationsOf = (all: readonly Mitigation[]): Record<string, unknown> =>
  Object.fromEntries(
    all.map(({ id, kind, ...rest }) => [
      id,
      kind === "remove"
        ? null
        : {
            kind,
            text: rest.text,
            evidence: rest.evidence,
            ...(rest.control === undefined || rest.control === "" ? {} : { control: rest.control }),
            ...(rest.owner === undefined || rest.owner === "" ? {} : { owner: rest.owner }),
            ...(rest.leaves === undefined || rest.leaves === "" ? {} : { leaves: rest.leaves }),
          },
    ]),
  );

const given = (entries: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined && value !== ""));

/** From the flat shape to operations. What is wrong with an operation itself is found by parseDelta afterwards. */
export const unfold = (input: DeltaInput): Unfolded => {
  const operations: Record<string, unknown>[] = [];
  const places: string[] = [];
  const problems: DeltaProblem[] = [];
  const take = <T>(
    kind: string,
    all: readonly T[] | undefined,
    make: (each: T, place: string) => Record<string, unknown>,
  ) => {
    for (const [index, each] of (all ?? []).entries()) {
      operations.push(make(each, `${kind}[${index}]`));
      places.push(`${kind}[${index}]`);
    }
  };
  take("put", input.put, ({ section, id, fields }, place) => ({
    op: "put",
    section,
    id,
    value: fieldsOf(
      fields,
      place,
      (key) => lists.has(key) || (key === "from" && section === "entry-points"),
      problems,
    ),
  }));
  take("drop", input.drop, (each) => ({ op: "drop", ...each }));
  take("add", input.add, (each) => ({
    op: "add",
    element: each.element,
    category: each.category,
    ...given({ distinct: each.distinct }),
    threat: given({
      title: each.title,
      scenario: each.scenario,
      weakness: each.weakness,
      attack: each.attack,
      assets: each.assets,
      "entry-points": each.entry_points,
      code: each.code,
      severity: { level: each.level, reason: each.severity_reason },
      status: each.status,
      mitigations: mitigationsOf(each.mitigations.filter(({ kind }) => kind !== "remove")),
      check: each.check,
      next: each.next,
      covers: each.covers,
    }),
  }));
  take("update", input.update, ({ id, fields, mitigations }, place) => {
    const {
      level,
      "severity-reason": reason,
      ...set
    } = fieldsOf(fields, place, (key) => lists.has(key), problems);
    return {
      op: "update",
      id,
      set: {
        ...set,
        ...(level === undefined && reason === undefined ? {} : { severity: { level, reason } }),
        ...(mitigations.length === 0 ? {} : { mitigations: mitigationsOf(mitigations) }),
      },
    };
  });
  take("retire", input.retire, (each) => ({ op: "retire", ...each }));
  take("answer", input.answer, ({ rests_on, ...each }) => ({ op: "answer", ...each, "rests-on": rests_on }));
  take("no_change", input.no_change, (each) => ({ op: "no-change", ...each }));
  take("set_aside", input.set_aside, (each) => ({ op: "set-aside", ...each }));
  take("disagree", input.disagree, (each) => ({ op: "disagree", ...each }));
  if (input.summary !== undefined && input.summary !== "") {
    operations.push({ op: "summarise", text: input.summary });
    places.push("summary");
  }
  return { operations, places, problems };
};

/** Problems with their paths in the words of what the model sent. */
export const placed = (problems: readonly DeltaProblem[], places: readonly string[]): DeltaProblem[] =>
  problems.map((problem) => ({
    ...problem,
    path: problem.path.replace(/^operations\[(\d+)\]/, (whole, index) => places[Number(index)] ?? whole),
  }));
