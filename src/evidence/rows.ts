// The population: one row a change, each from what git says of one commit and what verify says of its tree.

import type { CommitFacts } from "../git/commit-facts.ts";
import type { FieldChange, ModelDiff } from "../model/diff.ts";
import { compare } from "../model/finding.ts";
import { isBase, type NamedRecord } from "../pairing/record.ts";
import type { AllowedSigner } from "./allowed-signers.ts";
import type { Merge } from "./merges.ts";
import { isBot, type Person, personOf, personText, samePerson } from "./person.ts";
import { judgeSignature } from "./signature.ts";
import type {
  Binding,
  Decision,
  JudgedCommit,
  Row,
  RowChange,
  RowReview,
  RowSignOff,
  RowThreats,
} from "./types.ts";

export interface RowInput {
  readonly facts: CommitFacts;
  readonly patchId: string | undefined;
  readonly judged: JudgedCommit;
  /** Records that it added and that can be read. */
  readonly records: readonly NamedRecord[];
  /** Threat models that it changed, each against the first parent's. */
  readonly models: readonly { readonly component: string; readonly diff: ModelDiff }[];
  /** Authors of the commits that a merge brings; empty for any other commit. */
  readonly memberAuthors: readonly Person[];
}

export interface RowContext {
  readonly allowed: readonly AllowedSigner[] | undefined;
  readonly bindings: readonly Binding[];
  readonly merges: readonly Merge[];
  /** Seconds since 1970 at the end of the day of the package: a date after it moves nothing. */
  readonly now: number;
}

const iso = (seconds: number): string => {
  const at = new Date(seconds * 1000);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString().replace(".000Z", "Z");
};

const textIn = (value: unknown, field: string): string => {
  const found = (value as Readonly<Record<string, unknown>> | undefined)?.[field];
  return typeof found === "string" ? found : "";
};

const decisionsOf = ({ models }: RowInput): Decision[] =>
  models.flatMap(({ component, diff }) =>
    diff.threats.flatMap((change): Decision[] => {
      // A threat that comes with its acceptance has no changed field of its own.
      const fields: readonly Pick<FieldChange, "field" | "before" | "after">[] =
        change.kind === "added"
          ? (["acceptance", "false-positive"] as const).map((field) => ({
              field,
              before: undefined,
              after: change.threat[field],
            }))
          : change.fields;
      return fields.flatMap(({ field, before, after }): Decision[] => {
        if ((field !== "acceptance" && field !== "false-positive") || (before ?? after) === undefined)
          return [];
        const kind =
          after === undefined
            ? "withdrawn"
            : field === "false-positive"
              ? "false-positive"
              : before === undefined
                ? "accepted"
                : "changed";
        const decided = after ?? before;
        return [
          { component, threat: change.id, kind, by: textIn(decided, "by"), until: textIn(decided, "until") },
        ];
      });
    }),
  );

const signOffsOf = ({ models }: RowInput): RowSignOff[] =>
  models.flatMap(({ component, diff }) =>
    diff.signOffs.map(({ before, after }): RowSignOff => {
      const said = after ?? before;
      const kind = after === undefined ? "withdrawn" : "signed-off";
      return { component, by: textIn(said, "by"), on: textIn(said, "on"), kind };
    }),
  );

const threatsOf = ({ models }: RowInput): RowThreats => {
  const ids = (kind: string): string[] =>
    models
      .flatMap(({ diff }) => diff.threats.filter((change) => change.kind === kind).map(({ id }) => id))
      .sort(compare);
  return {
    added: ids("added"),
    changed: ids("changed"),
    retired: ids("retired"),
    reopened: ids("reopened"),
    removed: ids("removed"),
  };
};

const reviewsOf = ({ facts, memberAuthors }: RowInput, merge: Merge | undefined): RowReview[] => {
  const authors: Person[] = [
    facts.author,
    ...facts.coAuthoredBy.map(personOf),
    ...memberAuthors,
    ...(merge?.author === undefined ? [] : [merge.author]),
  ];
  const counted = (person: Person, source: RowReview["source"]): RowReview => ({
    by: personText(person),
    source,
    counts: !isBot(person) && !authors.some((author) => samePerson(author, person)),
  });
  return [
    ...(merge?.reviews ?? []).map(({ reviewer }) => counted(reviewer, "forge")),
    ...facts.reviewedBy.map((text) => counted(personOf(text), "trailer")),
  ];
};

const changeOf = (binding: Binding, merge: Merge | undefined): RowChange => ({
  id: binding.id,
  method: binding.method,
  mergedAt: merge?.mergedAt ?? "",
  mergedBy: merge?.mergedBy === undefined ? "" : personText(merge.mergedBy),
});

/** Makes the rows, in the order of the commits. */
export const rowsOf = (commits: readonly RowInput[], context: RowContext): Row[] => {
  const bound = new Map(
    context.bindings.flatMap((binding) => binding.rows.map((row) => [row, binding] as const)),
  );
  const merges = new Map(context.merges.map((merge) => [merge.id, merge]));
  let latest = 0;
  return commits.map((input, at): Row => {
    const { facts, judged } = input;
    const binding = bound.get(facts.id);
    const merge = binding === undefined ? undefined : merges.get(binding.id);
    if (facts.committed <= context.now) latest = Math.max(latest, facts.committed);
    const anchored = merge?.mergedAt === undefined ? Number.NaN : Date.parse(merge.mergedAt) / 1000;
    // What the forge merged existed by then, whatever dates stand before it in the history.
    const floor = Number.isNaN(anchored) ? latest : Math.min(latest, anchored);
    return {
      seq: at + 1,
      commit: facts.id,
      tree: facts.tree,
      parents: facts.parents,
      title: facts.subject,
      author: facts.author,
      coAuthors: facts.coAuthoredBy,
      committer: facts.committer,
      authored: iso(facts.authored),
      committed: iso(facts.committed),
      signature: judgeSignature(facts.signature, context.allowed, {
        author: facts.author,
        committer: facts.committer,
        committed: facts.committed,
        floor,
      }),
      patchId: input.patchId ?? "",
      change: binding === undefined ? undefined : changeOf(binding, merge),
      reviews: reviewsOf(input, merge),
      files: facts.changes.length,
      components: [...new Set([...judged.touched, ...judged.gone])].sort(compare),
      state: !judged.inStep
        ? "not in step"
        : judged.touched.length + judged.gone.length === 0
          ? "nothing paired"
          : "in step",
      records: input.records
        .map(({ id, record }) => ({
          component: record.component,
          id,
          mode: isBase(record) ? "base" : record.mode,
          agent: isBase(record) ? "" : record.agent,
        }))
        .sort((a, b) => compare(`${a.component} ${a.id}`, `${b.component} ${b.id}`)),
      threats: threatsOf(input),
      decisions: decisionsOf(input),
      signOffs: signOffsOf(input),
    };
  });
};
