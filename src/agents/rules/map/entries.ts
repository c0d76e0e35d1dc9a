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

/** Puts all entry points on the sheet and returns the ids of their callers. */
export const claimEntries = (sheet: Sheet, sources: Sources, elements: Elements): string[] => {
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
  const keys = [...new Set([...facts.keys(), ...rows, ...code.keys()])].sort(compare);
  const callers = new Set<string>();
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
    const isAsked =
      cell !== undefined && (standing.length === 0 || (before !== undefined && before["from"] !== cell));
    const named = isAsked ? elements.callers(cell) : [];
    const from =
      named.length > 0
        ? named
        : standing.length > 0
          ? standing
          : fallback === undefined
            ? []
            : usual(sheet, sources, elements, fallback, words);
    for (const id of from) {
      callers.add(id);
      sheet.claimed.add(id);
    }
    const authentication = fact?.fields["authentication"] ?? row?.auth;
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
        ...(before !== undefined && before["from"] !== cell && cell !== undefined ? { from } : {}),
      },
      ...(fact === undefined && places.length === 0
        ? { because: "the spec's interface table lists it" }
        : {}),
    });
  }
  return [...callers].sort(compare);
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
