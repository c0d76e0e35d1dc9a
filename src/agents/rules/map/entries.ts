// Entry points: the union of what the spec states, what its interface table lists and what the code has.

import { type Fact, factKey } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { stems } from "../phrases.ts";
import type { Elements } from "./elements.ts";
import { anchorsOf, rowOf, type Sources, seen, stated } from "./facts.ts";
import type { Sheet } from "./sheet.ts";

export type EntryKind = "http" | "command" | "queue" | "scheduled" | "function";

/** What kind of entry point a name, a row and the code's fields make. */
export const entryKind = (
  name: string,
  fields: Readonly<Record<string, string>>,
  row?: string,
): EntryKind => {
  const word =
    `${fields["kind"] ?? ""} ${fields["operation"] ?? ""} ${fields["library"] ?? ""}`.toLowerCase();
  if (/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ALL|ANY|WS)\s+\//i.test(name)) return "http";
  if (/cron|schedul|timer|interval|nightly|hourly|daily|every \d+/.test(`${word} ${name.toLowerCase()}`))
    return "scheduled";
  if (/queue|consumer|topic|subscri|kafka|amqp|sqs|nats|bullmq/.test(word) || row === "queue") return "queue";
  if (/\bhooks?\b/i.test(name)) return "command";
  if (/command|cli|commander|yargs|argv|parseargs|operator/.test(word) || row === "command") return "command";
  if (/\b(queue|topic|messages?|event)\b/i.test(name)) return "queue";
  if (/\b(command|cli)\b/i.test(name)) return "command";
  if (row === "http" || /http|route|express|fastify|hono|koa/.test(word)) return "http";
  return "function";
};

const defaultCaller: Readonly<Record<EntryKind, string | undefined>> = {
  http: "Client",
  command: "Operator",
  queue: "Message producer",
  scheduled: undefined,
  function: "Calling code",
};

/** Callers of entry points by id: what they come through, and whether they are said to stand inside. */
export type CallersById = ReadonlyMap<
  string,
  { readonly through: readonly string[]; readonly inside: boolean }
>;

