// Fills templates with the component's own names.

import type { Template } from "../../frameworks/rule.ts";
import { splitAnchor } from "../../model/anchor.ts";
import { stated } from "./map/facts.ts";
import { productOf, technologyOf } from "./map/names.ts";
import { inSentence, listed, marked, sentence, stems } from "./phrases.ts";
import type { Component } from "./view/component.ts";
import { between } from "./view/flow.ts";
import type { View } from "./view/index.ts";
import { isMailer, type Thing } from "./view/things.ts";

/** Up to two things by their names, more of them by what they are together: one more then changes no sentence. */
const labels = (things: readonly Thing[], fallback: string, group: string): string => {
  const names = [...new Set(things.map(({ label }) => label))];
  return names.length > 2 ? group : listed(names) || fallback;
};

/** What several things are called together, by their kind. */
const kindOf = (things: readonly Thing[], component: string): string => {
  const all = (flag: string): boolean => things.every(({ facts }) => facts[flag] === true);
  if (all("entry.http")) return `routes of ${component}`;
  if (all("entry.command")) return `commands of ${component}`;
  if (all("entry.function")) return `functions of ${component}`;
  if (all("entry.queue")) return `queues of ${component}`;
  const [first] = things;
  const has = (name: string): boolean => first?.facts[name] !== undefined;
  if (has("outbound.name")) return `services that ${component} calls`;
  if (has("launch.name")) return `programs that ${component} starts`;
  if (has("secret.name")) return `settings of ${component}`;
  if (has("file.name")) return `files of ${component}`;
  return `entry points of ${component}`;
};

const elementName = ({ map }: Component, id: string): string =>
  map.externals[id]?.name ?? map.processes[id]?.name ?? map.stores[id]?.name ?? id;

/** The stores that hold what is at stake, else those that are no cache, else all. */
const storesFor = ({ map }: Component, assets: readonly string[]): string[] => {
  const stores = Object.entries(map.stores);
  const holding = stores.filter(([, { holds }]) => holds.some((id) => assets.includes(id)));
  const lasting = stores.filter(([id, { name }]) => technologyOf(`${name} ${id}`) !== "cache");
  const chosen = holding.length > 0 ? holding : lasting.length > 0 ? lasting : stores;
  return chosen.map(([, { name }]) => marked(name));
};

/** Whether a database's secret is that of a store: by the product in its name, or because neither says one. */
const isFor = (secret: string, product: string | undefined): boolean => {
  const own = productOf(secret.replace(/_/g, " "));
  return own === undefined
    ? product === undefined || /postgres|mysql|sqlite|mongo/.test(product)
    : own === product;
};

/** The boundary that a caller of the focus crosses. */
const acrossWhat = (component: Component, view: View, focus: readonly Thing[]): string => {
  const { map, process } = component;
  const flow = view.kind === "flow" ? map.flows[view.id] : undefined;
  const pairs: (readonly [string, string])[] =
    flow !== undefined
      ? [[flow.from, flow.to]]
      : focus.flatMap(({ ends }) => ends.map((end) => [end, process] as const));
  for (const [from, to] of pairs) {
    const [boundary] = between(map, from, to);
    const name = boundary === undefined ? undefined : map.boundaries[boundary]?.name;
    if (name !== undefined) return ` across the boundary "${inSentence(name.replace(/"/g, "'"))}"`;
  }
  return "";
};

/** Where the focus is in the code; nothing where that only repeats its name, or where there are many. */
const placesOf = (focus: readonly Thing[]): string => {
  if (focus.length > 2) return "";
  const anchors = [
    ...new Set(
      focus.flatMap(({ anchors: places, facts }) =>
        places.filter((anchor) => !anchor.includes(`.${String(facts["entry.name"] ?? "\u0000")}`)),
      ),
    ),
  ];
  const shown = anchors.filter((anchor) => anchor.includes("#"));
  const list = (shown.length > 0 ? shown : anchors).slice(0, 2).map(marked);
  return list.length === 0 ? "" : ` (${listed(list)})`;
};

