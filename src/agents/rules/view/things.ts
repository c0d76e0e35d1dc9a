// Calls, launches, secrets, files and cryptography of the code, as items that rules look through.

import type { Facts } from "../../../frameworks/predicate.ts";
import type { ListName } from "../../../frameworks/vocabulary.ts";
import { type Fact, factKey } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { classOfSecret } from "../map/assets.ts";
import { anchorsOf, isAddressOf, seen, stated } from "../map/facts.ts";
import { marked } from "../phrases.ts";
import type { Component } from "./component.ts";

/** One item of a list, with what is needed to name it and to point at it. */
export interface Thing {
  readonly facts: Facts;
  /** As it is written in a sentence. */
  readonly label: string;
  readonly anchors: readonly string[];
  /** Keys of facts that it rests on. */
  readonly keys: readonly string[];
  /** Id of its entry on the map, when it has one. */
  readonly id?: string;
  /** Ids of the assets at stake. */
  readonly assets: readonly string[];
  /** Ids of the elements that call it or are called. */
  readonly ends: readonly string[];
  /** Words by which it can be found in other statements. */
  readonly text: string;
}

type Base = Pick<Component, "map" | "sources" | "process" | "evidence" | "traits">;

/** Services that deliver messages to people. */
export const isMailer = /mail|smtp|\bses\b|sendgrid|postmark|resend|mailgun|\bsms\b|twilio|\bpush\b|notif/i;
const broker = /amqp|rabbit|kafka|nats|broker|\bsqs\b|\bsns\b/i;
const payment = /pay|stripe|adyen|bank|invoice|billing|ledger/i;
const hasDeadline = /timeout|AbortSignal|\bsignal\b|deadline/i;
const writes = /method\s*:\s*["'`](POST|PUT|PATCH|DELETE)|\bbody\s*:|\.(post|put|patch|delete|send\w*)\s*\(/i;

const all = (facts: readonly Fact[], pattern: RegExp): boolean =>
  facts.every((fact) => pattern.test(fact.text));
const any = (facts: readonly Fact[], pattern: RegExp): boolean =>
  facts.some((fact) => pattern.test(fact.text));

/** The flow of the map that accounts for a fact. */
const flowOf = (
  base: Base,
  key: string,
): { id: string; to: string; assets: readonly string[] } | undefined => {
  const found = Object.entries(base.map.flows)
    .sort(([a], [b]) => compare(a, b))
    .find(([, flow]) => flow.covers.includes(key));
  return found === undefined ? undefined : { id: found[0], to: found[1].to, assets: found[1].assets };
};

const sensitivity = (base: Base, assets: readonly string[], level: string): boolean =>
  assets.some((id) => base.map.assets[id]?.sensitivity === level);

const outbound = (base: Base): Thing[] =>
  [...seen(base.sources, "outbound")]
    .filter(([key]) => !Object.values(base.map.stores).some(({ covers }) => covers.includes(key)))
    .map(([key, facts]) => {
      const name = facts[0]?.name ?? key;
      const flow = flowOf(base, key);
      const far = flow === undefined ? undefined : base.map.externals[flow.to];
      const text = `${name} ${facts.map((fact) => `${fact.at.path} ${fact.symbol ?? ""}`).join(" ")} ${far?.name ?? ""}`;
      const assets = flow?.assets ?? [];
      const insecure = base.sources.code.some(
        (fact) =>
          fact.kind === "crypto" &&
          fact.name === "tls verification off" &&
          facts.some(({ at }) => at.path === fact.at.path),
      );
      return {
        label: marked(far?.name ?? name),
        anchors: anchorsOf(base.sources.observation, facts),
        keys: [key],
        ...(flow === undefined ? {} : { id: flow.id }),
        assets,
        ends: flow === undefined ? [] : [flow.to],
        text,
        facts: {
          "outbound.name": name,
          "outbound.host": name,
          "outbound.seen": true,
          "outbound.dynamic": /^dynamic |\{/.test(name),
          "outbound.configured": /^env /.test(name),
          "outbound.plain": any(facts, /["'`]http:\/\/(?!localhost|127\.|\[::1)/) || /^http:\/\//.test(name),
          "outbound.insecure": insecure,
          "outbound.timeout":
            all(facts, hasDeadline) || facts.every((fact) => fact.fields["timeout"] !== undefined),
          "outbound.broker": broker.test(text),
          "outbound.mail": isMailer.test(text),
          "outbound.payment": payment.test(text),
          "outbound.reads": !any(facts, writes) && !isMailer.test(text),
          "outbound.sensitive":
            sensitivity(base, assets, "confidential") || sensitivity(base, assets, "secret"),
          "outbound.secret": sensitivity(base, assets, "secret"),
        },
      };
    });

/** Arguments that are not written out: a name, a spread or a template with a hole. */
const isDynamicLaunch = (name: string, text: string): boolean => {
  if (/^dynamic /.test(name) || /\$\{/.test(text) || /["'`]\s*\+/.test(text)) return true;
  const list = /\[([^\]]*)\]/.exec(text)?.[1];
  if (list !== undefined)
    return list.split(",").some((item) => item.trim() !== "" && !/^\s*["'`][^"'`]*["'`]\s*$/.test(item));
  return /,\s*[a-z_$][\w.$]*\s*[,)]/i.test(text);
};

const launches = (base: Base): Thing[] =>
  [...seen(base.sources, "launch")].map(([key, facts]) => {
    const name = facts[0]?.name ?? key;
    const flow = flowOf(base, key);
    return {
      label: /^dynamic /.test(name) ? "a program chosen at run time" : marked(name),
      anchors: anchorsOf(base.sources.observation, facts),
      keys: [key],
      ...(flow === undefined ? {} : { id: flow.id }),
      assets: flow?.assets ?? [],
      ends: flow === undefined ? [] : [flow.to],
      text: name,
      facts: {
        "launch.name": name,
        "launch.shell": facts.some((fact) => fact.fields["shell"] === "true"),
        "launch.dynamic": facts.some((fact) => isDynamicLaunch(name, fact.text)),
        "launch.evaluates": any(facts, /new Function|\beval\(|["'`](-e|--eval|-c)["'`]\s*,\s*[a-z_$]/i),
      },
    };
  });

/** Secrets that the spec places in the environment: what is known of code that is not observed. */
const statedSecrets = (base: Base): Thing[] =>
  stated(base.sources, "asset")
    .filter(
      ({ fields, text }) => /secret/i.test(fields["sensitivity"] ?? "") && /\benvironment\b/i.test(text),
    )
    .flatMap((fact) => {
      const id = Object.entries(base.map.assets).find(
        ([each, { name, covers }]) =>
          factKey("asset", name) === fact.key || `asset:${each}` === fact.key || covers.includes(fact.key),
      )?.[0];
      if (id === undefined) return [];
      const kind = classOfSecret(fact.name);
      return [
        {
          label: marked(fact.name),
          anchors: [],
          keys: [fact.key],
          id,
          assets: [id],
          ends: [],
          text: fact.name,
          facts: {
            "secret.name": fact.name,
            "secret.address": false,
            "secret.database": kind === "database-credentials",
            "secret.signing": kind === "signing-keys",
            "secret.literal": false,
          },
        },
      ];
    });

const secrets = (base: Base): Thing[] => {
  const observed = observedSecrets(base);
  return observed.length > 0 || base.sources.observation.unobserved.length === 0
    ? observed
    : statedSecrets(base);
};

const observedSecrets = (base: Base): Thing[] =>
  [...seen(base.sources, "secret")].map(([key, facts]) => {
    const name = facts[0]?.name ?? key;
    const asset = Object.entries(base.map.assets).find(
      ([id, entry]) => entry.covers.includes(key) || `secret:${id}` === key,
    );
    const kind = classOfSecret(name);
    return {
      label: marked(name.replace(/^hard-coded /, "")),
      anchors: anchorsOf(base.sources.observation, facts),
      keys: [key],
      ...(asset === undefined ? {} : { id: asset[0] }),
      assets: asset === undefined ? [] : [asset[0]],
      ends: [],
      text: name,
      facts: {
        "secret.name": name,
        "secret.address": base.sources.code.some(
          (fact) => fact.kind === "outbound" && isAddressOf(name, fact.name),
        ),
        "secret.database": kind === "database-credentials",
        "secret.signing": kind === "signing-keys",
        "secret.literal":
          /^hard-coded /.test(name) || facts.some((fact) => fact.fields["operation"] === "literal"),
      },
    };
  });

const plain = (
  base: Base,
  kind: "file" | "crypto",
  factsOf: (name: string, facts: readonly Fact[]) => Facts,
): Thing[] =>
  [...seen(base.sources, kind)].map(([key, facts]) => {
    const name = facts[0]?.name ?? key;
    return {
      label: marked(
        name
          .replace(/^(read|write|delete|inspect) /, "")
          .replace(/^dynamic /, "")
          .replace(/\{([^}]*)\}/g, "<$1>"),
      ),
      anchors: anchorsOf(base.sources.observation, facts),
      keys: [key],
      assets: [],
      ends: [],
      text: name,
      facts: factsOf(name, facts),
    };
  });

export const thingsOf = (base: Base): Readonly<Record<Exclude<ListName, "entries">, readonly Thing[]>> => ({
  outbound: outbound(base),
  launches: launches(base),
  secrets: secrets(base),
  files: plain(base, "file", (name, facts) => ({
    "file.name": name,
    "file.dynamic": /\bdynamic\b/.test(name),
    "file.writes": facts.some((fact) => /write|delete/.test(fact.fields["operation"] ?? name)),
  })).filter((thing) => !/^(inspect)/.test(thing.text)),
  crypto: plain(base, "crypto", (name, facts) => ({
    "crypto.name": name,
    "crypto.weak": /\b(md5|sha-?1|rc4|des|math\.random)\b/i.test(name),
    "crypto.password":
      /^(scrypt|pbkdf2|argon2|bcrypt)/.test(name) ||
      facts.some((fact) => /password/i.test(`${fact.symbol ?? ""} ${fact.text} ${fact.at.path}`)),
  })),
});