/** Puts all entry points on the sheet and returns their callers. */
export const claimEntries = (sheet: Sheet, sources: Sources, elements: Elements): CallersById => {
  const facts = new Map(stated(sources, "entry").map((fact) => [fact.key, fact]));
  const rows = sources.spec.interface.map((row) => factKey("entry", row.name));
  const names = new Map([
    ...sources.spec.interface.map((row) => [factKey("entry", row.name), row.name] as const),
    ...[...facts.values()].map((fact) => [fact.key, fact.name] as const),
  ]);
  const code = new Map<string, Fact[]>();
  const aliases = new Map<string, string[]>();
  const general: Fact[] = [];
  for (const [key, places] of seen(sources, "entry")) {
    const home = names.has(key) ? key : statedAs(places[0]?.name ?? "", names);
    if (home === undefined && isGeneral(places[0]?.name ?? "") && names.size > 0) general.push(...places);
    else {
      const at = home ?? key;
      code.set(at, [...(code.get(at) ?? []), ...places]);
      if (at !== key) aliases.set(at, [...(aliases.get(at) ?? []), key]);
    }
  }
  if (general.length > 0) elements.cover(general);
  // Those whose callers the spec names come first: the others are called like their siblings.
  const isTold = (key: string): boolean => facts.get(key)?.fields["from"] !== undefined;
  const keys = [...new Set([...facts.keys(), ...rows, ...code.keys()])].sort(
    (a, b) => Number(isTold(b)) - Number(isTold(a)) || compare(a, b),
  );
  const callers = new Map<string, { through: readonly string[]; inside: boolean }>();
  const siblings: Sibling[] = [];
  for (const key of keys) {
    const fact = facts.get(key);
    const row = rowOf(sources.spec, key);
    const places = code.get(key) ?? [];
    const name = fact?.name ?? row?.name ?? places[0]?.name ?? key;
    const kind = entryKind(name, { ...places[0]?.fields, ...fact?.fields }, row?.kind);
    const cell = fact?.fields["from"];
    const known = sheet.find("entry-points", [key], name);
    const standing = known === undefined ? [] : asIds(sheet.get("entry-points", known)?.["from"]);
    const fallback = defaultCaller[kind];
    const before = sources.earlier.get(key);
    const words = [name, fact?.text, cell, row?.auth, row?.description]
      .filter((text) => text !== undefined)
      .join(" ");
    // A caller that was assumed for want of a cell gives way to the cell.
    const isAssumed =
      fallback !== undefined &&
      standing.length === 1 &&
      sheet.get("externals", standing[0] as string)?.name === fallback;
    const isNews = before !== undefined && before["from"] !== cell;
    const isAsked = cell !== undefined && (standing.length === 0 || isNews || isAssumed);
    const requires = requirementAt(places);
    const read = cell === undefined ? undefined : elements.callers(cell, isAsked);
    const named = isAsked ? (read?.ids ?? []) : [];
    const kin = named.length > 0 || kind !== "http" ? [] : siblingCallers(siblings, name, requires);
    const from =
      named.length > 0
        ? named
        : standing.length > 0
          ? standing
          : kin.length > 0
            ? kin
            : fallback === undefined
              ? []
              : usual(sheet, sources, elements, fallback, words);
    for (const id of from) {
      const before = callers.get(id);
      const isNamed = read?.ids.includes(id) === true;
      callers.set(id, {
        through: before?.through.length ? before.through : isNamed ? (read?.through ?? []) : [],
        inside: before?.inside === true || (isNamed && read?.inside === true),
      });
      sheet.claimed.add(id);
    }
    if (isTold(key) && kind === "http" && from.length > 0) siblings.push({ name, requires, from });
    const told = fact?.fields["authentication"] ?? row?.auth;
    const authentication = told ?? (requires === "public" ? "none" : requires);
    const authorization = fact?.fields["authorization"];
    sheet.claim({
      section: "entry-points",
      name,
      keys: fact !== undefined || places.length > 0 ? [key, ...(aliases.get(key) ?? [])] : [],
      code: anchorsOf(sources.observation, places),
      fields: {
        process: elements.process,
        from,
        ...(authentication === undefined ? {} : { authentication }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      changed: {
        ...changedCell(before, fact?.fields, "authentication"),
        ...changedCell(before, fact?.fields, "authorization"),
        ...(told === undefined ? changedRequirement(sources, key, requires) : {}),
        ...(cell !== undefined && (isNews || isAssumed) ? { from } : {}),
      },
      ...(fact === undefined && places.length === 0
        ? { because: "the spec's interface table lists it" }
        : {}),
    });
  }
  return new Map([...callers].sort(([a], [b]) => compare(a, b)));
};

/** What the code's own route table demands of callers; undefined when it says nothing, or different things. */
const requirementAt = (places: readonly Fact[]): string | undefined => {
  const told = [...new Set(places.flatMap(({ fields }) => fields["requires"] ?? []))];
  return told.length === 1 ? told[0] : undefined;
};

const changedRequirement = (
  sources: Sources,
  key: string,
  now: string | undefined,
): Record<string, string | undefined> => {
  const before = sources.demanded.get(key);
  return before === undefined || before === now ? {} : { authentication: now === "public" ? "none" : now };
};

interface Sibling {
  readonly name: string;
  readonly requires: string | undefined;
  readonly from: readonly string[];
}

/** Who calls the routes that demand the same, else those under the same first part of the path: the usual ones. */
const siblingCallers = (
  siblings: readonly Sibling[],
  name: string,
  requires: string | undefined,
): readonly string[] => {
  const first = (text: string): string => /\s\/([^/]*)/.exec(text)?.[1] ?? text;
  const alike = siblings.filter((each) => requires !== undefined && each.requires === requires);
  const near = siblings.filter((each) => first(each.name) === first(name));
  const kin = alike.length > 0 ? alike : near;
  const counts = new Map<string, number>();
  for (const { from } of kin) {
    const key = from.join(" ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || compare(a, b));
  return most === undefined ? [] : most[0].split(" ");
};

/** `command lint` in the code is `instride lint` in the spec; `queue orders` is `orders`. */
const statedAs = (name: string, names: ReadonlyMap<string, string>): string | undefined => {
  const [, word] = /^(?:command|queue) (\S+)$/.exec(name) ?? [];
  if (word === undefined) return undefined;
  const pattern = new RegExp(
    `(?:^|[\\s\`])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:$|[\\s\`(])`,
    "i",
  );
  return [...names].find(([key, stated]) => !/^entry:[A-Z]+ \//.test(key) && pattern.test(stated))?.[0];
};

/** What shows that there are entry points, without naming one. */
const isGeneral = (name: string): boolean => /^(?:http server|command line|process message)$/.test(name);

const asIds = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

const changedCell = (
  before: Readonly<Record<string, string>> | undefined,
  now: Readonly<Record<string, string>> | undefined,
  field: string,
): Record<string, string | undefined> =>
  before === undefined || now === undefined || before[field] === now[field] ? {} : { [field]: now[field] };

/** Who calls an entry point of which no cell says so: whom its words name, else the only caller of the flows, else a plain one. */
const usual = (
  sheet: Sheet,
  sources: Sources,
  elements: Elements,
  fallback: string,
  words: string,
): string[] => {
  const named = sheet.ids("externals").filter((id) => {
    const name = sheet.get("externals", id)?.name ?? id;
    return new RegExp(
      `(?:^|[^\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`,
      "iu",
    ).test(words);
  });
  const flows = stated(sources, "flow").flatMap((fact) => {
    const flow = sheet.get("flows", sheet.find("flows", [fact.key]) ?? "");
    const from = String(flow?.["from"]);
    return flow?.["to"] === elements.process && sheet.get("externals", from) !== undefined
      ? [{ from, words: stems(String(flow["data"])) }]
      : [];
  });
  const callers = new Set(flows.map(({ from }) => from));
  const spoken = named.filter((id) => callers.has(id));
  if (spoken.length > 0) return spoken;
  if (callers.size === 1) return [...callers];
  const own = new Set(stems(words));
  const alike = new Set(
    flows.filter((flow) => flow.words.some((word) => own.has(word))).map(({ from }) => from),
  );
  if (alike.size === 1) return [...alike];
  const known = sheet.find("externals", [], fallback);
  return known !== undefined ? [known] : [sheet.claim({ section: "externals", name: fallback })];
};
