// Writes a Threagile model (YAML, 0.9.1). Threagile finds its risks itself from the architecture; a file that tracks a risk
// which its engine does not find is refused, so our threats stay out and the architecture goes in.

import type { Asset } from "../model/schema.ts";
import { asciiName, Names, plain, saysEncrypted } from "./text.ts";
import type { ForeignIds, WriterInput, Written } from "./types.ts";
import type { Key, View, ViewFlow, ViewNode } from "./view.ts";

export const threagileIds = (view: View): ForeignIds => {
  const names = new Names();
  return new Map(
    [...view.nodes, ...view.assets, ...view.boundaries].map(({ key, id }) => [
      key,
      names.take(asciiName(id, "part")),
    ]),
  );
};

const confidentiality: Readonly<Record<NonNullable<Asset["sensitivity"]>, string>> = {
  public: "public",
  internal: "internal",
  confidential: "confidential",
  secret: "strictly-confidential",
};
const ranks = ["public", "internal", "restricted", "confidential", "strictly-confidential"];
const highest = (values: readonly string[]): string =>
  ranks[Math.max(1, ...values.map((value) => ranks.indexOf(value)))] as string;

type Choice = readonly (readonly [RegExp, string])[];
const choose = (choice: Choice, words: string, otherwise: string): string =>
  choice.find(([pattern]) => pattern.test(words))?.[1] ?? otherwise;

const processTechnology: Choice = [
  [/\b(?:gateway)\b/i, "gateway"],
  [/\b(?:worker|job|batch|cron)\b/i, "batch-processing"],
  [/\b(?:cli|command)\b/i, "cli"],
  [/\b(?:lambda|function)\b/i, "function"],
  [/\b(?:rest|api|http)\b/i, "web-service-rest"],
  [/\b(?:agent|model|llm)\b/i, "ai"],
];
const storeTechnology: Choice = [
  [/\b(?:queue|topic|kafka|rabbit\w*|sqs)\b/i, "message-queue"],
  [/\b(?:file|files|folder|disk|git)\b/i, "local-file-system"],
  [/\b(?:bucket|s3|blob)\b/i, "block-storage"],
  [/\b(?:vault|key store)\b/i, "vault"],
];
const externalTechnology: Choice = [
  [/\b(?:browser|person|user|customer)\b/i, "browser"],
  [/\b(?:mobile|app)\b/i, "mobile-app"],
  [/\b(?:mail)\b/i, "mail-server"],
];

const protocolOf = ({ flow }: ViewFlow): string => {
  const words = [flow.protocol, flow.protection, flow.data].join(" ");
  const secure = saysEncrypted(flow.protocol, flow.protection);
  if (/\bhttps?\b|\brest\b|\bgraphql\b/i.test(words)) return secure ? "https" : "http";
  if (/\bwss?\b|\bwebsocket/i.test(words)) return secure ? "wss" : "ws";
  if (/\bssh\b/i.test(words)) return "ssh";
  if (/\bsmtp\b/i.test(words)) return secure ? "smtp-encrypted" : "smtp";
  if (/\b(?:sql|postgres\w*|mysql)\b/i.test(words))
    return secure ? "sql-access-protocol-encrypted" : "sql-access-protocol";
  if (/\b(?:pipe|standard (?:input|output)|stdin|stdout|ipc)\b/i.test(words))
    return "inter-process-communication";
  if (/\bin process\b|\bcall\b/i.test(words)) return "in-process-library-call";
  if (/\bfiles?\b/i.test(words)) return "local-file-access";
  return secure ? "binary-encrypted" : "unknown-protocol";
};

const authenticationOf = ({ flow }: ViewFlow): string => {
  const words = [flow.protocol, flow.protection, flow.data].join(" ");
  if (/\bmtls\b|client certificate/i.test(words)) return "client-certificate";
  if (/\btoken|bearer|jwt\b/i.test(words)) return "token";
  if (/\bsession\b/i.test(words)) return "session-id";
  if (/\bpassword|credential/i.test(words)) return "credentials";
  return "none";
};

const kinds = {
  external: { type: "external-entity", choice: externalTechnology, otherwise: "client-system" },
  process: { type: "process", choice: processTechnology, otherwise: "unknown-technology" },
  store: { type: "datastore", choice: storeTechnology, otherwise: "database" },
} as const;

