// A threat model as a security engineer would keep it: sign-in and sessions of a web application.

import { modelSchema, type ThreatModel } from "../../src/model/schema.ts";

export const sessionService: ThreatModel = modelSchema.parse({
  instride: 1,
  component: "sessions",
  framework: "stride",
  summary:
    "Signs users in with a password, issues session tokens, and lets support revoke them. If it falls, nobody can sign in and running sessions cannot be revoked; whoever can write to the session store can act as any user.",
  map: {
    externals: {
      browser: { name: "Browser", boundary: "internet", trust: "none: runs on devices we do not manage" },
      "mail-provider": {
        name: "Mail provider",
        boundary: "internet",
        description: "Delivers password reset links",
        trust: "contract with the provider, no technical control",
      },
      "support-agent": {
        name: "Support agent",
        boundary: "office",
        trust: "single sign-on with a hardware key",
      },
    },
    processes: {
      "session-api": {
        name: "Session API",
        boundary: "cluster",
        description: "Checks passwords, issues and revokes session tokens",
        runs: "Node.js in three replicas",
        code: ["src/sessions/server.ts", "src/sessions/login.ts#login"],
      },
      "reset-worker": {
        name: "Reset worker",
        boundary: "cluster",
        description: "Sends reset links from the queue",
        code: ["src/sessions/reset-worker.ts#run"],
      },
    },
    stores: {
      "session-store": {
        name: "Session store (Redis)",
        description: "Token digests with user id and expiry",
        holds: ["session-tokens"],
        code: ["src/sessions/store.ts#SessionStore"],
        covers: ["store:redis"],
      },
      "user-db": {
        name: "User database",
        boundary: "cluster",
        holds: ["password-hashes", "email-addresses"],
      },
    },
    flows: {
      "look-up-user": {
        name: "Look up user",
        from: "session-api",
        to: "user-db",
        data: "e-mail address, password hash",
        protocol: "PostgreSQL over TLS",
        assets: ["password-hashes"],
        protection: "client certificate, read-only grant",
      },
      "revoke-sessions": {
        name: "Revoke sessions",
        from: "support-agent",
        to: "session-api",
        data: "user id",
        protocol: "HTTPS",
        protection: "office network, single sign-on",
      },
      "send-reset-link": {
        name: "Send reset link",
        from: "reset-worker",
        to: "mail-provider",
        data: "address, reset link",
        protocol: "SMTP with STARTTLS",
        assets: ["email-addresses"],
      },
      "sign-in": {
        name: "Sign in",
        from: "browser",
        to: "session-api",
        data: "e-mail address, password",
        protocol: "HTTPS",
        assets: ["session-tokens"],
        protection: "TLS 1.3 ends at the gateway",
      },
      "store-session": {
        name: "Store session",
        from: "session-api",
        to: "session-store",
        data: "token digest, user id",
        protocol: "Redis, plain text",
        assets: ["session-tokens"],
      },
    },
    boundaries: {
      cluster: {
        name: "Production cluster",
        inside: ["data-segment"],
        description: "Reached through the gateway alone",
      },
      "data-segment": {
        name: "Data segment",
        inside: ["session-store"],
        description: "Network policy admits the cluster's pods",
      },
      internet: { name: "Internet" },
      office: { name: "Office network" },
    },
    assets: {
      "email-addresses": { name: "E-mail addresses", sensitivity: "confidential" },
      "password-hashes": {
        name: "Password hashes",
        sensitivity: "secret",
        description: "Argon2id, one salt each",
      },
      "session-tokens": {
        name: "Session tokens",
        sensitivity: "secret",
        description: "256 random bits; whoever holds one is the user for 12 hours",
      },
    },
    "entry-points": {
      "get-health": {
        name: "GET /health",
        process: "session-api",
        from: ["browser"],
        authentication: "none",
        code: ["src/sessions/server.ts#health"],
      },
      "post-sessions": {
        name: "POST /sessions",
        process: "session-api",
        from: ["browser"],
        authentication: "e-mail address and password",
        authorization: "none needed",
        code: ["src/sessions/login.ts#login"],
      },
      "post-sessions-id-revoke": {
        name: "POST /sessions/:id/revoke",
        process: "session-api",
        from: ["browser", "support-agent"],
        authentication: "session token or staff token",
        authorization: "owner of the session, or role support",
        code: ["src/sessions/revoke.ts#revoke"],
      },
    },
    decisions: {
      "owner-may-revoke": {
        name: "Who may revoke",
        decides: "A session is revoked by its user or by role support",
        leaves: "Support is not limited to the tenants it serves",
        code: ["src/sessions/revoke.ts#mayRevoke"],
      },
      "password-check": {
        name: "Password check",
        decides: "A password is compared in constant time with its Argon2id hash",
        code: ["src/sessions/login.ts#verify"],
      },
    },
    controls: {
      "gateway-rate-limit": {
        name: "Gateway rate limit",
        description: "20 sign-ins a minute for each address",
        owner: "platform team",
        leaves: "Attempts that are spread over many addresses",
      },
    },
    assumptions: {
      "gateway-ends-tls": {
        name: "TLS ends at the gateway",
        description: "Between gateway and API runs plain HTTP",
        owner: "platform team",
      },
    },
    risks: {
      "enumeration-by-timing": {
        name: "Account enumeration by timing",
        owner: "identity team",
        reason: "Addresses are visible in the product anyway",
        expires: "2027-01-31",
        threats: ["I-q4t7z"],
      },
    },
    "set-aside": {
      "launch:git": { reason: "Only the build script starts git; it is not part of the service" },
    },
  },
  answers: {
    browser: {
      spoofing: {
        threats: {
          "S-7f3ka": {
            title: "Passwords stolen elsewhere open accounts here",
            scenario:
              "Someone with a list of leaked address and password pairs tries them from many addresses at POST /sessions. The gateway counts by address and sees a trickle from each. Every hit is a session token that is good for 12 hours.",
            weakness: ["CWE-307"],
            attack: ["CAPEC-600"],
            assets: ["session-tokens"],
            "entry-points": ["post-sessions"],
            code: ["src/sessions/login.ts#login"],
            severity: {
              level: "high",
              vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
              reason: "Anyone on the internet can try; nothing but the gateway's count detects it",
            },
            status: "open",
            mitigations: {
              "rate-limit": {
                text: "The gateway limits sign-ins",
                kind: "compensating",
                control: "gateway-rate-limit",
                owner: "platform team",
                leaves: "attempts spread over many addresses",
              },
              "account-lock": {
                text: "Slow down after ten failures for one account",
                kind: "planned",
                owner: "identity team",
              },
            },
            check: "Send 50 wrong passwords for one account from 50 addresses; expect 429 after the tenth",
            next: "Count failures for each account in the session store, which is there already",
          },
        },
      },
      repudiation: {
        "not-applicable": {
          reason:
            "The browser changes nothing but its own session, and each sign-in is logged with account and address",
          "rests-on": ["post-sessions"],
        },
      },
    },
    "session-api": {
      spoofing: {
        threats: {
          "S-2m4xq": {
            title: "Retired sign-in by e-mail link",
            scenario: "Whoever read the mail could sign in",
            severity: { level: "medium", reason: "Needed access to the mailbox" },
            status: "retired",
            retired: { reason: "Sign-in by link was removed", change: "POST /sessions/link is gone" },
          },
        },
        "not-applicable": {
          reason: "Only the gateway can reach the API, and it presents a client certificate",
          "rests-on": ["cluster"],
        },
      },
      tampering: {
        threats: {
          "T-m2xq5": {
            title: "Extra fields of the sign-in body reach the session",
            scenario:
              "A browser adds `role` to the body of POST /sessions. If the body were spread into the session, the token would carry a role that nobody granted.",
            weakness: ["CWE-915"],
            assets: ["session-tokens"],
            "entry-points": ["post-sessions"],
            code: ["src/sessions/login.ts#login"],
            severity: {
              level: "low",
              reason: "The schema lets two fields through; a new field needs a change that a test refuses",
            },
            status: "mitigated",
            mitigations: {
              "strict-body": {
                text: "The body is parsed by a strict schema",
                kind: "code",
                evidence: ["src/sessions/login.ts#bodySchema", "test/sessions/login.test.ts"],
              },
            },
            check: "Post a body with `role`; expect 400",
          },
        },
      },
      repudiation: {
        threats: {
          "R-k5v2d": {
            title: "Support revokes in nobody's name",
            scenario:
              "A support agent revokes a customer's sessions with the shared staff token. The log names the token, not the person.",
            weakness: ["CWE-778"],
            "entry-points": ["post-sessions-id-revoke"],
            severity: {
              level: "medium",
              reason: "Needs a staff token; eleven people share it; nothing tells them apart",
            },
            status: "open",
            next: "Pass the single sign-on subject on as a header and log it",
            provisional: true,
          },
        },
      },
      "information-disclosure": {
        threats: {
          "I-q4t7z": {
            title: "Answer time tells whether an account exists",
            scenario:
              "A stranger times POST /sessions. Known addresses cost an Argon2id hash of 80 ms, unknown ones answer at once.",
            weakness: ["CWE-208"],
            assets: ["email-addresses"],
            "entry-points": ["post-sessions"],
            severity: {
              level: "low",
              reason: "One request tells one address; addresses are visible in the product",
            },
            status: "open",
            acceptance: {
              by: "Ada Okafor",
              reason: "Addresses are public in the product",
              on: "2026-02-01",
              until: "2027-01-31",
            },
            disagreement: "Since March, addresses are hidden from other tenants",
            notes: "Look again when profiles become private",
          },
        },
      },
      "denial-of-service": {
        threats: {
          "D-3hq6p": {
            title: "Hashing long passwords ties up every worker",
            scenario:
              "A stranger posts passwords of one megabyte. Each costs seconds of hashing, and three replicas are soon busy.",
            weakness: ["CWE-400"],
            severity: {
              level: "high",
              reason: "No account needed; sign-in stops for everyone; the latency alarm fires",
            },
            override: { level: "medium", by: "Ben Sato", reason: "The gateway cuts bodies at 16 kB" },
            status: "open",
            check: "Post a password of 1 MB; expect 413",
            next: "Limit the password to 256 characters in bodySchema",
          },
        },
      },
    },
    "session-store": {
      "information-disclosure": {
        threats: {
          "I-b6w2c": {
            title: "Session tokens in a Redis dump",
            scenario: "An operator with access to backups reads the dump and replays a token.",
            severity: { level: "none", reason: "The store holds SHA-256 digests only" },
            status: "open",
            "false-positive": { by: "Ben Sato", reason: "Digests cannot be replayed" },
          },
        },
      },
      repudiation: { "not-applicable": { reason: "The store keeps state, not history", provisional: true } },
    },
    "old-admin-page": {
      spoofing: {
        threats: {
          "S-zz2aa": {
            title: "Shared admin password",
            scenario: "Whoever knows it signs in",
            severity: { level: "high", reason: "Shared by chat" },
            status: "retired",
            retired: { reason: "The admin page was removed" },
          },
        },
      },
    },
  },
  "sign-offs": {
    "2026-02-01-ada": {
      by: "Ada Okafor",
      on: "2026-02-01",
      digest: "3f8e2a90c1b47d55",
      note: "Read with the identity team",
    },
  },
});
