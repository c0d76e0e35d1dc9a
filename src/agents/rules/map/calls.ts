// Calls over the network and programs that the component starts: each belongs to a flow, the spec's or one of its own.

import type { Fact } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { marked, stems } from "../phrases.ts";
import type { Elements } from "./elements.ts";
import { anchorsOf, seen } from "./facts.ts";
import { productOf } from "./names.ts";

/** Calls over the network: each belongs to a flow of the spec, or makes one of its own. */
export const claimOutbound = (elements: Elements): void => {
  const calls = [...seen(elements.sources, "outbound")];
  const open: (readonly [string, Fact[]])[] = [];
  for (const [key, facts] of calls) {
    if (isStoreCall(elements, key, facts)) continue;
    const flow = elements.sheet.find("flows", [key]) ?? flowFor(elements, facts);
    if (flow === undefined) open.push([key, facts]);
    else attach(elements, flow, key, facts);
  }
  const free = outgoing(elements).filter((id) => !hasCall(elements, id));
  for (const [key, facts] of open) {
    const isOnly = free.length === 1 && open.length === 1 && /^(env|dynamic) /.test(facts[0]?.name ?? "");
    if (isOnly && free[0] !== undefined) attach(elements, free[0], key, facts);
    else derive(elements, key, facts);
  }
};

/** The client of a store that is on the map anyway, such as a bucket's, is no provider of its own. */
const isStoreCall = (elements: Elements, key: string, facts: readonly Fact[]): boolean => {
  const name = facts[0]?.name ?? "";
  const product = /^(?:aws|google-cloud) /.test(name) ? productOf(name) : undefined;
  const store =
    elements.sheet.find("stores", [key]) ?? (product === undefined ? undefined : elements.storeOf(product));
  if (store === undefined) return false;
  elements.store(
    elements.sheet.get("stores", store)?.name ?? store,
    [key],
    anchorsOf(elements.sources.observation, facts),
  );
  return true;
};

const outgoing = (elements: Elements): string[] => {
  return elements.sheet.ids("flows").filter((id) => {
    const flow = elements.sheet.get("flows", id);
    return (
      flow?.["from"] === elements.process && elements.sheet.get("externals", String(flow["to"])) !== undefined
    );
  });
};

const hasCall = (elements: Elements, flow: string): boolean => {
  return (elements.sheet.get("flows", flow)?.covers ?? []).some(
    (key) => key.startsWith("outbound:") || key.startsWith("launch:"),
  );
};

/** The outgoing flow whose far end has a word of the call's host, variable, file or symbol in its name. */
const flowFor = (elements: Elements, facts: readonly Fact[]): string | undefined => {
  const texts = facts.map((fact) =>
    `${fact.name} ${fact.at.path} ${fact.symbol ?? ""}`
      .replace(/[_A-Z]/g, (char) => (char === "_" ? " " : ` ${char}`))
      .replace(/(?<=\b\p{Lu}) (?=\p{Lu}\b)/gu, ""),
  );
  const plain = facts.map((fact) =>
    `${fact.name} ${fact.at.path} ${fact.symbol ?? ""}`.replace(/[_./#-]/g, " "),
  );
  const words = new Set(stems([...texts, ...plain].join(" ")));
  const generic = new Set([
    "service",
    "provider",
    "api",
    "system",
    "server",
    "external",
    "third",
    "party",
    "host",
    "src",
    "http",
    "client",
  ]);
  return outgoing(elements).find((id) => {
    const far = elements.sheet.get("externals", String(elements.sheet.get("flows", id)?.["to"]));
    return stems(far?.name ?? "").some((word) => !generic.has(word) && words.has(word));
  });
};

const attach = (elements: Elements, flow: string, key: string, facts: readonly Fact[]): void => {
  const entry = elements.sheet.get("flows", flow);
  if (entry === undefined) return;
  if (!entry.covers.includes(key)) entry.covers = [...entry.covers, key].sort(compare);
  entry.code = [...new Set([...entry.code, ...anchorsOf(elements.sources.observation, facts)])].sort(compare);
  elements.sheet.claimed.add(flow);
  for (const end of [String(entry["from"]), String(entry["to"])]) elements.sheet.claimed.add(end);
};

const derive = (elements: Elements, key: string, facts: readonly Fact[]): void => {
  const far = elements.sheet.claim({ section: "externals", name: farName(facts[0]?.name ?? key) });
  elements.sheet.claim({
    section: "flows",
    name: `${elements.nameOf(elements.process)} to ${elements.sheet.get("externals", far)?.name ?? far}`,
    id: elements.flowId(elements.process, far),
    keys: [key],
    code: anchorsOf(elements.sources.observation, facts),
    fields: { from: elements.process, to: far, data: "requests and answers" },
  });
};

export const claimLaunches = (elements: Elements): void => {
  for (const [key, facts] of seen(elements.sources, "launch")) {
    const known = elements.sheet.find("flows", [key]);
    if (known !== undefined) {
      attach(elements, known, key, facts);
      continue;
    }
    const name = facts[0]?.name ?? key;
    const program = elements.end(
      /^dynamic /.test(name) ? "Program chosen at run time" : (name.split("/").pop() ?? name),
    );
    const target =
      program.section === "processes"
        ? { id: elements.sheet.claim({ section: "externals", name: `${name} (child process)` }) }
        : program;
    const drawn = outgoing(elements).find((id) => elements.sheet.get("flows", id)?.["to"] === target.id);
    if (drawn !== undefined) {
      attach(elements, drawn, key, facts);
      continue;
    }
    elements.sheet.claim({
      section: "flows",
      name: `${elements.nameOf(elements.process)} starts ${marked(name).replaceAll("`", "")}`,
      id: elements.flowId(elements.process, target.id),
      keys: [key],
      code: anchorsOf(elements.sources.observation, facts),
      fields: {
        from: elements.process,
        to: target.id,
        data: "arguments, environment and output",
        protocol: "child process",
      },
    });
  }
};

const isBroker = /amqp|rabbit|kafka|nats|broker/i;

/** `env MAIL_URL` is the service behind a setting: `Mail`. A host stays as it is. */
const farName = (name: string): string => {
  if (isBroker.test(name)) return "Message broker";
  const env = /^env (\w+?)(?:_(?:URL|URI|HOST|ENDPOINT|BASE|ADDRESS|API|ORIGIN))*$/.exec(name)?.[1];
  if (env !== undefined) {
    const words = env.toLowerCase().split("_").join(" ");
    return `${words.charAt(0).toUpperCase()}${words.slice(1)} service`;
  }
  if (name === "same-origin") return "Own origin";
  return /^dynamic /.test(name) ? "Host chosen at run time" : name;
};