/** The entry points that share a word or a file with a place in the code; none when nothing shows a connection. */
const related = (entries: readonly Thing[], places: readonly string[]): readonly Thing[] => {
  const fileOf = (anchor: string): string => splitAnchor(anchor).path;
  const files = new Set(places.map(fileOf));
  const words = new Set(places.flatMap((place) => stems(place.replace(/([a-z])([A-Z])/g, "$1 $2"))));
  for (const common of [
    "src",
    "lib",
    "index",
    "ts",
    "js",
    "handle",
    "main",
    "app",
    "server",
    "route",
    "get",
    "post",
  ])
    words.delete(common);
  const alive = entries.filter((entry) => entry.facts["entry.health"] !== true);
  const close = alive.filter(({ label }) => stems(label).some((word) => words.has(word)));
  return close.length > 0
    ? close
    : alive.filter(({ anchors }) => anchors.some((anchor) => files.has(fileOf(anchor))));
};

export type Words = Readonly<Record<string, string>>;

export const wordsFor = (
  component: Component,
  view: View,
  focus: readonly Thing[],
  assets: readonly string[],
  spots: readonly string[] = [],
  group?: string,
): Words => {
  const { map, things, process } = component;
  const self = marked(map.processes[process]?.name ?? process);
  const named = (thing: Thing): string => thing.label;
  const callers = [...new Set(focus.flatMap(({ ends }) => ends))].filter(
    (id) => map.externals[id] !== undefined,
  );
  const stores = storesFor(component, assets);
  const providers = things.outbound
    .filter((thing) => focus.length === 0 || !focus.includes(thing))
    .map(named);
  const mailers = [
    ...things.outbound.filter((thing) => thing.facts["outbound.mail"] === true).map(named),
    ...Object.values(map.flows).flatMap(({ from, to }) => {
      const far = from === process ? map.externals[to]?.name : undefined;
      return far !== undefined && isMailer.test(far) ? [marked(far)] : [];
    }),
  ];
  const all = view.kind === "process" || view.lists.entries.length > 0 ? view.lists.entries : things.entries;
  const places = focus.some((thing) => all.includes(thing))
    ? []
    : [...spots, ...focus.flatMap(({ anchors }) => anchors)];
  const entries = places.length === 0 ? all : related(all, places);
  const changing = entries.filter((entry) => entry.facts["entry.changes"] === true);
  const open = things.entries.filter(
    (entry) => entry.facts["entry.anonymous"] === true && entry.facts["entry.health"] !== true,
  );
  const proofs = [
    ...new Set(focus.map((thing) => String(thing.facts["entry.proof"] ?? "")).filter((text) => text !== "")),
  ];
  // "Session token" says enough where another route asks for "session token with role support".
  const auth = proofs.filter(
    (text) => !proofs.some((other) => other !== text && text.toLowerCase().startsWith(other.toLowerCase())),
  );
  const senders = things.entries.filter((entry) => entry.facts["entry.sends"] === true);
  const limits = Object.values(map.controls).filter(
    ({ name, description }) =>
      view.kind === "external" && isPlacedAt(component, `${name} ${description ?? ""}`, name, view.name),
  );
  const some = (list: readonly Thing[], fallback: string): string =>
    labels(list, fallback, kindOf(list, self));
  const flow = view.kind === "flow" ? map.flows[view.id] : undefined;
  const store = view.kind === "store" ? map.stores[view.id] : undefined;
  const operators = Object.values(map.externals)
    .filter(({ name }) => /\b(admin\w*|operators?|ops|staff|support|dba)\b/i.test(name))
    .map(({ name }) => marked(name));
  const others = Object.values(map.flows)
    .filter(
      (each) =>
        (each.to === view.id || each.from === view.id) && each.from !== process && each.to !== process,
    )
    .map((each) => marked(elementName(component, each.to === view.id ? each.from : each.to)));
  const assetNames = (ids: readonly string[]): string =>
    listed(
      ids.map((id) => inSentence(map.assets[id]?.name ?? id)),
      3,
    );
  const databases = things.secrets.filter((thing) => thing.facts["secret.database"] === true);
  const product = store === undefined ? undefined : productOf(`${store.name} ${view.id}`);
  const owned = databases.filter(({ text }) => isFor(text, product));
  const database = owned.map(named);
  const carried = Object.values(map.flows).flatMap((each) =>
    each.to === view.id && each.data !== undefined ? [inSentence(each.data)] : [],
  );
  return {
    component: self,
    name: view.kind === "flow" ? `"${view.name.replace(/"/g, "'")}"` : marked(view.name),
    focus: labels(focus, "it", (group ?? kindOf(focus, self)).replaceAll("{component}", self)),
    at: placesOf(focus),
    callers: listed(callers.map((id) => marked(elementName(component, id)))) || `whoever can reach ${self}`,
    assets:
      assetNames(assets) ||
      (flow !== undefined && flow.data !== undefined ? inSentence(flow.data) : `what ${self} keeps`),
    stores: listed(stores, 3) || `what ${self} keeps`,
    across: acrossWhat(component, view, focus),
    secrets: some(things.secrets, "whatever secrets lie there"),
    providers: listed(mailers.length > 0 ? mailers : providers, 3) || "the services that it calls",
    auth: listed(auth.map((text) => inSentence(text))) || "a credential",
    entries: some(entries, `entry points of ${self}`),
    changing:
      changing.length > 2
        ? `${kindOf(changing, self)} that change something`
        : some(changing, "no entry point"),
    open: some(open, `entry points of ${self}`),
    outbound: some(things.outbound, "no outbound call"),
    launches: some(things.launches, "no other program"),
    senders: some(senders, `entry points of ${self}`),
    limits: listed(limits.map(({ name }) => inSentence(name))) || "what it limits and refuses",
    operators: listed(operators) || listed(others) || "people who operate it",
    holds: assetNames(store?.holds ?? []) || listed(carried, 2) || "what it keeps",
    others: listed(others) || "other programs",
    connection: listed(database, 3) || `the credentials of ${self}`,
    account: database.length === 0 ? "" : ` (${listed(database, 3)})`,
    from: flow === undefined ? "" : marked(elementName(component, flow.from)),
    to: flow === undefined ? "" : marked(elementName(component, flow.to)),
    data: flow === undefined ? "" : sentence(flow.data ?? "what they exchange"),
    protocol: flow?.protection ?? flow?.protocol ?? unsaid(component, view),
    protection: flow?.protection ?? flow?.protocol ?? unsaid(component, view),
  };
};

