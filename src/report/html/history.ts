// How a component came to be as it is: the commits that touched it, newest first, each with its records.

import { compare } from "../../model/finding.ts";
import type { ThreatModel } from "../../model/schema.ts";
import { threatsOf } from "../../model/threats.ts";
import { pageCode, pageLabel, pageText } from "../foreign.ts";
import { plural, sentence, table, threatLink } from "./parts.ts";
import type { HistoryEntry, RecordedChange, ReportedComponent } from "./types.ts";

/** Threat ids with a mark of what became of them; those of the model are links. */
const changesOf = (
  component: string,
  model: ThreatModel | undefined,
): ((record: RecordedChange) => string[]) => {
  const known = new Set(model === undefined ? [] : threatsOf(model).map(({ id }) => id));
  const show = (id: string): string => (known.has(id) ? threatLink(component, id) : pageLabel(id));
  const line = (word: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`${word} ${[...ids].sort(compare).map(show).join(", ")}`];
  return (record) => [
    ...line("added", record.added),
    ...line("changed", record.changed),
    ...line("retired", record.retired),
  ];
};

/** A commit without a record says what it touched. */
const withoutRecord = ({ touchesModel, touchesSpec }: HistoryEntry): string =>
  `<span class="muted">no record: ${touchesModel ? "the threat model was edited" : touchesSpec ? "the spec was edited" : "records were folded or removed"}</span>`;

export const renderHistory = ({ id, model, history, olderCommits }: ReportedComponent): string => {
  if (history.length === 0) return "<p>No commit has touched it yet.</p>";
  const changes = changesOf(id, model);
  const each = (entry: HistoryEntry, cell: (record: RecordedChange) => string): string =>
    entry.records.map(cell).join("<br>");
  const rows = history.map((entry) => [
    pageCode(entry.commit.slice(0, 10)),
    `<time>${pageLabel(entry.day)}</time>`,
    pageText(entry.author),
    pageText(entry.subject),
    entry.records.length === 0
      ? withoutRecord(entry)
      : each(
          entry,
          (record) =>
            `<span class="mode">${pageLabel(record.mode)}</span> <span class="kind">${pageLabel(record.agent)}</span>`,
        ),
    each(
      entry,
      (record) =>
        [
          ...changes(record),
          ...(record.reason === undefined ? [] : [`<span class="muted">${sentence(record.reason)}</span>`]),
        ].join("<br>") || '<span class="muted">no threat changed</span>',
    ),
    each(entry, (record) => (record.tokens === undefined ? "–" : record.tokens.toLocaleString("en-US"))),
  ]);
  return [
    table(
      `History of ${id}`,
      [
        ...["Commit", "Day", "Author", "Subject", "How it was answered", "Threats"].map((title) => ({
          title,
        })),
        { title: "Tokens", number: true },
      ],
      rows,
    ),
    ...(olderCommits > 0
      ? [
          `<p class="muted">${plural(olderCommits, "older commit")} not listed: <code>git log --first-parent</code> has them.</p>`,
        ]
      : []),
  ].join("\n");
};
