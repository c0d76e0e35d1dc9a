// One small, sound model that tests change.

import { modelSchema, type ThreatModel } from "../../src/model/schema.ts";

export const letters: Readonly<Record<string, string>> = {
  spoofing: "S",
  tampering: "T",
  repudiation: "R",
  "information-disclosure": "I",
  "denial-of-service": "D",
  "elevation-of-privilege": "E",
};

export const exampleModel = (): ThreatModel =>
  modelSchema.parse({
    instride: 1,
    component: "sessions",
    framework: "stride",
    summary: "Issues and revokes session tokens.",
    map: {
      externals: { browser: { name: "Browser", boundary: "internet" } },
      processes: { api: { name: "Session API", boundary: "cluster", code: ["src/sessions/login.ts#login"] } },
      stores: { redis: { name: "Redis", boundary: "cluster", holds: ["tokens"] } },
      flows: {
        "browser-api": {
          name: "Login request",
          from: "browser",
          to: "api",
          data: "e-mail and password",
          assets: ["tokens"],
        },
        "api-redis": { name: "Token writes", from: "api", to: "redis", protection: "TLS" },
      },
      boundaries: { internet: { name: "Internet" }, cluster: { name: "Cluster" } },
      assets: { tokens: { name: "Session tokens", sensitivity: "secret" } },
      "entry-points": { "post-sessions": { name: "POST /sessions", process: "api", from: ["browser"] } },
      controls: { gateway: { name: "Gateway rate limit", owner: "platform" } },
    },
    answers: {
      api: {
        spoofing: {
          threats: {
            "S-aaaaa": {
              title: "Stolen token replayed",
              scenario: "Whoever reads a proxy log sends the token again and acts as its owner.",
              weakness: ["CWE-294"],
              assets: ["tokens"],
              code: ["src/sessions/login.ts#login"],
              severity: { level: "medium", reason: "Needs access to a log." },
              status: "mitigated",
              mitigations: {
                expiry: { text: "Tokens expire.", kind: "code", evidence: ["src/sessions/login.ts#expire"] },
              },
            },
          },
        },
        repudiation: {
          "not-applicable": { reason: "Every login is logged by the gateway.", "rests-on": ["gateway"] },
        },
      },
      redis: {
        tampering: {
          threats: {
            "T-bbbbb": {
              title: "Token planted in the store",
              scenario: "Whoever can write to Redis plants a token.",
              severity: { level: "low", reason: "Needs the cluster." },
              status: "open",
              acceptance: {
                by: "ada",
                reason: "The cluster is closed.",
                on: "2031-01-01",
                until: "2031-12-31",
              },
            },
          },
        },
      },
    },
  });

/** A threat as an agent may send it. */
export const newThreat = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  title: "Login flooded",
  scenario: "A botnet posts logins until the API is out of workers.",
  weakness: ["CWE-770"],
  severity: { level: "medium", reason: "Anyone can reach it." },
  ...fields,
});
