// The view of one element: the facts that predicates are evaluated against, and the things that templates name.

import type { Facts, Scope } from "../../../frameworks/predicate.ts";
import type { ListName } from "../../../frameworks/vocabulary.ts";
import { compare } from "../../../model/finding.ts";
import type { ElementKind } from "../../../model/schema.ts";
import { isAdministrator } from "../map/names.ts";
import { type Component, concatenatedQueries } from "./component.ts";
import { flowFacts } from "./flow.ts";
import { storeTechnology } from "./store.ts";
import type { Thing } from "./things.ts";

export interface View extends Scope {
  readonly kind: ElementKind;
  readonly id: string;
  readonly name: string;
  readonly facts: Facts;
  readonly lists: Readonly<Record<ListName, readonly Thing[]>>;
  /** Ids of the assets at this element. */
  readonly assets: readonly string[];
}

const isPerson =
  /\b(browsers?|users?|persons?|people|customers?|clients?|visitors?|members?|tenants?|mobile|phone|reader|author|buyer|seller|patient|employee|developer|anyone|anybody|public|internet|client app|single.?page)\b/i;
const isService =
  /\b(services?|systems?|server|partners?|workers?|jobs?|gateway|pipeline|bot|machine|backend|api|scheduler|producer|publisher|ci)\b/i;

const none: Readonly<Record<ListName, readonly Thing[]>> = {
  entries: [],
  outbound: [],
  launches: [],
  secrets: [],
  files: [],
  crypto: [],
};

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())].sort(compare);

export const viewOf = (component: Component, kind: ElementKind, id: string): View => {
  const { map, things } = component;
  switch (kind) {
    case "external": {
      const name = map.externals[id]?.name ?? id;
      const entries = things.entries.filter(({ ends }) => ends.includes(id));
      const outbound = things.outbound.filter(({ ends }) => ends.includes(id));
      const relayed = things.entries.filter(({ ends }) => ends.some((end) => passes(component, end, id)));
      const ways = Object.values(map.flows).filter(
        (flow) => flow.to === id && flow.from === component.process,
      );
      const program = ways.some((flow) => flow.covers.some((key) => key.startsWith("launch:")));
      const relay = entries.length === 0 && relayed.length > 0;
      const lists = { ...none, entries: relay ? relayed : entries, outbound };
      const administrator = isAdministrator.test(name);
      const keyed =
        entries.length > 0 &&
        entries.every(
          (entry) => entry.facts["entry.static-key"] === true || entry.facts["entry.anonymous"] === true,
        ) &&
        entries.some((entry) => entry.facts["entry.static-key"] === true);
      const service = isService.test(name) || keyed;
      return assemble(
        component,
        kind,
        id,
        name,
        lists,
        union([...entries, ...outbound].map(({ assets }) => assets)),
        {
          "external.person": (isPerson.test(name) && !service) || administrator,
          "external.administrator": administrator,
          "external.service": service || (!isPerson.test(name) && !administrator && entries.length > 0),
          "external.provider": ways.length > 0 && !program,
          "external.program": program,
          "external.caller": entries.length > 0,
          "external.relay": relay,
        },
      );
    }
    case "process": {
      const name = map.processes[id]?.name ?? id;
      const isMain = id === component.process;
      const entries = things.entries.filter((entry) => map["entry-points"][entry.id ?? ""]?.process === id);
      const lists = isMain ? { ...things, entries } : { ...none, entries };
      const assets = isMain
        ? Object.keys(map.assets).sort(compare)
        : union(entries.map((entry) => entry.assets));
      return assemble(component, kind, id, name, lists, assets, {
        "process.http": entries.some((entry) => entry.facts["entry.http"] === true),
        "process.logs": isMain && component.traits.logs,
        "process.merges": isMain && component.traits.merges,
        "process.concatenates": isMain && component.traits.concatenates,
      });
    }
    case "store":
      return storeView(component, id);
    default: {
      const { facts, lists, assets } = flowFacts(component, id);
      return assemble(component, kind, id, map.flows[id]?.name ?? id, { ...none, ...lists }, assets, facts);
    }
  }
};

/** Whether a caller's way leads through an element that stands between. */
const passes = ({ map, ways }: Component, caller: string, relay: string): boolean =>
  caller !== relay && (ways.get(caller)?.some((id) => map.flows[id]?.from === relay) ?? false);

const storeView = (component: Component, id: string): View => {
  const { map, things } = component;
  const store = map.stores[id];
  const name = store?.name ?? id;
  const held = (store?.holds ?? []).map((asset) => map.assets[asset]?.name ?? asset).join(", ");
  const technology = storeTechnology(component, id);
  const flows = Object.values(map.flows).filter((flow) => flow.from === id || flow.to === id);
  const others = flows.filter((flow) => flow.from !== component.process && flow.to !== component.process);
  const keys = [`store:${id}`, `store:${name}`, ...(store?.covers ?? [])];
  return assemble(component, "store", id, name, things, store?.holds ?? [], {
    "store.technology": technology,
    "store.networked":
      technology !== "files" && !/sqlite|leveldb|lmdb|lowdb|localStorage|indexeddb/i.test(keys.join(" ")),
    "store.shared": others.length > 0,
    "store.audit": /audit|trail|\blogs?\b|activity|history/i.test(held),
    "store.passwords": /password/i.test(held),
    "store.tokens": /token|session|link|\bcodes?\b|api.?key|cookie/i.test(held),
    "store.concatenated": concatenatedQueries(component.sources).some(({ key }) => keys.includes(key)),
    "store.written": flows.some((flow) => flow.to === id),
  });
};

const assemble = (
  component: Component,
  kind: ElementKind,
  id: string,
  name: string,
  lists: Readonly<Record<ListName, readonly Thing[]>>,
  assets: readonly string[],
  facts: Facts,
): View => {
  const { map, traits } = component;
  const level = (wanted: string): boolean =>
    assets.some((asset) => map.assets[asset]?.sensitivity === wanted);
  const sensitivity = { sensitive: level("confidential") || level("secret"), secret: level("secret") };
  return {
    kind,
    id,
    name,
    assets,
    lists,
    facts: {
      name,
      observed: traits.observed,
      ...sensitivity,
      cookies: traits.cookies,
      passwords: traits.passwords,
      roles: traits.roles,
      operators: traits.operators,
      secrets: lists.secrets.length,
      launches: lists.launches.length,
      ...component.controls,
      ...facts,
    },
  };
};
