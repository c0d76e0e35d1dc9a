// Information disclosure: a reader learns what was not meant for them.

import type { Rule } from "../rule.ts";

export const informationDisclosure: readonly Rule[] = [
  {
    id: "stride/process/information-disclosure/token-in-address",
    kind: "process",
    category: "information-disclosure",
    over: "entries",
    where: { has: "entry.token-in-url" },
    title: "An address of {component} holds a secret, and addresses are written down",
    scenario:
      "A secret is part of the address of {focus}{at}. Every proxy, access log, browser history and Referer header on the way keeps addresses; whoever may read one of those uses the value{across} and reaches {assets}.",
    check:
      "Call {focus} once and search the logs of {component} and of everything in front of it for the value: it must not be there.",
    next: "Take the secret in a header or body, or make the part in the address a name that opens nothing (a hash, a public id).",
    weakness: ["CWE-598"],
    attack: ["CAPEC-37"],
    severity: {
      level: "medium",
      who: "Whoever reads access logs or a shared browser's history",
      needs: "one line of a log while the secret is alive",
      gets: "{assets} of the account in that line",
    },
    controls: [
      { topic: "idempotency", text: "the value works once", leaves: "values that were not used yet" },
      { topic: "expiry", text: "the value ends after a while", leaves: "lines read before that" },
      { topic: "redaction", text: "logs leave the value out", leaves: "logs of proxies and browsers" },
    ],
    assets: "token|session|link|secret|key",
    risk: "\\burl\\b|address|query string|logs?\\b",
    example: {
      fires: ["entry DELETE /sessions/:token | from=Browser; authentication=session"],
      rests: ["entry DELETE /sessions/:id | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/information-disclosure/account-enumeration",
    kind: "process",
    category: "information-disclosure",
    over: "entries",
    where: {
      all: [
        { any: [{ has: "entry.credential" }, { has: "entry.recovery" }] },
        { has: "entry.public" },
        { not: { any: [{ has: "entry.command" }, { has: "entry.redeems" }] } },
      ],
    },
    title: "Strangers learn from {component} who has an account",
    scenario:
      "Someone sends a list of mail addresses to {focus}{at}{across} and compares the answers: text, status, and the time, which is longer where a hash is computed or a mail is sent for accounts that exist. The ones that differ have an account, which is worth a phishing mail or a sale.",
    check:
      "Time a hundred tries at {focus} for a known and for an unknown name: status, body and median time must be the same.",
    next: "Answer the same text for both, and compute a hash against a fixed value when the account does not exist.",
    weakness: ["CWE-204"],
    attack: ["CAPEC-575"],
    severity: {
      level: "low",
      who: "Anyone who can reach {component}{across}",
      needs: "a list of addresses",
      gets: "the list of those with an account, and nothing of theirs yet",
    },
    controls: [
      {
        topic: "uniform-reply",
        settles: true,
        text: "known and unknown names get the same answer",
        leaves: "differences in time",
      },
      { topic: "rate-limit", text: "tries are limited", leaves: "slow lists from many addresses" },
    ],
    assets: "e-?mail|address|account|user",
    risk: "enumerat|who has an account",
    example: {
      fires: ["entry POST /login | from=Browser; inputs=email,password"],
      rests: ["entry POST /notes | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/information-disclosure/talkative-health-route",
    kind: "process",
    category: "information-disclosure",
    over: "entries",
    where: {
      all: [{ has: "entry.health" }, { has: "entry.anonymous" }, { not: { has: "entry.inside" } }],
    },
    title: "Anyone can learn when {component} is weak",
    scenario:
      "Everyone gets an answer from {focus}{at}{across}. Someone polls it to learn version, uptime or which dependency is down ({stores}), and times the next step to the minutes in which {component} has just restarted or fails open.",
    check:
      "Call {focus} from outside: the body should be a bare status, the same whichever dependency is down.",
    next: "Answer 200 or 503 with an empty body on {focus}, and keep details on a port that only the platform reaches.",
    weakness: ["CWE-497"],
    attack: ["CAPEC-224"],
    severity: {
      level: "low",
      who: "Anyone who can reach {component}{across}",
      needs: "patience",
      gets: "a picture of when and on what {component} depends",
    },
    controls: [
      {
        topic: "segmentation",
        settles: true,
        text: "only a closed network reaches the route",
        leaves: "workloads in that network",
      },
      {
        topic: "gateway",
        text: "a gateway stands in front of the route",
        leaves: "what the gateway lets through",
      },
    ],
    assets: "",
    risk: "health|status|readiness",
    example: {
      fires: ["entry GET /health | from=Browser; authentication=none"],
      rests: ["entry GET /notes | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/information-disclosure/inner-error-text",
    kind: "process",
    category: "information-disclosure",
    when: { all: [{ has: "process.http" }, { has: "observed" }] },
    over: "entries",
    where: {
      all: [
        { has: "entry.http" },
        { has: "entry.public" },
        { any: [{ has: "entry.body" }, { has: "entry.takes-id" }] },
        { not: { has: "entry.health" } },
      ],
    },
    title: "The text of an inner error reaches callers of {component}",
    scenario:
      "A value that a handler is not ready for arrives at {focus}{at}. Where an error thrown below becomes the reply, a query text, a table name or a host from {stores} comes back and shows the next step.",
    check:
      "Stop {stores} and call {focus}: the body must hold a fixed text and a reference number, no message of the driver.",
    next: "Catch everything in one place at the edge, log the error with a number, and send that number alone.",
    weakness: ["CWE-209"],
    attack: ["CAPEC-54"],
    severity: {
      level: "low",
      who: "Any caller of {focus}",
      needs: "one value that makes a handler throw",
      gets: "names of tables, hosts and files",
    },
    controls: [
      {
        topic: "error-handler",
        settles: true,
        text: "errors are turned into fixed replies",
        leaves: "errors thrown outside it",
      },
    ],
    group: "the routes of {component} that take a value",
    assets: "",
    risk: "error",
    example: {
      fires: [
        "entry GET /notes/:id | from=Browser; authentication=session",
        "code entry GET /notes/:id @src/notes.ts#read",
        "code store postgres @src/notes.ts#read | library=pg",
      ],
      rests: ["entry GET /notes/:id | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/information-disclosure/secrets-in-environment",
    kind: "process",
    category: "information-disclosure",
    over: "secrets",
    where: { not: { any: [{ has: "secret.literal" }, { has: "secret.address" }] } },
    title: "Secrets of {component} can be read from its environment",
    scenario:
      "{component} takes {focus}{at} from its environment. Whoever sees that – a crash report, a debug page, `/proc/<pid>/environ` under the same account, a child process, the deployment's own listing – holds {assets} and goes to {stores} or {providers} directly, past every check of the routes.",
    check:
      "Make the process crash and read its report and log, and run `env` in each child process: none of the values may be there.",
    next: "Read secrets once at start, delete them from `process.env`, and pass children an environment that names what they need.",
    weakness: ["CWE-526"],
    attack: ["CAPEC-37"],
    severity: {
      level: "low",
      who: "Whoever may read the process's surroundings: platform operators, crash tools, children",
      needs: "one look",
      gets: "what the values open, until they are changed",
      raise: [
        {
          when: {
            all: [
              { has: "launches" },
              { some: ["focus", { any: [{ has: "secret.database" }, { has: "secret.signing" }] }] },
            ],
          },
          because: "what it starts ({launches}) inherits the environment",
        },
      ],
    },
    controls: [
      {
        topic: "secret-store",
        text: "secrets come from a secret store",
        leaves: "copies in the environment once they are handed over",
      },
      {
        topic: "rotation",
        text: "secrets are exchanged on a schedule",
        leaves: "the time between two exchanges",
      },
      { topic: "redaction", text: "logs leave secrets out", leaves: "crash reports and child processes" },
    ],
    assets: "credential|secret|key|password|url",
    risk: "environment|env var|secrets? in",
    example: {
      fires: ["code secret DATABASE_URL @src/db.ts#open"],
      rests: ["code entry GET /notes @src/notes.ts#list"],
    },
  },
  {
    id: "stride/process/information-disclosure/configured-destination",
    kind: "process",
    category: "information-disclosure",
    over: "outbound",
    where: { all: [{ has: "outbound.configured" }, { not: { has: "outbound.broker" } }] },
    title: "Whoever sets an address of {component} decides who gets what it sends",
    scenario:
      "{component} takes the address of {focus}{at} from a setting and sends there whatever it says, in clear too if it begins with `http:`. Someone who can change the deployment's settings, or slips in a wrong one with a release, points it at a host of their own; the calls succeed, and nothing looks broken.",
    check:
      "Start {component} with `http://` and with an unknown host in the setting: it must refuse to start, not send.",
    next: "Check the setting at start: https only, and a host from a short list that is reviewed like code.",
    weakness: ["CWE-15"],
    attack: ["CAPEC-176"],
    severity: {
      level: "low",
      who: "Whoever can change settings of the deployment, in error or on purpose",
      needs: "one value",
      gets: "what {component} sends from then on",
      raise: [{ when: { some: ["focus", { has: "outbound.secret" }] }, because: "what is sent is secret" }],
    },
    controls: [
      {
        topic: "allow-list",
        settles: true,
        text: "only known hosts are called",
        leaves: "wrong paths at those hosts",
      },
    ],
    assets: "",
    risk: "webhook|setting|config",
    example: {
      fires: ["code outbound env EXPORT_URL @src/export.ts#send"],
      rests: ["code outbound export.example @src/export.ts#send"],
    },
  },
  {
    id: "stride/process/information-disclosure/secret-in-source",
    kind: "process",
    category: "information-disclosure",
    over: "secrets",
    where: { has: "secret.literal" },
    title: "A secret of {component} stands in its source",
    scenario:
      "{focus}{at}: the value is written in the source. Everyone who can read the repository, now or in an old clone, holds it as {component} does and reaches what it opens; changing it needs a release.",
    check: "Search the history of the named file for the value: every clone that ever was holds it.",
    next: "Take the key from a secret store at start, change it, and treat the old one as public.",
    weakness: ["CWE-798"],
    attack: ["CAPEC-191"],
    severity: {
      level: "high",
      who: "Anyone who can or could read the repository",
      needs: "a clone",
      gets: "the power to make or open what the key protects",
    },
    controls: [
      {
        topic: "rotation",
        text: "keys are exchanged on a schedule",
        leaves: "the time until the next release",
      },
    ],
    risk: "hard.?coded|in (the )?source",
    example: {
      fires: ["code secret hard-coded signingKey @src/sign.ts#sign | operation=literal"],
      rests: ["code secret SIGNING_KEY @src/sign.ts#sign | operation=environment"],
    },
  },
  {
    id: "stride/process/information-disclosure/secrets-in-logs",
    kind: "process",
    category: "information-disclosure",
    when: { has: "process.logs" },
    over: "entries",
    where: { any: [{ has: "entry.credential" }, { has: "entry.recovery" }, { has: "entry.token-in-url" }] },
    title: "Credentials that people send end up in the log of {component}",
    scenario:
      "{component} logs requests. A body or header of {focus}{at} holds a password or token, in full when a request fails; whoever searches the log – support, the log provider, an intruder there – signs in with it and reaches {assets}.",
    check: "Send a marked password to {focus} with a body that fails, then search all logs for the mark.",
    next: "Log named fields of {focus} only, never the body or the headers.",
    weakness: ["CWE-532"],
    attack: ["CAPEC-215"],
    severity: {
      level: "medium",
      who: "Everyone with access to the log",
      needs: "one search",
      gets: "live credentials and with them {assets}",
    },
    controls: [
      {
        topic: "redaction",
        settles: true,
        text: "logs leave secret fields out",
        leaves: "fields that are added later",
      },
    ],
    assets: "password|token|session|credential",
    risk: "\\blogs?\\b|logging",
    example: {
      fires: ["entry POST /login | from=Browser; inputs=password", "code symbol src/log.ts#logRequest"],
      rests: ["entry POST /login | from=Browser; inputs=password"],
    },
  },
  {
    id: "stride/process/information-disclosure/repeated-text",
    kind: "process",
    category: "information-disclosure",
    over: "entries",
    where: { has: "entry.renders" },
    title: "What {component} shows repeats what it found",
    scenario:
      "Calls of {focus}{at} quote the text that they report on. When a key or a person's data stands in it by mistake, it is repeated in terminals, build logs and pull requests, which more people read than the file itself and which nobody cleans; a pasted secret next to {assets} is public from then on.",
    check:
      "Put a key of a known format into a text that is reported on by {focus}: the output must name its place and not its value.",
    next: "Blot out values that look like secrets on the way out of {focus}.",
    weakness: ["CWE-532"],
    attack: ["CAPEC-215"],
    severity: {
      level: "low",
      who: "Everyone who reads build logs and pull requests",
      needs: "that a secret was left in a text",
      gets: "that secret",
    },
    controls: [
      {
        topic: "redaction",
        settles: true,
        text: "values that look like secrets are blotted out",
        leaves: "secrets of unknown shape",
      },
    ],
    risk: "log|output|quote|secret",
    example: {
      fires: ["entry lintSpec(spec) | from=Commands"],
      rests: ["entry parseRecord(text) | from=Commands"],
    },
  },
  {
    id: "stride/process/information-disclosure/read-outside",
    kind: "process",
    category: "information-disclosure",
    when: { has: "process.http" },
    over: "files",
    where: { all: [{ has: "file.dynamic" }, { not: { has: "file.writes" } }] },
    title: "A name with `..` makes {component} read any file",
    scenario:
      "{component} reads files whose paths are put together at run time{at}. A caller of {entries} who gets `../` or an absolute path into it receives the process's own configuration, {secrets} or another account's file instead.",
    check: "Ask for `..%2f..%2fetc%2fpasswd` and for an absolute path: expect 404 both times.",
    next: "Resolve the path, then compare it with the folder, in one function that all reads go through.",
    weakness: ["CWE-22"],
    attack: ["CAPEC-126"],
    severity: {
      level: "medium",
      who: "Any caller who chooses part of the path",
      needs: "a name that reaches the read",
      gets: "files that the process may read",
    },
    controls: [
      {
        topic: "confinement",
        settles: true,
        text: "paths are held inside one folder",
        leaves: "symbolic links inside that folder",
      },
    ],
    risk: "path|file|travers",
    example: {
      fires: [
        "entry GET /files/:name | from=Browser; authentication=session",
        "code file read dynamic {dir}/{name} @src/files.ts#read | operation=read",
      ],
      rests: [
        "entry GET /files/:name | from=Browser; authentication=session",
        "code file read index.html @src/files.ts#read | operation=read",
      ],
    },
  },
  {
    id: "stride/process/information-disclosure/third-party-reads",
    kind: "process",
    category: "information-disclosure",
    over: "outbound",
    // An address is what a mail provider is there to know.
    where: {
      any: [
        { has: "outbound.secret" },
        { all: [{ has: "outbound.sensitive" }, { not: { has: "outbound.mail" } }] },
      ],
    },
    title: "Whoever delivers for {component} can read what it sends",
    scenario:
      "{component} hands {assets} to {focus}{at}. Staff there, an intruder there, or whoever reads its logs and suppression lists has the same content as the person it was meant for, and can use a link or code in it first.",
    check: "Read one outgoing request in full: every field that the provider does not need is one too many.",
    next: "Send {focus} a reference that opens nothing by itself, or state in the spec what it may keep and for how long.",
    weakness: ["CWE-201"],
    attack: ["CAPEC-116"],
    severity: {
      level: "low",
      who: "Staff of {focus}, or whoever broke in there",
      needs: "access to its logs",
      gets: "{assets} of everyone whose data passed through",
      raise: [
        {
          when: { some: ["focus", { has: "outbound.secret" }] },
          because: "what is sent opens an account by itself",
        },
      ],
    },
    controls: [
      { topic: "idempotency", text: "links and codes work once", leaves: "whoever is faster than the owner" },
      { topic: "expiry", text: "links and codes end after a while", leaves: "the minutes before that" },
    ],
    risk: "provider|third.?party|processor|mail",
    example: {
      fires: [
        "asset Reset links | sensitivity=secret",
        "flow Mail | from=sketch; to=Mail provider; data=reset links",
        "code outbound mail.example @src/mail.ts#send",
      ],
      rests: [
        "asset Reset links | sensitivity=secret",
        "flow Rates | from=sketch; to=Rates provider; data=currency codes",
        "code outbound rates.example @src/rates.ts#load",
      ],
    },
  },
  {
    id: "stride/store/information-disclosure/at-rest",
    kind: "store",
    category: "information-disclosure",
    when: {
      all: [
        { has: "sensitive" },
        { not: { eq: ["store.technology", "files"] } },
        { not: { eq: ["store.technology", "bucket"] } },
      ],
    },
    title: "A copy of {name} gives everything away at once",
    scenario:
      "Whoever gets a dump, a replica's disk or a backup of {name} that is not encrypted, or has its key too, reads {holds} of everyone at once, without touching {component} or a route.",
    check:
      "Restore the latest backup on a machine without the component's keys and look: {assets} should not be readable.",
    next: "Say who can read backups of {name} and who holds their key, and see to it that no one person does both.",
    weakness: ["CWE-312"],
    attack: ["CAPEC-37"],
    severity: {
      level: "medium",
      who: "Whoever can read backups, replicas or disks of {name}",
      needs: "one copy, of any age",
      gets: "{assets} of all accounts",
    },
    controls: [
      {
        topic: "encryption",
        settles: true,
        text: "disks and backups are encrypted",
        leaves: "whoever is allowed to read the running store",
      },
      {
        topic: "segmentation",
        text: "only a closed network reaches the store",
        leaves: "copies outside that network",
      },
    ],
    risk: "at rest|backup|disk|encrypt",
    example: {
      fires: ["asset Notes | sensitivity=confidential", "flow Notes | from=sketch; to=Postgres; data=notes"],
      rests: [
        "asset Public articles | sensitivity=public",
        "flow Articles | from=sketch; to=Postgres; data=public articles",
      ],
    },
  },
  {
    id: "stride/store/information-disclosure/usable-tokens",
    kind: "store",
    category: "information-disclosure",
    when: { has: "store.tokens" },
    title: "A token read in a row of {name} is used as it stands",
    scenario:
      "{name} keeps {assets}. Whoever reads one table – an injected query, a reporting account, a screen shared in a call – copies a value and presents it to {component}. Stored in the form in which it is presented, it signs them in as its owner.",
    check: "Take a value from a row and present it to {component}: expect 401.",
    next: "Store SHA-256 of each random token and compare digests; existing rows can be hashed in place.",
    weakness: ["CWE-522"],
    attack: ["CAPEC-60"],
    severity: {
      level: "medium",
      who: "Anyone who can read a table of {name}",
      needs: "one row",
      gets: "the account that the row belongs to",
    },
    controls: [
      {
        topic: "token-hash",
        settles: true,
        text: "only a hash of each token is stored",
        leaves: "tokens on their way to their owner",
        about:
          "(hash|digest|sha-?\\d+).{0,80}(token|session|key|link)|(token|session|key|link)s?.{0,80}(hash|digest|sha-?\\d+)|database holds",
      },
      { topic: "expiry", text: "tokens end after a while", leaves: "rows read before that" },
    ],
    assets: "token|session|link|key|code",
    risk: "token|plain",
    example: {
      fires: ["asset Session tokens", "flow Sessions | from=sketch; to=Postgres; data=session tokens"],
      rests: ["asset Notes", "flow Notes | from=sketch; to=Postgres; data=notes"],
    },
  },
  {
    id: "stride/store/information-disclosure/guessable-password-hashes",
    kind: "store",
    category: "information-disclosure",
    when: { has: "store.passwords" },
    title: "Whoever copies the password table of {name} tries guesses at leisure",
    scenario:
      "{name} holds what {component} checks passwords against. Someone with a copy runs common passwords through the same function on their own machines, with no limit and no log; with a fast or unsalted hash most people's passwords fall within days, here and on other sites.",
    check:
      "Look at one row: it should name a slow function with its cost and a salt of its own (`$argon2id$…`, scrypt with N of 2^17 or more).",
    next: "Hash with argon2id or scrypt at a cost of some 100 ms, and hash again at the next login where the cost is too low.",
    weakness: ["CWE-916"],
    attack: ["CAPEC-55"],
    severity: {
      level: "medium",
      who: "Whoever holds a copy of the table",
      needs: "time and graphics cards",
      gets: "passwords that people also use elsewhere",
      raise: [
        {
          when: { some: ["crypto", { all: [{ has: "crypto.weak" }, { has: "crypto.password" }] }] },
          because: "a fast hash was seen where passwords are handled",
        },
      ],
    },
    controls: [
      {
        topic: "password-hash",
        settles: true,
        text: "passwords go through a slow hash",
        leaves: "passwords that are among the first few thousand guesses",
      },
    ],
    assets: "password|credential",
    risk: "password",
    example: {
      fires: ["asset Password hashes", "flow Accounts | from=sketch; to=Postgres; data=password hashes"],
      rests: ["asset Notes", "flow Notes | from=sketch; to=Postgres; data=notes"],
    },
  },
  {
    id: "stride/store/information-disclosure/readable-objects",
    kind: "store",
    category: "information-disclosure",
    when: { all: [{ eq: ["store.technology", "bucket"] }, { has: "sensitive" }] },
    title: "A link to an object in {name} outlives the right to see it",
    scenario:
      "Objects in {name} ({holds}) are read by their address. Whoever keeps a signed link, guesses a name, or lists a bucket whose policy is a word too wide reads {assets} after {component} would refuse them.",
    check:
      "Ask for an object of {name} without credentials, list the bucket without credentials, and use a signed link a day later: three refusals.",
    next: "Block public access on {name} as a whole, use random names, and sign links for minutes.",
    weakness: ["CWE-552"],
    attack: ["CAPEC-87"],
    severity: {
      level: "medium",
      who: "Whoever has or guesses an address",
      needs: "a link that someone passed on",
      gets: "{assets} behind it",
    },
    controls: [
      { topic: "expiry", text: "links end after a while", leaves: "whoever opens them before that" },
      {
        topic: "segmentation",
        settles: true,
        text: "only a closed network reaches the bucket",
        leaves: "workloads in that network",
      },
      {
        topic: "encryption",
        text: "objects are encrypted",
        leaves: "readers whom the bucket's policy lets in",
      },
    ],
    risk: "bucket|object|link",
    example: {
      fires: [
        "asset Contracts | sensitivity=confidential",
        "flow Contracts | from=sketch; to=S3 bucket; data=contracts",
      ],
      rests: [
        "asset Contracts | sensitivity=confidential",
        "flow Contracts | from=sketch; to=Postgres; data=contracts",
      ],
    },
  },
  {
    id: "stride/store/information-disclosure/files-for-everyone",
    kind: "store",
    category: "information-disclosure",
    when: { all: [{ eq: ["store.technology", "files"] }, { has: "sensitive" }] },
    title: "Other accounts on the machine can read {name}",
    scenario:
      "{component} writes {holds} to {name}. With the usual mask the files are readable for every account on that machine, and they travel with every backup and image of the disk; another service there reads {assets}.",
    check: "Run `find` for files of {name} that others may read, after a run of {component}: none.",
    next: "Create the folder with mode 0700 and files with 0600 in the call that makes them, not afterwards.",
    weakness: ["CWE-732"],
    attack: ["CAPEC-37"],
    severity: {
      level: "low",
      who: "Another account or service on the same machine",
      needs: "a path",
      gets: "{assets} in those files",
      raise: [{ when: { has: "secret" }, because: "what they hold is secret" }],
    },
    controls: [
      {
        topic: "encryption",
        settles: true,
        text: "content is encrypted",
        leaves: "whoever also holds the key",
      },
    ],
    risk: "disk|file|local",
    example: {
      fires: [
        "asset Drafts | sensitivity=confidential",
        "flow State | from=sketch; to=State files; data=drafts",
      ],
      rests: [
        "asset Counters | sensitivity=public",
        "flow State | from=sketch; to=State files; data=counters",
      ],
    },
  },
  {
    id: "stride/flow/information-disclosure/read-in-clear",
    kind: "flow",
    category: "information-disclosure",
    when: { all: [{ has: "flow.plain" }, { has: "flow.networked" }, { has: "sensitive" }] },
    title: "What {from} and {to} exchange can be read on its way",
    scenario:
      "What goes from {from} to {to}{across} ({data}) is in clear ({protocol}). Whoever records traffic on the way – another host in that network, a mirror port, a provider – reads {assets} as they pass, and keeps what can be used again.",
    check: "Record one minute between the two ends: nothing of {data} may be readable.",
    next: "Use TLS between {from} and {to} and refuse the plain port.",
    weakness: ["CWE-319"],
    attack: ["CAPEC-157"],
    severity: {
      level: "medium",
      who: "Someone on the path from {from} to {to}",
      needs: "to listen",
      gets: "{assets} of everyone who passes",
      raise: [
        {
          when: { all: [{ has: "secret" }, { has: "flow.crosses" }] },
          because: "secrets cross a boundary in clear",
        },
      ],
    },
    controls: [
      {
        topic: "segmentation",
        text: "the path stays in a closed network",
        leaves: "other hosts in that network",
      },
    ],
    risk: "plain|unencrypted|clear ?text|\\bhttp\\b",
    example: {
      fires: [
        "asset Notes | sensitivity=confidential",
        "flow Notes | from=sketch; to=Postgres; data=notes; protection=none (plain)",
      ],
      rests: [
        "asset Notes | sensitivity=confidential",
        "flow Notes | from=sketch; to=Postgres; data=notes; protection=TLS",
      ],
    },
  },
  {
    id: "stride/flow/information-disclosure/plain-routine",
    kind: "flow",
    category: "information-disclosure",
    when: {
      all: [{ has: "flow.plain" }, { has: "flow.networked" }, { not: { has: "sensitive" } }],
    },
    title: "What {from} and {to} say to each other can be read on its way",
    scenario:
      "What goes from {from} to {to}{across} ({data}) is in clear ({protocol}). It holds nothing that the spec calls confidential today; whoever records traffic in that network learns from it when {to} is up, and reads every field that is added to it later.",
    check: "Record one minute between the two ends: it must hold what the spec says and not a field more.",
    next: "Keep a test on the exact answer, and move the flow to TLS when {from} can do it.",
    weakness: ["CWE-319"],
    attack: ["CAPEC-157"],
    severity: {
      level: "low",
      who: "Someone on the path from {from} to {to}",
      needs: "to listen",
      gets: "{data}, and nothing confidential as long as that stays so",
    },
    controls: [
      {
        topic: "segmentation",
        text: "the path stays in a closed network",
        leaves: "other hosts in that network",
      },
    ],
    assets: "",
    risk: "plain|unencrypted|clear ?text|\\bhttp\\b|without tls",
    example: {
      fires: ["flow Health | from=Load balancer; to=sketch; data=health requests; protection=plain HTTP"],
      rests: ["flow Health | from=Load balancer; to=sketch; data=health requests; protection=TLS"],
    },
  },
  {
    id: "stride/flow/information-disclosure/undeclared-receiver",
    kind: "flow",
    category: "information-disclosure",
    when: { all: [{ has: "flow.undeclared" }, { has: "flow.outbound" }, { has: "flow.networked" }] },
    title: "{component} hands data to {to}, of which the spec says nothing",
    scenario:
      "{component} sends {data} to {to}{across}. The spec states no such flow: not who runs {to}, not what it may keep or for how long, not how the way there is protected. Whoever runs it, has broken in there or reads its log has what is sent, and nobody has said yet that they may.",
    check:
      "Read one outgoing request in full, headers included, and name for each field who may see it at {to}.",
    next: "State the flow in the spec with owner, data, protection and retention of {to}, or take it out of the code.",
    weakness: ["CWE-200"],
    attack: ["CAPEC-116"],
    severity: {
      level: "medium",
      who: "Whoever runs {to}, or reads what it keeps",
      needs: "nothing: it is sent to them",
      gets: "{data}, for every call",
      raise: [{ when: { has: "secret" }, because: "what is sent opens something by itself" }],
      lower: [
        {
          when: { not: { any: [{ has: "sensitive" }, { has: "flow.configured" }] } },
          because: "no asset of the spec is known to be in it",
        },
      ],
    },
    controls: [
      {
        topic: "allow-list",
        text: "only known hosts are called",
        leaves: "what those hosts do with it",
      },
    ],
    risk: "third.?party|processor|export|webhook",
    example: {
      fires: ["code outbound env EXPORT_URL @src/export.ts#send | sends=session, format"],
      rests: [
        "flow Exports | from=sketch; to=Export service; data=session ids; protection=HTTPS",
        "code outbound env EXPORT_URL @src/export.ts#send | sends=session, format",
      ],
    },
  },
  {
    id: "stride/flow/information-disclosure/unstated-protection",
    kind: "flow",
    category: "information-disclosure",
    when: { all: [{ has: "flow.unstated" }, { has: "flow.networked" }, { has: "sensitive" }] },
    title: "Nothing says who can read what {from} and {to} exchange",
    scenario:
      "Neither spec nor code says that the connection from {from} to {to}{across} ({data}) is encrypted. If it is not, whoever records traffic there – another workload, a mirror port – reads {assets} as they pass.",
    check: "Record one minute between the two ends and look for a value that you sent: it must not be there.",
    next: "State the protection of this flow in the spec, and let {component} refuse to start without it.",
    weakness: ["CWE-319"],
    attack: ["CAPEC-157"],
    severity: {
      level: "low",
      who: "Someone on the path from {from} to {to}",
      needs: "that the connection really is plain, which nothing rules out",
      gets: "{assets} of everyone who passes",
      raise: [
        {
          when: { all: [{ has: "secret" }, { has: "flow.crosses" }] },
          because: "secrets cross a boundary here",
        },
      ],
    },
    controls: [
      {
        topic: "segmentation",
        text: "the path stays in a closed network",
        leaves: "other hosts in that network",
      },
      {
        topic: "tls",
        settles: true,
        text: "connections are encrypted before they reach the component",
        leaves: "the hop behind the place where encryption ends",
      },
    ],
    risk: "plain|unencrypted|\\btls\\b",
    example: {
      fires: ["asset Notes | sensitivity=confidential", "flow Notes | from=sketch; to=Postgres; data=notes"],
      rests: [
        "asset Notes | sensitivity=confidential",
        "flow Notes | from=sketch; to=Postgres; data=notes; protection=TLS",
      ],
    },
  },
  {
    id: "stride/flow/information-disclosure/encryption-ends-early",
    kind: "flow",
    category: "information-disclosure",
    when: {
      all: [
        { has: "flow.ends-early" },
        { has: "flow.encrypted" },
        { has: "sensitive" },
        { not: { has: "flow.repeats" } },
      ],
    },
    title: "Behind the place where the encryption ends, {to} is reached in clear",
    scenario:
      "The connection from {from} ({protection}) is decrypted before it reaches {to}. Whoever sits on that last hop or reads the memory or logs of the machine that decrypts has {assets} of every caller in clear.",
    check:
      "Record traffic between that machine and {to}: it should be encrypted again, or the segment should hold nothing else.",
    next: "Encrypt the last hop as well, or name in the spec who runs the machine and what it logs.",
    weakness: ["CWE-319"],
    attack: ["CAPEC-158"],
    severity: {
      level: "low",
      who: "Whoever runs or has broken into the machine in front of {to}",
      needs: "access to it or to the last hop",
      gets: "{assets} of every caller",
    },
    controls: [
      {
        topic: "segmentation",
        text: "the last hop stays in a closed network",
        leaves: "the machine that decrypts",
      },
    ],
    risk: "terminat|last hop|proxy|ingress|gateway",
    example: {
      fires: [
        "asset Notes | sensitivity=confidential",
        "flow Requests | from=Browser; to=sketch; data=notes; protection=TLS, ends at the ingress",
      ],
      rests: [
        "asset Notes | sensitivity=confidential",
        "flow Requests | from=Browser; to=sketch; data=notes; protection=TLS",
      ],
    },
  },
  {
    id: "stride/flow/information-disclosure/unchecked-certificate",
    kind: "flow",
    category: "information-disclosure",
    when: { has: "flow.insecure" },
    title: "{from} encrypts to whoever answers as {to}",
    scenario:
      "The connection from {from} to {to} is encrypted and its certificate is not checked. Someone who can answer for {to}{across} presents any certificate, reads {assets} and passes them on, so that nothing looks broken.",
    check: "Put a listener with a self-signed certificate in place of {to}: the connection must fail.",
    next: "Remove the switch that turns the check off and give {from} the right certificate authority.",
    weakness: ["CWE-295"],
    attack: ["CAPEC-94"],
    severity: {
      level: "medium",
      who: "Someone who can answer for {to}",
      needs: "one changed name record or route",
      gets: "{assets} of everything that passes",
    },
    controls: [
      {
        topic: "segmentation",
        text: "the path stays in a closed network",
        leaves: "other hosts in that network",
      },
    ],
    example: {
      fires: [
        "code outbound rates.example @src/rates.ts#load",
        "code crypto tls verification off @src/rates.ts#load",
      ],
      rests: ["code outbound rates.example @src/rates.ts#load"],
    },
  },
];
