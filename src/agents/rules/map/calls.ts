// Calls over the network and programs that the component starts: each belongs to a flow, the spec's or one of its own.

import type { Fact } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { listed, marked, stems } from "../phrases.ts";
import type { Elements } from "./elements.ts";
import { anchorsOf, isAddressOf, seen } from "./facts.ts";
import { productOf } from "./names.ts";

/** Calls over the network: each belongs to a flow of the spec, or makes one of its own. */
export const claimOutbound = (elements: Elements): void => {
  for (const [key, facts] of seen(elements.sources, "outbound")) {
    if (isStoreCall(elements, key, facts)) continue;
    const flow = elements.sheet.find("flows", [key]) ?? flowFor(elements, facts);
    const keys = [key, ...addressKeys(elements, facts)];
    if (flow === undefined) derive(elements, keys, facts);
    else attach(elements, flow, keys, facts);
  }
};

/** A setting that is only the address of a call, `EXPORT_WEBHOOK_URL`, is accounted for where the call is. */
const addressKeys = (elements: Elements, facts: readonly Fact[]): string[] =>
  [...seen(elements.sources, "secret")].flatMap(([key, [secret]]) =>
    secret !== undefined && facts.some(({ name }) => isAddressOf(secret.name, name)) ? [key] : [],
  );

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
    ...stems(`${elements.self.id} ${elements.self.title}`),
  ]);
  const text = facts.map((fact) => `${fact.name} ${fact.symbol ?? ""}`).join(" ");
  return outgoing(elements).find((id) => {
    const far = elements.sheet.get("externals", String(elements.sheet.get("flows", id)?.["to"]))?.name ?? "";
    return (
      stems(far).some((word) => !generic.has(word) && words.has(word)) ||
      trades.some((trade) => trade.test(far) && trade.test(text))
    );
  });
};

/** Words by which a service and the name of its client mean the same trade. */
const trades: readonly RegExp[] = [
  /mail|smtp|\bses\b|sendgrid|postmark|resend|mailgun/i,
  /\bsms\b|text message|twilio|vonage/i,
  /payment|\bpay|stripe|adyen|paypal|braintree/i,
];

const attach = (elements: Elements, flow: string, keys: readonly string[], facts: readonly Fact[]): void => {
  const entry = elements.sheet.get("flows", flow);
  if (entry === undefined) return;
  entry.covers = [...new Set([...entry.covers, ...keys])].sort(compare);
  entry.code = [...new Set([...entry.code, ...anchorsOf(elements.sources.observation, facts)])].sort(compare);
  elements.sheet.claimed.add(flow);
  for (const end of [String(entry["from"]), String(entry["to"])]) elements.sheet.claimed.add(end);
};

const derive = (elements: Elements, keys: readonly string[], facts: readonly Fact[]): void => {
  const far = elements.sheet.claim({ section: "externals", name: farName(facts[0]?.name ?? "") });
  const sent = [...new Set(facts.flatMap(({ fields }) => fields["sends"]?.split(", ") ?? []))];
  elements.sheet.claim({
    section: "flows",
    name: `${elements.nameOf(elements.process)} to ${elements.sheet.get("externals", far)?.name ?? far}`,
    id: elements.flowId(elements.process, far),
    keys,
    code: anchorsOf(elements.sources.observation, facts),
    fields: {
      from: elements.process,
      to: far,
      data: sent.length === 0 ? "requests and answers" : `the fields ${listed(sent, 6)}`,
    },
  });
};

export const claimLaunches = (elements: Elements): void => {
  for (const [key, facts] of seen(elements.sources, "launch")) {
    const known = elements.sheet.find("flows", [key]);
    if (known !== undefined) {
      attach(elements, known, [key], facts);
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
      attach(elements, drawn, [key], facts);
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

/** Names that already are those of something that answers. */
const isThing =
  /\b(?:web)?hooks?$|\b(?:service|server|provider|gateway|proxy|api|host|platform|registry|collector|sink)s?$/i;

/** `env MAIL_URL` is the service behind a setting: `Mail`. A host stays as it is. */
const farName = (name: string): string => {
  if (isBroker.test(name)) return "Message broker";
  const env = /^env (\w+?)(?:_(?:URL|URI|HOST|ENDPOINT|BASE|ADDRESS|API|ORIGIN))*$/.exec(name)?.[1];
  if (env !== undefined) {
    const words = env.toLowerCase().split("_").join(" ");
    const name = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    return isThing.test(name) ? name : `${name} service`;
  }
  if (name === "same-origin") return "Own origin";
  return /^dynamic /.test(name) ? "Host chosen at run time" : name;
};
