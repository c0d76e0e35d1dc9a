// Boundaries, decisions, controls, assumptions and accepted risks: mostly the spec's own words.

import type { Fact } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { clause, listed, marked } from "../phrases.ts";
import type { Elements, End } from "./elements.ts";
import type { CallersById } from "./entries.ts";
import { anchorsOf, type Sources, seen, stated } from "./facts.ts";
import { isComponent, parts, technologyOf } from "./names.ts";
import type { Sheet } from "./sheet.ts";

const said = (fact: Fact, ...fields: readonly string[]): string | undefined => {
  for (const field of fields) if (fact.fields[field] !== undefined) return fact.fields[field];
  return undefined;
};

const field = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };

/** What has changed of the cells that an entry copies. */
const renewed = (
  sources: Sources,
  fact: Fact,
  names: readonly string[],
): Record<string, string | undefined> => {
  const before = sources.earlier.get(fact.key);
  if (before === undefined) return {};
  return Object.fromEntries(
    names.filter((name) => before[name] !== fact.fields[name]).map((name) => [name, fact.fields[name]]),
  );
};

export const claimBoundaries = (sheet: Sheet, sources: Sources, elements: Elements): void => {
  const placed = new Set(Object.values(sheet.before.boundaries).flatMap(({ inside }) => inside));
  for (const fact of stated(sources, "boundary")) {
    const isNew = sheet.find("boundaries", [fact.key], fact.name) === undefined;
    const id = sheet.claim({
      section: "boundaries",
      name: clause(fact.name, 80),
      keys: [fact.key],
      fields: field("description", said(fact, "description", "protection")),
    });
    if (!isNew) continue;
    const inside = insideOf(sheet, elements, fact).filter(({ id: element }) => !placed.has(element));
    for (const { id: element } of inside) placed.add(element);
    sheet.include(
      "boundaries",
      id,
      "inside",
      inside.map((end) => end.id),
    );
  }
};

/** Callers that the spec says run inside, or call from a closed network, stand where the component stands. */
export const claimInsiders = (
  sheet: Sheet,
  sources: Sources,
  elements: Elements,
  callers: CallersById,
): void => {
  const home = sheet
    .ids("boundaries")
    .find((id) => asIds(sheet.get("boundaries", id)?.["inside"]).includes(elements.process));
  if (home === undefined) return;
  const inner = innerSide(sheet.get("boundaries", home)?.name ?? "");
  const placed = new Set(
    sheet.ids("boundaries").flatMap((id) => asIds(sheet.get("boundaries", id)?.["inside"])),
  );
  for (const id of sheet.ids("externals")) {
    if (placed.has(id) || sheet.before.externals[id] !== undefined) continue;
    const name = (sheet.get("externals", id)?.name ?? id).toLowerCase();
    const isInside = sources.spec.facts.some(
      ({ kind, text }) =>
        text.toLowerCase().includes(name) &&
        (((kind === "assumption" || kind === "boundary") &&
          (/\b(runs?|is|are|stands?|lives?|sits?|stays?)\b.{0,12}\b(inside|within)\b/i.test(text) ||
            text.toLowerCase().includes(`everything outside the ${name}`))) ||
          ((kind === "risk" || kind === "assumption") && inner !== undefined && speaksOf(text, inner))),
    );
    if (isInside || callers.get(id)?.inside === true) sheet.include("boundaries", home, "inside", [id]);
  }
};

/** `Internet / shop network`: what the inner side of a boundary is called, when it is a network by name. */
const innerSide = (name: string): string | undefined => {
  const side = /^.+?\s*(?:->|→|\/|\|)\s*(.+)$/.exec(name)?.[1]?.trim().toLowerCase();
  return side !== undefined && /\s/.test(side) ? side : undefined;
};

const speaksOf = (text: string, network: string): boolean =>
  new RegExp(`\\b(?:in|inside|within|on) (?:the |our )?${literal(network)}\\b`, "i").test(text);

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const asIds = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

