// The entry points as items: what kind each is, who may call it, what it does, and what was seen at it.

import { anchorAt } from "../../../model/anchor.ts";
import type { Fact } from "../../../model/fact.ts";
import { factKey } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import type { InterfaceRow } from "../../../spec/types.ts";
import { entryKind } from "../map/entries.ts";
import { anchorsOf, stated } from "../map/facts.ts";
import { isAdministrator } from "../map/names.ts";
import { marked } from "../phrases.ts";
import type { Component } from "./component.ts";
import {
  assetsFor,
  type Base,
  guardsAt,
  handlersOf,
  hasMailer,
  isInside,
  isRoleInput,
  literal,
} from "./entry-signs.ts";
import type { Thing } from "./things.ts";

type Others = { readonly outbound: readonly Thing[] };

const isNone =
  /^\s*(none|no|nobody|public|anonymous|open|unauthenticated|n\/a|not needed|not required|-+|–|—)\b|^\s*[-–—]?\s*$|\bno (authentication|credential|auth|login)\b|^without\b/i;
const isHealth =
  /\/(health|healthz|ready|readyz|readiness|live|livez|liveness|status|ping|metrics|version)\/?$/i;
const isCredential =
  /\/(log-?in|sign-?in|sessions?|auth|authenticate|token|oauth\/token|otp|two-factor|mfa)\/?$/i;
const isRecovery =
  /reset|recover|forgot|magic|invit|activat|verify-?e?mail|confirm|(?:sign|log)-?in-?(?:link|code)|passwordless/i;
/** The request itself holds what lets its sender in: "the token in the body", "the link is the proof". */
const isProof =
  /\bin the (?:body|link|request|mail|address|url)\b|\bis the proof\b|\bone.?time (?:code|token|link)/i;
const isLogin = /log-?in|sign-?in|password|passcode|\botp\b|\bmfa\b|credential/i;
/** Cells of a row, as they stand in its text. */
const cell =
  /(?:^|; )(?:from|callers?|called by|authenti\w+|authori\w+|auth|entry ?points?|routes?|endpoints?): [^;]*/gi;
const isWebhook = /\/(web)?hooks?\b|callback|\bipn\b|\/notify\b/i;
const isOnce =
  /refund|transfer|withdraw|payout|redeem|payments?\b|\bpay\b|orders?\b|checkout|coupon|\bvotes?\b|reset|claim/i;
const sendsMail =
  /reset|recover|forgot|magic|invit|sign-?up|register|verify|confirm|contact|subscri|log-?in|sessions?$|\bmail/i;
const reads =
  /\b(bytes|text|json|yaml|markdown|source|files?|records?|delta|globs?|patterns?|regexp?|config|spec|patch|document|html|csv|xml|path)\b/i;
const parses = /\b(parse|read|load|decode|judge|apply|merge|lint|match|scan|observe|import|hook|verify)/i;
const renders =
  /\b(render|print|report|brief|show|explain|lint|format|emit|export|summar|status|diff)|[a-z](Brief|Report|Render|Explain)/i;
const secretField = /^(token|access_?token|secret|code|key|api_?key|otp|session_?token|signature|password)$/i;

const wordsBy = (fact: Fact | undefined, row: InterfaceRow | undefined): string =>
  [fact?.text.replace(cell, ""), fact?.fields["description"], row?.description, row?.output]
    .filter((text) => text !== undefined)
    .join(" ")
    .replace(/\b(?:without|no|never) \w+/gi, "");

/** A decision of the spec that is about this route, or about all routes and not against this one. */
const decisionFor = (base: Base, name: string): string | undefined => {
  const path = /\s(\/\S*)$/.exec(name)?.[1] ?? name;
  const facts = stated(base.sources, "auth");
  const textOf = (fact: Fact): string =>
    [
      fact.fields["authentication"],
      fact.fields["authorization"],
      fact.fields["decides"],
      fact.fields["description"],
    ]
      .filter((text) => text !== undefined)
      .join("; ") || fact.text;
  const own = facts.find((fact) => fact.name.includes(name) || fact.name.trim() === path);
  if (own !== undefined) return textOf(own);
  const general = facts.find(({ text }) =>
    /\b(all|every|each|any)\b.{0,40}\b(route|request|call|endpoint|operation|other)/i.test(text),
  );
  if (general === undefined) return undefined;
  const exception = /\b(except|but not|other than|apart from|besides)\b(.*)$/i.exec(general.text)?.[2] ?? "";
  return exception.includes(path) ? "none" : textOf(general);
};