/** Whether the spec says of a control that it stands at an element. */
const isPlacedAt = ({ sources }: Component, text: string, control: string, element: string): boolean => {
  const fact = stated(sources, "control").find(({ name }) => name === control);
  const where = fact?.fields["where"] ?? text;
  return where.toLowerCase().includes(element.toLowerCase());
};

/** How a flow runs when nothing says it: by what its ends are. */
const unsaid = ({ map }: Component, view: View): string => {
  const flow = view.kind === "flow" ? map.flows[view.id] : undefined;
  if (view.facts["flow.networked"] === true || flow === undefined)
    return view.facts["flow.encrypted"] === true ? "its address begins with https" : "no protection stated";
  if (flow.covers.some((key) => key.startsWith("launch:"))) return "child process";
  if (map.stores[flow.to] !== undefined || map.stores[flow.from] !== undefined) return "file access";
  const { entries } = view.lists;
  return entries.length > 0 && entries.every((entry) => entry.facts["entry.command"] === true)
    ? "command line"
    : "in process";
};

/** Fills a template. Sentences begin in upper case afterwards. */
export const fill = (template: Template, words: Words): string => {
  const text = template.replace(/\{([a-z]+)\}/g, (all, word: string, at: number) => {
    const value = words[word] ?? all;
    const begins = at === 0 || /[.!?:] $/.test(template.slice(0, at));
    return begins ? value : word === "data" ? inSentence(value) : value;
  });
  return text.replace(
    /(^|[.?!] )(\p{Ll})/gu,
    (_all, before: string, letter: string) => `${before}${letter.toUpperCase()}`,
  );
};
