// The coverage matrix of a component: elements down, categories across; below it why a question does not apply.

import type { Framework } from "../../frameworks/types.ts";
import type { Threat } from "../../model/schema.ts";
import { effectiveLevel, effectiveStatus } from "../../model/status.ts";
import { type Cell, type Element, kindTitles } from "../elements.ts";
import { pageText } from "../foreign.ts";
import { statusWord } from "../threat-state.ts";
import { asksForWork, levelBadge, linkTo, plural, scoped, sentence, table, threatLink } from "./parts.ts";

/** What a cell says of a threat: the level of what is open, else how it was settled. */
const standing = (threat: Threat, today: string): string => {
  const status = effectiveStatus(threat, today);
  if (!asksForWork(status)) return `<span class="muted">${statusWord(threat, today)}</span>`;
  const level = levelBadge(effectiveLevel(threat));
  return status === "expired" ? `${level} expired` : level;
};

const reasonAnchor = (component: string, element: string, category: string): string =>
  scoped(component, "na", `${element} ${category}`);

/** Where no threat is, but an answer: `n/a`; where a question waits: that it does. */
const cellMarkup = (component: string, element: Element, cell: Cell, today: string): string => {
  if (cell.live.length > 0)
    return `<ul class="cell">${cell.live
      .map(([id, threat]) => `<li>${threatLink(component, id)} ${standing(threat, today)}</li>`)
      .join("")}</ul>`;
  if (cell.notApplicable !== undefined)
    return linkTo(
      reasonAnchor(component, element.id, cell.category),
      '<abbr title="not applicable">n/a</abbr>',
    );
  return cell.asked
    ? '<strong class="gap">no answer</strong>'
    : '<span class="muted" title="not asked of this kind">–</span>';
};

export const renderCoverage = (
  component: string,
  elements: readonly Element[],
  framework: Framework,
  today: string,
): string => {
  const onMap = elements.filter(({ kind }) => kind !== undefined);
  if (onMap.length === 0) return "<p>No element is on the map yet, so no question was asked.</p>";
  const known = new Set(framework.categories.map(({ id }) => id));
  return table(
    `Coverage matrix of ${component}`,
    [{ title: "Element" }, ...framework.categories.map(({ title }) => ({ title }))],
    onMap.map((element) => ({
      id: scoped(component, "coverage", element.id),
      cells: [
        `${linkTo(scoped(component, "map", element.id), pageText(element.name))}<br><span class="kind">${kindTitles[element.kind as keyof typeof kindTitles]}</span>`,
        ...element.cells
          .filter(({ category }) => known.has(category))
          .map((cell) => cellMarkup(component, element, cell, today)),
      ],
    })),
  );
};

/** Why questions do not apply, each with what it rests on. Empty when every question has threats. */
export const renderReasons = (
  component: string,
  elements: readonly Element[],
  nameOf: (id: string) => string,
): string => {
  const rows = elements.flatMap((element) =>
    element.cells.flatMap((cell) => {
      const reason = cell.live.length === 0 ? cell.notApplicable : undefined;
      if (reason === undefined) return [];
      const rests = [...reason["rests-on"]].sort().map(nameOf);
      return [
        {
          id: reasonAnchor(component, element.id, cell.category),
          cells: [
            pageText(element.name),
            pageText(cell.title),
            `${sentence(reason.reason)}${reason.provisional === true ? ' <span class="status" data-status="provisional">provisional</span>' : ""}`,
            rests.join("<br>"),
          ],
        },
      ];
    }),
  );
  if (rows.length === 0) return "";
  const columns = [{ title: "Element" }, { title: "Category" }, { title: "Reason" }, { title: "Rests on" }];
  return `<details><summary>${plural(rows.length, "question")} that do${rows.length === 1 ? "es" : ""} not apply, with reasons</summary>${table(`Questions of ${component} that do not apply`, columns, rows)}</details>`;
};