/** Values of a map whose keys are titles: each title once. */
const titled = <T>(items: readonly (readonly [string, T])[]): Record<string, T> => {
  const names = new Names();
  return Object.fromEntries(items.map(([title, value]) => [names.take(plain(title)), value]));
};

export const writeThreagile = ({ view, title }: WriterInput): Written => {
  const ids = threagileIds(view);
  const id = (key: Key): string => ids.get(key) as string;
  const levels = new Map(
    view.assets.map(({ key, entry }) => [key, confidentiality[entry.sensitivity ?? "confidential"]]),
  );
  const described = (description: string | undefined, name: string): string => plain(description ?? name);

  const asset = (node: ViewNode): object => {
    const flows = view.flows.filter(({ from }) => from === node.key);
    const touching = view.flows.filter(({ from, to }) => from === node.key || to === node.key);
    const processed = [...new Set([...touching.flatMap(({ assets }) => assets), ...node.holds])];
    const words = `${node.name} ${node.description ?? ""}`;
    const { type, choice, otherwise } = kinds[node.kind];
    return {
      id: id(node.key),
      description: described(node.description, node.name),
      type,
      usage: "business",
      used_as_client_by_human: node.kind === "external",
      out_of_scope: node.kind === "external",
      justification_out_of_scope:
        node.kind === "external" ? "An external entity: its own threats are not modelled." : "",
      size: node.kind === "external" ? "system" : "component",
      technology: choose(choice, words, otherwise),
      internet: false,
      machine: "virtual",
      encryption: "none",
      owner: "",
      confidentiality: highest(processed.map((key) => levels.get(key) as string)),
      integrity: "important",
      availability: "important",
      justification_cia_rating:
        "Confidentiality is that of the assets that pass here; the rest is not rated.",
      multi_tenant: false,
      redundant: false,
      custom_developed_parts: node.kind === "process",
      data_assets_processed: processed.map(id),
      data_assets_stored: node.holds.map(id),
      data_formats_accepted: [],
      communication_links: titled(
        flows.map((each) => [
          each.flow.name,
          {
            target: id(each.to),
            description: described(each.flow.description ?? each.flow.data, each.flow.name),
            protocol: protocolOf(each),
            authentication: authenticationOf(each),
            authorization: "none",
            vpn: false,
            ip_filtered: false,
            readonly: false,
            usage: "business",
            data_assets_sent: each.assets.map(id),
            data_assets_received: [],
          },
        ]),
      ),
    };
  };

  const document = {
    threagile_version: "0.9.1",
    title: plain(title),
    author: { name: "instride" },
    management_summary_comment: plain(view.summary ?? title),
    business_criticality: "important",
    tags_available: [],
    data_assets: titled(
      view.assets.map(({ key, entry }) => [
        entry.name,
        {
          id: id(key),
          description: described(entry.description, entry.name),
          usage: "business",
          quantity: "many",
          confidentiality: levels.get(key),
          integrity: "important",
          availability: "important",
          justification_cia_rating: `Sensitivity: ${entry.sensitivity ?? "not stated"}; the rest is not rated.`,
        },
      ]),
    ),
    technical_assets: titled(view.nodes.map((node) => [node.name, asset(node)])),
    trust_boundaries: titled(
      view.boundaries.map(({ key, entry }) => [
        entry.name,
        {
          id: id(key),
          description: described(entry.description, entry.name),
          type: "network-virtual-lan",
          technical_assets_inside: view.nodes
            .filter(({ boundary }) => boundary === key)
            .map((node) => id(node.key)),
          trust_boundaries_nested: view.boundaries
            .filter(({ parent }) => parent === key)
            .map((inner) => id(inner.key)),
        },
      ]),
    ),
    shared_runtimes: {},
  };
  return {
    document,
    references: {
      ids: [...ids.values()],
      named: [
        ...view.flows.flatMap(({ to, assets }) => [to, ...assets].map(id)),
        ...view.nodes.flatMap(({ boundary, holds }) =>
          [...(boundary === undefined ? [] : [boundary]), ...holds].map(id),
        ),
      ],
    },
  };
};
