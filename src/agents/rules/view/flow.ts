// What is known of a data flow: where it runs, what protects it, and whether it leaves a boundary.

import type { Facts } from "../../../frameworks/predicate.ts";
import { factKey } from "../../../model/fact.ts";
import type { ArchitectureMap } from "../../../model/schema.ts";
import { stated } from "../map/facts.ts";
import type { Component } from "./component.ts";
import { storeTechnology } from "./store.ts";
import type { Thing } from "./things.ts";

const encrypted =
  /\bm?tls\b|\bhttps\b|\bssl\b|wireguard|\bvpn\b|\bssh\b|sftp|\bwss\b|(?<!un)encrypted|\bquic\b/i;
const inClear =
  /unencrypted|plain|clear ?text|in (the )?clear|\bno (tls|encryption)\b|\bhttp\b|^\s*none\b|not encrypted/i;
const isLocal =
  /child process|file system|in.?process|loopback|localhost|unix socket|unix domain|stdio|\bpipe\b|\bipc\b|local disk|same (machine|host)/i;
const model = /\b(agent|model|llm|assistant|copilot|claude|gpt|gemini|chatbot)s?\b/i;
const endsEarly = /terminat|\bends? (at|in)\b|up to the|until the|as far as the|offload/i;

/** The boundaries that an element stands inside of. */
export const boundariesOf = (map: ArchitectureMap, element: string): Set<string> => {
  const found = new Set<string>();
  const add = (id: string): void => {
    for (const [boundary, { inside }] of Object.entries(map.boundaries))
      if (inside.includes(id) && !found.has(boundary)) {
        found.add(boundary);
        add(boundary);
      }
  };
  add(element);
  const own =
    map.externals[element]?.boundary ?? map.processes[element]?.boundary ?? map.stores[element]?.boundary;
  if (own !== undefined) {
    found.add(own);
    add(own);
  }
  return found;
};

/** The boundaries that stand between two elements, inner ones first. */
export const between = (map: ArchitectureMap, from: string, to: string): string[] => {
  const [a, b] = [boundariesOf(map, from), boundariesOf(map, to)];
  return [...[...b].filter((id) => !a.has(id)), ...[...a].filter((id) => !b.has(id))];
};

/** Flows of smaller ids that come in under the same protection: they share the same hops. */
export const twinsOf = (map: ArchitectureMap, id: string): string[] => {
  const flow = map.flows[id];
  if (flow?.protection === undefined) return [];
  return Object.keys(map.flows)
    .filter((other) => {
      const { to, protection, from } = map.flows[other] ?? {};
      return (
        other < id &&
        to === flow.to &&
        protection === flow.protection &&
        map.externals[from ?? ""] !== undefined
      );
    })
    .sort();
};

/** Whether the spec states a flow that this one accounts for. */
const isTold = ({ map, sources }: Component, id: string): boolean => {
  const flow = map.flows[id];
  const keys = new Set([`flow:${id}`, factKey("flow", flow?.name ?? id), ...(flow?.covers ?? [])]);
  return stated(sources, "flow").some(({ key }) => keys.has(key));
};

export const flowFacts = (
  component: Component,
  id: string,
): {
  facts: Facts;
  lists: { entries: readonly Thing[]; outbound: readonly Thing[] };
  assets: readonly string[];
} => {
  const { map, things, process } = component;
  const flow = map.flows[id];
  const from = flow?.from ?? "";
  const to = flow?.to ?? "";
  const entries = things.entries.filter(({ ends }) =>
    ends.some((end) => (end === from && to === process) || component.ways.get(end)?.includes(id) === true),
  );
  const outbound = things.outbound.filter((thing) => thing.id === id);
  const store = map.stores[to] !== undefined ? to : map.stores[from] !== undefined ? from : undefined;
  const technology = store === undefined ? "" : storeTechnology(component, store);
  const said = [flow?.protection, flow?.protocol, flow?.data].filter((text) => text !== undefined).join(", ");
  const protection = [flow?.protection, flow?.protocol].filter((text) => text !== undefined).join(", ");
  const embedded =
    store !== undefined &&
    /sqlite|leveldb|lmdb|lowdb/i.test(`${map.stores[store]?.name} ${map.stores[store]?.covers.join(" ")}`);
  const byHand =
    entries.length > 0 &&
    entries.every(
      (entry) =>
        entry.facts["entry.command"] === true ||
        entry.facts["entry.function"] === true ||
        entry.facts["entry.scheduled"] === true,
    );
  const launch = flow?.covers.some((key) => key.startsWith("launch:")) ?? false;
  const hasNetwork =
    things.outbound.length > 0 ||
    things.entries.some((entry) => entry.facts["entry.http"] === true || entry.facts["entry.queue"] === true);
  // Of code that was seen and that neither listens nor calls out, only a statement puts a flow on a network.
  const isTool =
    component.traits.observed && !hasNetwork && !encrypted.test(protection) && store === undefined;
  const networked = !(isTool || launch || byHand || embedded || technology === "files" || isLocal.test(said));
  const plain =
    inClear.test(protection.replace(/https/gi, "")) ||
    outbound.some((thing) => thing.facts["outbound.plain"] === true);
  const overHttps =
    protection === "" &&
    outbound.length > 0 &&
    component.sources.code
      .filter((fact) => fact.kind === "outbound" && outbound.some(({ keys }) => keys.includes(fact.key)))
      .every((fact) => /https:\/\//.test(fact.text) || fact.fields["protocol"] === "https:");
  const isEncrypted = !plain && (encrypted.test(protection) || overHttps);
  const crossed = between(map, from, to);
  const anyBoundary = Object.keys(map.boundaries).length > 0;
  const isExternal = map.externals[from] !== undefined || map.externals[to] !== undefined;
  const named = flow !== undefined && flow.assets.length > 0;
  const assets = named
    ? flow.assets
    : [
        ...new Set(
          entries.filter((entry) => entry.facts["entry.health"] !== true).flatMap((entry) => entry.assets),
        ),
      ];
  const told = flow === undefined ? false : isTold(component, id);
  const inbound = map.externals[from] !== undefined && (to === process || entries.length > 0);
  return {
    assets,
    lists: { entries, outbound },
    facts: {
      "flow.inbound": inbound,
      "flow.health": entries.length > 0 && entries.every((entry) => entry.facts["entry.health"] === true),
      "flow.undeclared": outbound.length > 0 && !launch && !told,
      "flow.configured":
        outbound.length > 0 && outbound.every((thing) => thing.facts["outbound.configured"] === true),
      "flow.outbound": from === process && map.externals[to] !== undefined && !launch,
      "flow.storing": store !== undefined,
      "flow.internal": map.processes[from] !== undefined && map.processes[to] !== undefined,
      "flow.crosses": anyBoundary ? crossed.length > 0 : isExternal && networked,
      "flow.encrypted": isEncrypted,
      "flow.plain": plain,
      "flow.unstated": !plain && !isEncrypted,
      "flow.ends-early": endsEarly.test(protection),
      "flow.to-model": model.test(map.externals[to]?.name ?? ""),
      "flow.repeats": twinsOf(map, id).length > 0,
      "flow.insecure": outbound.some((thing) => thing.facts["outbound.insecure"] === true),
      "flow.networked": networked,
      "flow.changes":
        entries.some((entry) => entry.facts["entry.changes"] === true) ||
        (store !== undefined && to === store),
      "flow.data": flow?.data ?? "",
      "flow.protocol": flow?.protocol ?? "",
      "flow.protection": flow?.protection ?? "",
    },
  };
};
