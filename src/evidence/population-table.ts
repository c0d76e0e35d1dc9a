// The population as a table: one row a change, all that is known of it in words.

import { oneLine } from "../report/foreign.ts";
import { gapKind, isNote } from "./gap-kinds.ts";
import { personOf, personText } from "./person.ts";
import type { Column, Table } from "./section.ts";
import type { Evidence, Row } from "./types.ts";

interface Place {
  readonly row: Row;
  /** Kinds of the gaps of this change. */
  readonly gaps: readonly string[];
}

const list = (items: readonly string[]): string => items.join("; ");

const nameIn = (by: string): string => {
  const { name, email } = personOf(by);
  return name || email;
};

const threatWords = ({ threats }: Row): string =>
  list(
    (["added", "changed", "retired", "reopened", "removed"] as const)
      .filter((kind) => threats[kind].length > 0)
      .map((kind) => `${threats[kind].length} ${kind}`),
  );

const columns: readonly (Column & { readonly of: (place: Place) => string | number })[] = [
  { key: "seq", head: "#", width: 4, kind: "number", of: ({ row }) => row.seq },
  { key: "commit", head: "Commit", width: 11, kind: "id", of: ({ row }) => row.commit },
  { key: "title", head: "Title", width: 20, of: ({ row }) => row.title },
  { key: "author", of: ({ row }) => personText(row.author) },
  { key: "author_name", head: "Author", width: 11, of: ({ row }) => row.author.name || row.author.email },
  { key: "co_authors", of: ({ row }) => list(row.coAuthors) },
  { key: "committer", of: ({ row }) => personText(row.committer) },
  { key: "authored_claimed", of: ({ row }) => row.authored },
  { key: "committed_claimed", head: "Claimed date", width: 12, kind: "time", of: ({ row }) => row.committed },
  { key: "signature", head: "Signature", width: 9, of: ({ row }) => row.signature.verdict },
  { key: "signer", of: ({ row }) => row.signature.signer },
  { key: "signing_key", of: ({ row }) => row.signature.fingerprint },
  { key: "signature_why", of: ({ row }) => row.signature.why },
  { key: "change_id", head: "Merge", width: 7, of: ({ row }) => row.change?.id ?? "" },
  { key: "merge_method", of: ({ row }) => row.change?.method ?? "" },
  { key: "merged_at_forge", of: ({ row }) => row.change?.mergedAt ?? "" },
  { key: "merged_by_forge", of: ({ row }) => row.change?.mergedBy ?? "" },
  {
    key: "reviewers",
    of: ({ row }) => list(row.reviews.map(({ by, counts }) => `${by}${counts ? "" : " (does not count)"}`)),
  },
  {
    key: "reviewed_by",
    head: "Reviewed by",
    width: 11,
    of: ({ row }) => list(row.reviews.filter(({ counts }) => counts).map(({ by }) => nameIn(by))),
  },
  { key: "reviewers_source", of: ({ row }) => list([...new Set(row.reviews.map(({ source }) => source))]) },
  { key: "components", head: "Components", width: 10, of: ({ row }) => list(row.components) },
  { key: "state", head: "State", width: 10, of: ({ row }) => row.state },
  {
    key: "modes",
    head: "Modes",
    width: 8,
    of: ({ row }) => list([...new Set(row.records.map(({ mode }) => mode))]),
  },
  { key: "records", of: ({ row }) => list(row.records.map(({ component, id }) => `${component} ${id}`)) },
  { key: "agents", of: ({ row }) => list([...new Set(row.records.map(({ agent }) => agent))]) },
  { key: "threats", head: "Threats", width: 8, of: ({ row }) => threatWords(row) },
  { key: "threats_added", of: ({ row }) => list(row.threats.added) },
  { key: "threats_changed", of: ({ row }) => list(row.threats.changed) },
  { key: "threats_retired", of: ({ row }) => list(row.threats.retired) },
  { key: "threats_reopened", of: ({ row }) => list(row.threats.reopened) },
  { key: "threats_removed", of: ({ row }) => list(row.threats.removed) },
  {
    key: "acceptances",
    of: ({ row }) =>
      list(
        row.decisions.map(
          ({ threat, kind, by, until }) =>
            `${threat} ${kind} by ${by}${until === "" ? "" : ` until ${until}`}`,
        ),
      ),
  },
  {
    key: "sign_offs",
    of: ({ row }) =>
      list(row.signOffs.map(({ component, kind, by, on }) => `${component} ${kind} by ${by} on ${on}`)),
  },
  {
    key: "gaps",
    head: "Gaps",
    width: 17,
    of: ({ gaps }) => list(gaps.filter((kind) => !isNote(kind)).map((kind) => gapKind(kind).title)),
  },
  { key: "gap_kinds", of: ({ gaps }) => list(gaps) },
  { key: "files_changed", kind: "number", of: ({ row }) => row.files },
  { key: "tree", of: ({ row }) => row.tree },
  { key: "parents", of: ({ row }) => list(row.parents) },
  { key: "patch_id", of: ({ row }) => row.patchId },
];

export const populationTable = ({ rows, gaps }: Evidence): Table => {
  const kinds = new Map<string, Set<string>>();
  for (const { commit, kind } of gaps) {
    if (commit === undefined) continue;
    const own = kinds.get(commit) ?? new Set();
    kinds.set(commit, own.add(kind));
  }
  return {
    columns: columns.map(({ of: _, ...column }) => column),
    rows: rows.map((row) => {
      const place = { row, gaps: [...(kinds.get(row.commit) ?? [])] };
      return columns.map(({ of }) => oneLine(String(of(place))));
    }),
  };
};