export const entriesOf = (base: Base, others: Others): Thing[] =>
  Object.keys(base.map["entry-points"])
    .sort(compare)
    .map((id) => entryOf(base, others, id));

const entryOf = (base: Base, others: Others, id: string): Thing => {
  const { sources, map } = base;
  const entry = map["entry-points"][id] as Component["map"]["entry-points"][string];
  const keys = [factKey("entry", entry.name), `entry:${id}`, ...entry.covers];
  const fact = stated(sources, "entry").find(({ key }) => keys.includes(key));
  const row = sources.spec.interface.find((each) => keys.includes(factKey("entry", each.name)));
  const places = sources.code.filter((each) => each.kind === "entry" && keys.includes(each.key));
  const name = entry.name;
  const kind = entryKind(name, { ...places[0]?.fields, ...fact?.fields }, row?.kind);
  const [, method = "", path = ""] = /^([A-Z]+)\s+(\S+)$/i.exec(name) ?? [];
  const verb = method.toUpperCase();
  const prose = wordsBy(fact, row);
  const inputs = row?.inputs ?? [];
  const told = [entry.authentication, entry.authorization, row?.auth].filter(
    (text, at, texts): text is string => text !== undefined && texts.indexOf(text) === at,
  );
  const auth = told.length > 0 ? told.join(", ") : (decisionFor(base, name) ?? "");
  const proof = told[0] ?? auth;
  const guards = guardsAt(base, places);
  const statedNone = auth !== "" && isNone.test(auth);
  const demands = places.flatMap(({ fields }) => fields["requires"] ?? []);
  const isDemanded = demands.length > 0 && demands.every((demand) => demand !== "public");
  // What a table demands is asked by the check that reads the table.
  const demanded = isDemanded && base.sources.code.some(({ kind: each }) => each === "auth");
  const guarded = !statedNone && (demanded || guards.some((guard) => guard !== "reply 401" || auth !== ""));
  const http = kind === "http";
  const changes = http
    ? !/^(GET|HEAD|OPTIONS|WS)$/.test(verb)
    : kind === "function"
      ? !/^(get|list|find|read|is|has|parse|format)/i.test(name)
      : !/\b(list|show|status|get|lint|verify|check|version|help|diff)\b/i.test(name);
  const takesInput = (pattern: RegExp): boolean => inputs.some((input) => pattern.test(input.name));
  const asksPassword = takesInput(/password|passcode|passphrase|\botp\b|one.?time|pin$/i);
  const byCredential = /password|passcode|one.?time code|credentials/i.test(auth);
  const holdsProof = http && isProof.test(auth) && !isDemanded;
  const redeems =
    http &&
    changes &&
    !isDemanded &&
    !byCredential &&
    (inputs.some(({ name: input }) => /^(?:token|code|otp|link)$/i.test(input)) ||
      /[:{[<](?:token|code)\b/i.test(path) ||
      (holdsProof && /token|code|link/i.test(auth))) &&
    (holdsProof || statedNone || auth === "" || isRecovery.test(path));
  const credential =
    http &&
    verb === "POST" &&
    (asksPassword || byCredential || (isCredential.test(path) && (auth === "" || statedNone)));
  const authenticated = !statedNone && !credential && !holdsProof && (auth !== "" || guarded);
  const recovery = http && (isRecovery.test(path) || redeems) && !authenticated && !credential;
  const webhook = http && verb === "POST" && isWebhook.test(name);
  const health = http && /^(GET|HEAD)$/.test(verb) && isHealth.test(path);
  const parameter = http && /\/(?::|\{|\[|<)\w+[}\]>]?\/?/.test(`${path}/`);
  const lastIsName = /\/[a-z][\w-]*s\/?$/i.test(path);
  const isListed = /\[\]|\blist\b|array|collection|page of/i.test(row?.output ?? "");
  const admin = isAdministrator.test(`${name} ${auth}`.replace(/[/_-]/g, " "));
  const text = `${name.replace(/[/:{}]/g, " ")} ${prose} ${inputs.map((input) => input.name).join(" ")}`;
  const assets = assetsFor(base, text, credential);
  const sensitive = assets.some((asset) => /confidential|secret/.test(map.assets[asset]?.sensitivity ?? ""));
  const tokenInUrl =
    http &&
    ([...path.matchAll(/[:{[<](\w+)/g)].some((match) => secretField.test(match[1] ?? "")) ||
      inputs.some((input) => (input.in === "query" || input.in === "path") && secretField.test(input.name)));
  const args = [/\(([^)]*)\)/.exec(name)?.[1] ?? "", ...inputs.map((input) => input.name)].join(" ");
  const cells = Object.entries(fact?.fields ?? {}).flatMap(([field, cellText]) =>
    /read|input|take|data/.test(field) ? [cellText] : [],
  );
  const signature = [args, row?.description ?? "", ...cells].join(" ");
  const declared =
    inputs.length > 0 && inputs.every((input) => input.type !== "unknown" && input.type !== "object");
  const handlers = handlersOf(base, places);
  const near = new Set([...places.map(({ at, symbol }) => anchorAt(at.path, symbol ?? "")), ...handlers]);
  const seenNear = (topic: "role" | "ownership" | "validation"): boolean =>
    base.evidence.code(topic).some(({ anchor, sure }) => sure && near.has(anchor)) ||
    places.some((place) =>
      base.evidence
        .code(topic)
        .some(({ name: symbol }) => new RegExp(`\\b${literal(symbol)}\\b`).test(place.text)),
    );
  const flag = (values: Readonly<Record<string, boolean | string>>): Record<string, boolean | string> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`entry.${key}`, value]));
  return {
    label: marked(name),
    anchors: entry.code.length > 0 ? entry.code : anchorsOf(sources.observation, places),
    keys: [...new Set([...(fact === undefined ? [] : [fact.key]), ...places.map(({ key }) => key)])],
    id,
    assets,
    ends: entry.from,
    text,
    facts: flag({
      name,
      auth,
      method: verb,
      http,
      command: kind === "command",
      queue: kind === "queue",
      scheduled: kind === "scheduled",
      function: kind === "function",
      proof,
      seen: places.length > 0,
      stated: fact !== undefined || row !== undefined,
      guarded,
      declared: demanded,
      "role-declared": demanded && demands.some((demand) => /\brole|admin|scope|permission/i.test(demand)),
      inside: isInside(base, entry.from),
      login: http && (credential || recovery || isLogin.test(path)),
      redeems,
      public: http,
      authenticated,
      anonymous: http && !authenticated,
      changes,
      credential,
      "takes-id": parameter,
      admin,
      webhook,
      health,
      list: http && verb === "GET" && !parameter && !health && (isListed || lastIsName),
      bounded:
        inputs.some(
          (input) =>
            /limit|page|per_?page|size|cursor|first|top/i.test(input.name) &&
            (input.max !== undefined || /cursor/i.test(input.name)),
        ) || /at most \d+|\bpage[sd]?\b/i.test(prose),
      validated: declared || seenNear("validation"),
      upload:
        http &&
        changes &&
        (/upload|attachment|multipart/i.test(`${name} ${prose}`) ||
          takesInput(/^(file|files|upload|image|picture|document)$/i)),
      recovery,
      "single-use": http && verb === "POST" && !webhook && isOnce.test(path),
      sends:
        http &&
        changes &&
        !authenticated &&
        !credential &&
        !webhook &&
        !redeems &&
        (others.outbound.some((thing) => thing.facts["outbound.mail"] === true) || hasMailer(base)) &&
        (recovery || sendsMail.test(path) || /\bmails?\b|sends/i.test(prose)),
      "token-in-url": tokenInUrl,
      "role-field": changes && inputs.some(isRoleInput),
      "role-stated": /\brole|\badmin|scope|permission|operator/i.test(auth),
      "role-seen": seenNear("role"),
      "owner-stated":
        /\bown(s|er|ed)?\b|belong|same (user|account|tenant)|\b(that|who|which) (made|created|uploaded|issued|registered|opened|wrote) (it|the)\b/i.test(
          `${auth} ${prose}`,
        ),
      "owner-seen": seenNear("ownership"),
      "free-text":
        changes &&
        inputs.some(
          (input) =>
            /^string/.test(input.type) &&
            input.oneOf === undefined &&
            input.format === undefined &&
            !/password|token|code|email|mail|^id$|id$/i.test(input.name),
        ),
      "static-key":
        authenticated &&
        /api.?key|shared (secret|key)|\bkeys?\b|\bsecret\b|hmac|basic auth|signature/i.test(auth),
      session:
        authenticated && http && /session|cookie|bearer|token|jwt/i.test(auth) && !/api.?key/i.test(auth),
      document: !http && kind !== "queue" && (reads.test(signature) || parses.test(name)),
      claims:
        kind === "function" &&
        /\b(author|by|agent|mode|provenance|owner|user|actor|identity|signer)\b/i.test(args),
      renders: !http && renders.test(name),
      body: http && /^(POST|PUT|PATCH)$/.test(verb),
      sensitive: sensitive && (/^GET$/.test(verb) || changes) && !health,
    }),
  };
};