/** The elements on the inner side of a boundary: its `to` cell, else what its text names besides its outer side. */
const insideOf = (sheet: Sheet, elements: Elements, fact: Fact): End[] => {
  const arrow = /^(.+?)\s*(?:->|→|\/|\|| to | vs\.? )\s*(.+)$/i.exec(fact.name);
  const between = /between (.+?) and (.+?)(?:[.,;(]|$)/i.exec(`${fact.name} ${fact.text}`);
  const outer = fact.fields["from"] ?? between?.[1] ?? arrow?.[1];
  const inner = fact.fields["to"] ?? between?.[2] ?? arrow?.[2];
  const text = inner ?? fact.text;
  const named = mentioned(sheet, elements, text).filter(
    ({ section }) => inner !== undefined || section !== "externals",
  );
  if (named.length > 0) return named;
  // "Database network": the stores of that kind stand in it.
  const technology = inner === undefined ? "unknown" : technologyOf(inner);
  const housed = sheet
    .ids("stores")
    .filter(
      (id) => technology !== "unknown" && technologyOf(sheet.get("stores", id)?.name ?? id) === technology,
    );
  if (housed.length > 0) return housed.map((id) => ({ section: "stores", id }) as const);
  const outside = outer === undefined ? [] : mentioned(sheet, elements, outer);
  return outside.some(({ id }) => id === elements.process)
    ? []
    : [{ section: "processes", id: elements.process }];
};

const mentioned = (sheet: Sheet, elements: Elements, text: string): End[] => {
  const found = new Map<string, End>();
  for (const part of parts(text)) {
    const bare = part.replace(/^(?:the|our)\s+/i, "");
    const end =
      isComponent(bare, elements.self) || elements.isPart(bare)
        ? ({ section: "processes", id: elements.process } as const)
        : elements.find(bare);
    if (end !== undefined) found.set(end.id, end);
  }
  for (const section of ["externals", "stores", "processes"] as const)
    for (const id of sheet.ids(section)) {
      const name = sheet.get(section, id)?.name ?? "";
      if (name.length > 2 && text.toLowerCase().includes(name.toLowerCase())) found.set(id, { section, id });
    }
  return [...found.values()].sort((a, b) => compare(a.id, b.id));
};

/** Decisions of the spec, with the checks of the code that speak of the same; other checks are decisions of their own. */
export const claimDecisions = (sheet: Sheet, sources: Sources): void => {
  for (const fact of stated(sources, "auth"))
    sheet.claim({
      section: "decisions",
      name: clause(fact.name, 90),
      keys: [fact.key],
      fields: {
        decides:
          said(fact, "decides", "authentication", "authorization", "description") ?? clause(fact.text, 300),
        ...field("leaves", fact.fields["leaves"]),
      },
      changed: renewed(sources, fact, ["decides", "leaves"]),
    });
  const checks = [...seen(sources, "auth")].filter(([, facts]) => !isPart(facts[0]?.name ?? ""));
  for (const [key, facts] of checks) {
    const name = facts[0]?.name ?? key;
    const definitions = sources.code.filter(
      ({ kind, symbol }) => kind === "auth" && lastName(symbol) === name,
    );
    // The inside of a check that has a name of its own is that check's place, not a decision beside it.
    const owner = checks.find(([, others]) =>
      facts.every(({ symbol }) => lastName(symbol) === others[0]?.name && others[0] !== facts[0]),
    );
    if (owner !== undefined) continue;
    const known = sheet.find("decisions", [key]);
    const places = [...new Set(facts.flatMap(({ symbol }) => symbol ?? []))].sort(compare);
    sheet.claim({
      section: "decisions",
      name: known === undefined ? name : (sheet.get("decisions", known)?.name ?? name),
      keys: [key],
      code: anchorsOf(sources.observation, [...facts, ...definitions]),
      fields: {
        decides: `${places.length === 0 ? "the code" : listed(places.map(marked), 3)} goes on only when ${marked(name.replace(/^check /, ""))} holds`,
      },
    });
  }
};

/** Refusals and comparisons are parts of a check, not checks. */
const isPart = (name: string): boolean => /^reply \d+$|^timingSafeEqual$/.test(name);

const lastName = (symbol: string | undefined): string | undefined => symbol?.split(".").pop();

export const claimControls = (sheet: Sheet, sources: Sources): void => {
  for (const fact of stated(sources, "control")) {
    const text = said(fact, "description", "covers", "where");
    sheet.claim({
      section: "controls",
      name: clause(fact.name, 90),
      keys: [fact.key],
      fields: {
        ...field("description", text),
        ...field("owner", fact.fields["owner"]),
        ...field("leaves", fact.fields["leaves"]),
      },
      changed: renewed(sources, fact, ["owner", "leaves"]),
    });
  }
};

export const claimAssumptions = (sheet: Sheet, sources: Sources): void => {
  for (const fact of stated(sources, "assumption"))
    sheet.claim({
      section: "assumptions",
      name: clause(fact.name, 200),
      keys: [fact.key],
      fields: {
        ...field("description", said(fact, "description", "if-broken", "reason")),
        ...field("owner", fact.fields["owner"]),
      },
      changed: renewed(sources, fact, ["owner"]),
    });
};

export const claimRisks = (sheet: Sheet, sources: Sources): void => {
  for (const fact of stated(sources, "risk"))
    sheet.claim({
      section: "risks",
      name: clause(fact.name, 120),
      keys: [fact.key],
      fields: {
        ...field("reason", fact.fields["reason"]),
        ...field("owner", fact.fields["owner"]),
        ...field("expires", fact.fields["expires"]),
        ...field("description", fact.fields["description"]),
      },
      changed: renewed(sources, fact, ["reason", "owner", "expires"]),
    });
};
