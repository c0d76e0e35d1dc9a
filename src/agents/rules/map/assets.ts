// Assets: what the spec names, and the secrets that the code takes from its environment.

import type { Fact } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { stems } from "../phrases.ts";
import { anchorsOf, isAddressOf, type Sources, seen, stated } from "./facts.ts";
import type { Sheet } from "./sheet.ts";

type Sensitivity = "public" | "internal" | "confidential" | "secret";

const isSecret =
  /secret|password|passphrase|credential|\btokens?\b|private key|signing key|api.?keys?\b|\bkeys?\b|session (id|cookie)s?|one.?time|reset link|magic link|recovery/i;
const isConfidential =
  /personal|e-?mail|address|phone|name|customer|patient|health|payment|card|iban|account|session|message|document|contract|salary|location|audit|order|invoice|\bpii\b/i;

/** How sensitive an asset is, by the spec's own word for it, else by its name. */
export const sensitivityOf = (statedWord: string | undefined, text: string): Sensitivity => {
  const word = (statedWord ?? "").toLowerCase();
  if (/secret|restricted|strict|critical|credential/.test(word)) return "secret";
  if (/confidential|high|personal|sensitive|private|pii/.test(word)) return "confidential";
  if (/public|open|none/.test(word)) return "public";
  if (/internal|medium|low/.test(word)) return "internal";
  if (isSecret.test(text)) return "secret";
  return isConfidential.test(text) ? "confidential" : "internal";
};

/** Classes of secrets, by the names of their variables; each class is one asset. */
const classes: readonly (readonly [id: string, name: string, pattern: RegExp])[] = [
  ["hard-coded-secrets", "Secrets written into the code", /^hard-coded /],
  [
    "database-credentials",
    "Database credentials",
    /DATABASE|(^|_)(DB|PG|POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB|REDIS|CLICKHOUSE|ELASTICSEARCH)(_|[A-Z]|$)|CONNECTION_STRING|DSN/,
  ],
  ["broker-credentials", "Broker credentials", /AMQP|RABBIT|KAFKA|NATS|BROKER|QUEUE/],
  ["signing-keys", "Signing keys", /SIGN|JWT|HMAC|COOKIE|SESSION|PEPPER|PRIVATE|ENCRYPT|WEBHOOK_SECRET/],
  ["service-credentials", "Credentials for other services", /./],
];

export const classOfSecret = (name: string): string =>
  classes.find(([, , pattern]) => pattern.test(name))?.[0] ?? "service-credentials";

export const claimAssets = (sheet: Sheet, sources: Sources): void => {
  for (const fact of stated(sources, "asset")) {
    const description = fact.fields["description"];
    sheet.claim({
      section: "assets",
      name: fact.name,
      keys: [fact.key],
      fields: {
        sensitivity: sensitivityOf(fact.fields["sensitivity"], `${fact.name} ${description ?? ""}`),
        ...(description === undefined ? {} : { description }),
      },
    });
  }
  const calls = [...seen(sources, "outbound").values()].flat();
  const secrets = [...seen(sources, "secret").values()]
    .flat()
    .filter((fact) => !calls.some((call) => isAddressOf(fact.name, call.name)));
  for (const [id, name] of classes) {
    const facts = secrets.filter((fact) => classOfSecret(fact.name) === id);
    const homes = new Map<string, Fact[]>();
    for (const fact of facts) {
      const home = sheet.find("assets", [fact.key]) ?? statedHome(sheet, sources, fact) ?? id;
      homes.set(home, [...(homes.get(home) ?? []), fact]);
    }
    for (const [home, found] of [...homes].sort(([a], [b]) => compare(a, b))) {
      const known = sheet.get("assets", home);
      sheet.claim({
        section: "assets",
        name: known?.name ?? name,
        id: home,
        keys: [...new Set(found.map((fact) => fact.key))],
        code: anchorsOf(sources.observation, found),
        fields: { sensitivity: "secret" },
      });
    }
  }
};

/** The asset of the spec that speaks of this variable, or whose name is the variable's in words. */
const statedHome = (sheet: Sheet, sources: Sources, fact: Fact): string | undefined => {
  const words = new Set(
    stems(fact.name.replace(/_/g, " ")).filter((word) => word !== "url" && word !== "uri"),
  );
  for (const asset of stated(sources, "asset")) {
    const id = sheet.find("assets", [asset.key]);
    if (id === undefined) continue;
    if (asset.text.includes(fact.name)) return id;
    const own = stems(asset.name);
    if (own.length > 1 && isSecret.test(asset.name) && own.filter((word) => words.has(word)).length >= 2)
      return id;
  }
  return undefined;
};

const weak = new Set([
  "data",
  "information",
  "record",
  "value",
  "user",
  "list",
  "row",
  "content",
  "detail",
  "state",
]);

/** Ids of the assets that a text speaks of: most of the words of their names stand in it. */
export const assetsIn = (sheet: Sheet, text: string): string[] => {
  const words = new Set(stems(text));
  return sheet.ids("assets").filter((id) => {
    const entry = sheet.get("assets", id);
    if (entry === undefined) return false;
    const own = stems(entry.name.replace(/\(.*\)/, ""));
    const strong = own.filter((word) => !weak.has(word));
    const wanted = strong.length > 0 ? strong : own;
    const hits = wanted.filter((word) => words.has(word)).length;
    // "Credentials" alone is not the database's own: what only the environment shows has to be named in full.
    const isFromCode = entry.covers.some((key) => key.startsWith("secret:")) && entry.code.length > 0;
    return isFromCode ? hits === own.length : hits > 0 && hits * 2 >= wanted.length;
  });
};
