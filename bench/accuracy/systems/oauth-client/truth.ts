import type { System } from "../../truth.ts";

export const oauthClient: System = {
  id: "oauth-client",
  language: "typescript",
  names: {
    "Employee's browser": /employee|browser|client/i,
    "Identity provider": /identity provider|login\.identity/i,
    "Session store": /session store|redis/i,
  },
  truth: {
    entries: [
      { name: "GET /signin", guard: "none" },
      { name: "GET /signin/callback" },
      { name: "POST /signout", guard: "checked" },
    ],
    flows: [
      { name: "Employee's browser -> self" },
      { name: "self -> Identity provider" },
      { name: "self -> Session store" },
    ],
    stores: [{ name: "Session store" }],
    boundaries: [{ name: "Browser / tools network" }, { name: "Tools network / identity provider" }],
    controls: [{ name: "Second factor of the identity provider" }, { name: "Tools network VPN" }],
    risks: [{ name: "A session outlives an account by up to eight hours" }],
    assumptions: [{ name: "The Identity provider checks the registered return address" }],
    threats: [
      {
        kind: "store",
        at: "Session store",
        category: "information-disclosure",
        weakness: ["CWE-522", "CWE-312", "CWE-256"],
        state: "open",
        why: "session ids and access tokens lie there as they are, not as digests",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-613"],
        state: "open",
        why: "a copied session works for eight hours",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the client secret is in the environment",
      },
      {
        kind: "process",
        category: "elevation-of-privilege",
        weakness: ["CWE-613"],
        state: "open",
        why: "the accepted risk: rights stay for up to eight hours after an account was closed",
      },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-778", "CWE-223"],
        state: "open",
        why: "sign-ins leave no record here",
      },
      {
        kind: "flow",
        at: "self -> Identity provider",
        category: "denial-of-service",
        weakness: ["CWE-754", "CWE-1088"],
        state: "open",
        why: "nobody signs in while the identity provider is down",
      },
    ],
    traps: [
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-601"],
        why: "only paths of this host are returned to",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-352"],
        where: "GET /signin/callback",
        why: "the state is bound to the browser and compared",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-347"],
        why: "algorithm, issuer and audience are pinned",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-384"],
        why: "a new session id is made at each sign-in",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-1088"],
        why: "the call of the provider ends after five seconds",
      },
    ],
  },
  series: [],
};
