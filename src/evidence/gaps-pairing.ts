// Gaps that the sweep of `verify` shows: what went past the hooks, what is out of step, which evidence is gone.

import type { Finding } from "../model/finding.ts";
import type { GapKindName } from "./gap-kinds.ts";
import type { RowInput } from "./rows.ts";
import type { Gap, Row } from "./types.ts";

export const gapOf = (
  kind: GapKindName,
  what: string,
  of: Partial<Omit<Gap, "kind" | "what">> = {},
): Gap => ({
  kind,
  commit: of.commit,
  component: of.component ?? "",
  path: of.path ?? "",
  what,
});

const kinds: Readonly<Record<string, GapKindName>> = {
  "record-altered": "record-edited",
  "record-unreadable": "record-edited",
  "record-misplaced": "record-edited",
  "record-removed": "record-deleted",
  "threat-vanished": "threat-deleted",
  "acceptance-expired": "acceptance-expired",
  "unpaired-code": "unpaired-code",
  "component-gone": "component-ended",
  "sign-off-outdated": "sign-off-outdated",
};

/** What a finding of verify is called in a package. */
export const kindOfFinding = ({ code }: Pick<Finding, "code">): GapKindName => kinds[code] ?? "not-in-step";

/** A message without the commit that verify puts before it, and with the code for what has no kind of its own. */
const sentence = ({ code, message, at }: Finding): string => {
  const said = message.replace(/^in [0-9a-f]{12}: /, "");
  return kindOfFinding({ code }) === "not-in-step" ? `${at.path}: ${code}: ${said}` : `${at.path}: ${said}`;
};

/** A gap for a finding of verify. @param commit undefined for what stood before the range */
export const gapOfFinding = (finding: Finding, commit: string | undefined): Gap =>
  gapOf(
    kindOfFinding(finding),
    `${sentence(finding)}${commit === undefined ? " (stood before the period already)" : ""}`,
    {
      commit,
      path: finding.at.path,
      ...(finding.component === undefined ? {} : { component: finding.component }),
    },
  );

const bypasses = (input: RowInput): { gaps: Gap[]; told: ReadonlySet<Finding> } => {
  const { facts, judged, records } = input;
  const recorded = new Set(records.map(({ record }) => record.component));
  const changed = new Set(facts.changes.map(({ path }) => path));
  const told = judged.began.filter(
    ({ code, component, at }) =>
      (code === "stale" || code === "model-missing") &&
      component !== undefined &&
      !recorded.has(component) &&
      changed.has(at.path),
  );
  const paths = new Map<string, string[]>();
  for (const { component, at } of told) {
    const of = component as string;
    paths.set(of, [...(paths.get(of) ?? []), at.path]);
  }
  const gaps = [...paths].map(([component, of]) =>
    gapOf(
      "bypassed-hook",
      `changes ${of.slice(0, 3).join(", ")}${of.length > 3 ? ` and ${of.length - 3} more` : ""} of ${component} without a record`,
      {
        commit: facts.id,
        component,
        path: of[0] as string,
      },
    ),
  );
  // What is out of step only because the record is missing is told by the bypass.
  const implied = judged.began.filter(
    ({ code, component }) => component !== undefined && paths.has(component) && code === "stale",
  );
  return { gaps, told: new Set([...told, ...implied]) };
};

/** Gaps of one commit that the sweep saw. */
export const pairingGaps = (input: RowInput, row: Row): Gap[] => {
  const { facts, judged, models, records } = input;
  const { gaps, told } = bypasses(input);
  const recorded = new Set(records.map(({ record }) => record.component));
  const byHand = models
    .filter(({ component }) => !recorded.has(component) && !judged.gone.includes(component))
    .map(({ component }) =>
      gapOf("model-without-record", `changes the threat model of ${component}, and adds no record`, {
        commit: facts.id,
        component,
      }),
    );
  const removed = models.flatMap(({ component, diff }) =>
    judged.gone.includes(component)
      ? []
      : diff.threats
          .filter(({ kind }) => kind === "removed")
          .map(({ id, threat }) =>
            gapOf(
              "threat-deleted",
              `threat ${id} (${threat.title}) is no longer in the threat model of ${component}`,
              {
                commit: facts.id,
                component,
              },
            ),
          ),
  );
  const deleted = new Set(removed.map(({ component }) => component));
  return [
    ...judged.stood.map((finding) => gapOfFinding(finding, undefined)),
    ...gaps,
    ...judged.began
      .filter((finding) => !told.has(finding))
      // The diff names the threat with its title; the finding says the same.
      .filter(({ code, component }) => !(code === "threat-vanished" && deleted.has(component ?? "")))
      .map((finding) => gapOfFinding(finding, facts.id)),
    ...judged.events
      .filter(({ severity }) => severity === "error")
      .map((finding) => gapOfFinding(finding, facts.id)),
    ...judged.gone.map((component) =>
      gapOf("component-ended", `ends the component ${component}`, { commit: facts.id, component }),
    ),
    ...byHand,
    ...removed,
    ...row.records
      .filter(({ mode }) => mode === "rules")
      .map(({ component, id, agent }) =>
        gapOf("provisional-mode", `record ${id} of ${component} is by ${agent}, mode rules`, {
          commit: facts.id,
          component,
        }),
      ),
    ...row.records
      .filter(({ mode }) => mode === "reconstructed")
      .map(({ component, id, agent }) =>
        gapOf("reconstructed", `record ${id} of ${component} is by ${agent}, mode reconstructed`, {
          commit: facts.id,
          component,
        }),
      ),
  ];
};
