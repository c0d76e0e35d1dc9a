// Denial of service: memory, connections, time, money or data run out.

import type { Rule } from "../rule.ts";

export const denialOfService: readonly Rule[] = [
  {
    id: "stride/process/denial-of-service/unbounded-list",
    kind: "process",
    category: "denial-of-service",
    over: "entries",
    where: { all: [{ has: "entry.list" }, { not: { has: "entry.bounded" } }] },
    title: "Lists of {component} grow with everything there is",
    scenario:
      "No limit was stated or seen for the list behind {focus}{at}. Someone who may ask for it, from {callers} or with a credential from there, does so a few times at once when there are many rows; each answer is built in memory as a whole and {component} stops serving everyone else.",
    check:
      "Fill {stores} with 100,000 rows and call {focus} ten times in parallel: memory must stay flat and each answer small.",
    next: "Give {focus} a page size with a fixed maximum and a cursor.",
    weakness: ["CWE-770"],
    attack: ["CAPEC-130"],
    severity: {
      level: "low",
      who: "{callers}",
      needs: "a store that has grown",
      gets: "no data beyond the list; other callers get no answer",
      raise: [
        {
          when: { some: ["focus", { all: [{ has: "entry.anonymous" }, { has: "entry.public" }] }] },
          because: "no account is needed",
        },
      ],
    },
    controls: [
      {
        topic: "page-limit",
        settles: true,
        text: "answers come in pages",
        leaves: "many pages asked for at once",
      },
      { topic: "rate-limit", text: "requests are limited", leaves: "one large answer" },
    ],
    risk: "list|pag(e|ing)|unbounded",
    example: {
      fires: ["entry GET /admin/sessions | from=Administrator; authentication=role admin"],
      rests: [
        "entry GET /admin/sessions | from=Administrator; authentication=role admin; inputs=limit:integer (1..100)",
      ],
    },
  },
  {
    id: "stride/process/denial-of-service/unbounded-body",
    kind: "process",
    category: "denial-of-service",
    when: { has: "observed" },
    over: "entries",
    where: {
      all: [
        { has: "entry.body" },
        { has: "entry.public" },
        { not: { has: "entry.command" } },
        { any: [{ has: "entry.anonymous" }, { has: "entry.upload" }] },
      ],
    },
    title: "A body that never ends fills the memory of {component}",
    scenario:
      "Someone opens many connections to {focus}{at} and sends bodies that never end, or a byte a second. A reader without an end to it collects them in memory until {component} is killed, and every route with it. No account is needed: these bodies are read before anyone is known.",
    check:
      "Send 200 MB to {focus}, once quickly and once a byte a second: expect 413 or a closed connection within seconds.",
    next: "Count bytes while reading, stop at the largest body that is needed there, and end slow requests.",
    weakness: ["CWE-400"],
    attack: ["CAPEC-130"],
    severity: {
      level: "medium",
      who: "Anyone who can reach {component}{across}",
      needs: "bandwidth",
      gets: "no data; {component} restarts and serves nobody meanwhile",
    },
    controls: [
      {
        topic: "size-limit",
        settles: true,
        text: "bodies are limited in size",
        leaves: "many small bodies at once",
      },
      {
        topic: "receive-deadline",
        text: "slow requests are ended",
        leaves: "many requests that are just quick enough",
      },
    ],
    group: "the routes of {component} that need no account",
    assets: "",
    risk: "body|payload|size",
    example: {
      fires: [
        "entry POST /login | from=Browser; authentication=none",
        "code entry POST /login @src/http.ts#login",
      ],
      rests: [
        "entry GET /health | from=Browser; authentication=none",
        "code entry GET /health @src/http.ts#health",
      ],
    },
  },
  {
    id: "stride/process/denial-of-service/costly-input",
    kind: "process",
    category: "denial-of-service",
    over: "entries",
    where: { all: [{ has: "entry.document" }, { has: "entry.function" }] },
    title: "A small input keeps {component} busy for ever",
    scenario:
      "Someone writes an input for {focus}{at} that is small and costly: nested a hundred thousand deep, an alias that refers to itself, a pattern that tries every split. The process of {callers}, in which it runs, hangs or dies, and again at each run for as long as the input is there.",
    check:
      "Give {focus} a line of a million brackets, a cycle of aliases and a pattern of forty stars, each with a clock: an answer or a refusal within a second.",
    next: "Bound size and depth before anything recursive in {focus}, and match patterns without backtracking.",
    weakness: ["CWE-407"],
    attack: ["CAPEC-130"],
    severity: {
      level: "low",
      who: "Whoever may write an input that {component} reads",
      needs: "one file",
      gets: "no data; {callers} can't go on until it is removed",
    },
    controls: [
      {
        topic: "size-limit",
        settles: true,
        text: "size is limited before the work begins",
        leaves: "costly inputs below the limit",
      },
      { topic: "timeout", text: "work ends at a deadline", leaves: "the time until then, at every run" },
    ],
    risk: "hang|slow|size|deep|redos",
    example: {
      fires: ["entry parseRecord(path, text) | from=Commands"],
      rests: ["entry priceOf(model) | from=Commands"],
    },
  },
  {
    id: "stride/process/denial-of-service/upstream-without-deadline",
    kind: "process",
    category: "denial-of-service",
    over: "outbound",
    where: {
      all: [
        { has: "outbound.seen" },
        { not: { any: [{ has: "outbound.timeout" }, { has: "outbound.broker" }] } },
      ],
    },
    title: "Nothing ends the wait of {component} for another service",
    scenario:
      "{component} calls {focus}{at} and no deadline was seen. When that service accepts connections and never answers – an outage there, or someone who fills its queue – every request that leads to it waits, sockets and memory pile up, and routes that don't need it go down too.",
    check:
      "Replace it by a listener that accepts and stays silent: the routes that call it must answer within seconds, the others as before.",
    next: "Pass `AbortSignal.timeout` of a few seconds to the call, and decide what the route answers then.",
    weakness: ["CWE-1088"],
    attack: ["CAPEC-227"],
    severity: {
      level: "medium",
      who: "Whoever can slow {focus} down, or nobody at all",
      needs: "one bad hour there",
      gets: "no data; {component} answers nobody",
    },
    controls: [
      {
        topic: "timeout",
        settles: true,
        text: "calls end at a deadline",
        leaves: "many calls that each wait until then",
      },
      { topic: "fallback", text: "the call is made apart from the request", leaves: "a queue that grows" },
    ],
    risk: "timeout|slow|outage|provider",
    example: {
      fires: ["code outbound rates.example @src/rates.ts#load"],
      rests: [
        "code outbound rates.example @src/rates.ts#load | text=fetch(url, { signal: AbortSignal.timeout(2000) })",
      ],
    },
  },
  {
    id: "stride/process/denial-of-service/costly-login",
    kind: "process",
    category: "denial-of-service",
    when: { some: ["crypto", { all: [{ has: "crypto.password" }, { not: { has: "crypto.weak" } }] }] },
    over: "entries",
    where: { all: [{ has: "entry.credential" }, { has: "entry.public" }] },
    // A limit on guesses is a limit on hashes; it stands with the guesses.
    unless: { any: [{ has: "code.rate-limit" }, { has: "outside.rate-limit" }] },
    title: "Each wrong password costs {component} more than its sender",
    scenario:
      "A slow hash runs at {focus}{at} before the answer can be no. Someone sends a few hundred logins a second{across} with invented names; every core is busy hashing, memory fills with the hash's own, and signed-in people get no answer on the other routes either.",
    check:
      "Send 200 wrong logins in parallel and measure another route: it must answer within its usual time.",
    next: "Limit how many hashes run at once at {focus}, and answer 429 to the rest before hashing.",
    weakness: ["CWE-405"],
    attack: ["CAPEC-227"],
    severity: {
      level: "medium",
      who: "Anyone who can reach {component}{across}",
      needs: "a few hundred requests a second",
      gets: "no data; nobody can log in",
    },
    controls: [
      {
        topic: "rate-limit",
        settles: true,
        text: "attempts are limited before the hash runs",
        leaves: "attempts from many addresses",
      },
      {
        topic: "gateway",
        text: "a gateway stands in front of the routes",
        leaves: "requests that look ordinary",
      },
    ],
    assets: "session|account|password",
    risk: "hash|flood|rate.?limit",
    example: {
      fires: [
        "entry POST /login | from=Browser; inputs=password",
        "code crypto scrypt @src/password.ts#verify",
      ],
      rests: ["entry POST /login | from=Browser; inputs=password"],
    },
  },
  {
    id: "stride/process/denial-of-service/messages-on-demand",
    kind: "process",
    category: "denial-of-service",
    over: "entries",
    where: { all: [{ has: "entry.sends" }, { has: "entry.anonymous" }, { has: "entry.public" }] },
    title: "Strangers make {component} fill a mailbox that is not theirs",
    scenario:
      "Someone calls {focus}{at} again and again with one victim's address, or with thousands of addresses. Each call makes {component} send through {providers}: the victim's mailbox fills, the bill grows, and the sender's good name goes, after which real messages are lost too.",
    check: "Call {focus} thirty times within a minute for one address: at most a few messages may leave.",
    next: "Count messages by recipient and by caller in {stores}, and stay silent past a few an hour.",
    weakness: ["CWE-799"],
    attack: ["CAPEC-125"],
    severity: {
      level: "medium",
      who: "Anyone who can reach {component}{across}",
      needs: "a list of addresses",
      gets: "messages in the component's name and at its cost",
    },
    controls: [
      {
        topic: "rate-limit",
        settles: true,
        text: "calls are limited",
        leaves: "a mail now and then to each of many people",
        about: "mail|address|per (user|account|person)|flood|sign.?in|log.?in",
      },
      {
        topic: "alarm",
        about: "mail|volume|bounce|quota",
        text: "unusual volume raises an alarm",
        leaves: "the time until someone reacts",
      },
    ],
    risk: "mail|flood|rate.?limit|bomb",
    example: {
      fires: [
        "entry POST /password-reset | from=Browser; authentication=none; inputs=email",
        "code outbound mail.example @src/mail.ts#send",
      ],
      rests: ["entry POST /password-reset | from=Browser; authentication=none; inputs=email"],
    },
  },
  {
    id: "stride/process/denial-of-service/open-routes-flooded",
    kind: "process",
    category: "denial-of-service",
    over: "entries",
    where: {
      all: [
        { has: "entry.http" },
        { has: "entry.public" },
        { has: "entry.anonymous" },
        {
          not: {
            any: [
              { has: "entry.credential" },
              { has: "entry.sends" },
              { has: "entry.redeems" },
              { has: "entry.health" },
            ],
          },
        },
      ],
    },
    title: "Strangers keep {component} busy without an account",
    scenario:
      "No account is needed for {focus}{at}, so one stranger's thousandth request looks like a first{across}. Each one costs {component} a place in its queue and, where the route looks into it, a connection to {stores}; people and programs with work to do wait.",
    check: "Send 500 requests a second to {focus} for a minute and measure a route that needs a session.",
    next: "Limit requests by address in front of {component}, and let {focus} answer without touching {stores}.",
    weakness: ["CWE-799"],
    attack: ["CAPEC-125"],
    severity: {
      level: "low",
      who: "Anyone who can reach {component}{across}",
      needs: "a script",
      gets: "no data; slow answers for others",
    },
    controls: [
      {
        topic: "rate-limit",
        settles: true,
        text: "requests are limited",
        leaves: "floods from many addresses",
      },
      {
        topic: "gateway",
        text: "a gateway takes the flood",
        leaves: "callers who don't pass the gateway",
      },
    ],
    group: "the routes of {component} that need no account",
    risk: "flood|ddos|rate.?limit",
    example: {
      fires: ["entry GET /search | from=Browser; authentication=none"],
      rests: ["entry GET /notes | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/denial-of-service/locked-out-on-purpose",
    kind: "process",
    category: "denial-of-service",
    when: { any: [{ has: "code.lockout" }, { has: "outside.lockout" }, { has: "stated.lockout" }] },
    over: "entries",
    where: { has: "entry.credential" },
    title: "A stranger locks people out of {component}",
    scenario:
      "An account closes after some wrong passwords at {focus}{at}. Someone who knows people's mail addresses sends that many for each of them{across}, every quarter of an hour; nobody can log in and support is busy.",
    check:
      "Lock one account from a strange address, then log in with the right password from a device that was used before: it must work.",
    next: "Slow down by address and device instead of closing the account, or let a known device through.",
    weakness: ["CWE-645"],
    attack: ["CAPEC-2"],
    severity: {
      level: "low",
      who: "Anyone who can reach {component}{across}",
      needs: "people's mail addresses",
      gets: "no data; those people can't log in",
    },
    controls: [
      {
        topic: "rate-limit",
        text: "attempts are limited by address",
        leaves: "attempts from many addresses",
      },
    ],
    risk: "lock",
    example: {
      fires: ["entry POST /login | from=Browser; inputs=password", "auth Lockout after five failures"],
      rests: ["entry POST /login | from=Browser; inputs=password"],
    },
  },
  {
    id: "stride/process/denial-of-service/poison-message",
    kind: "process",
    category: "denial-of-service",
    over: "entries",
    where: { has: "entry.queue" },
    title: "One message that {component} can't digest blocks those behind it",
    scenario:
      "The consumer at {focus}{at} takes a message, fails, and gets it again. A producer with a fault, or someone who may publish, sends one that always fails; the consumer turns in circles and what should happen to {assets} waits, for everyone.",
    check:
      "Publish a message that is not JSON and one with a missing field: later ones must still be processed, and both must be found in a dead-letter queue.",
    next: "Count deliveries of each message, set it aside after a few, and raise an alarm on the first one set aside.",
    weakness: ["CWE-755"],
    attack: ["CAPEC-153"],
    severity: {
      level: "low",
      who: "Any producer of the queue",
      needs: "one malformed message",
      gets: "no data; work stands still until someone removes it",
    },
    controls: [
      {
        topic: "validation",
        text: "messages are checked before they are processed",
        leaves: "valid messages that fail later",
      },
      {
        topic: "fallback",
        settles: true,
        text: "failing messages are set aside",
        leaves: "nobody looks at the ones set aside",
      },
    ],
    risk: "dead.?letter|poison|queue",
    example: {
      fires: ["entry orders.created | kind=queue; from=Shop"],
      rests: ["entry POST /orders | from=Shop; authentication=session"],
    },
  },
  {
    id: "stride/process/denial-of-service/process-pile-up",
    kind: "process",
    category: "denial-of-service",
    when: { any: [{ has: "process.http" }, { some: ["entries", { has: "entry.queue" }] }] },
    over: "launches",
    title: "Requests make {component} start more programs than the machine bears",
    scenario:
      "A caller of {entries} makes {component} start {focus}{at}. Unless something limits how many run at once and how long, a few dozen slow ones take the machine's memory and process table, and {component} fails for all.",
    check:
      "Make the program sleep for a minute and send fifty requests: at most a few may run, the others must be refused quickly.",
    next: "Run {focus} through a small pool with a deadline, and answer 503 when it is full.",
    weakness: ["CWE-770"],
    attack: ["CAPEC-227"],
    severity: {
      level: "low",
      who: "A caller whose request leads to it",
      needs: "some parallel requests",
      gets: "no data; the machine is busy",
    },
    controls: [
      { topic: "timeout", text: "runs end at a deadline", leaves: "many runs at once" },
      { topic: "rate-limit", settles: true, text: "requests are limited", leaves: "runs that take long" },
    ],
    example: {
      fires: [
        "entry POST /previews | from=Browser; authentication=session",
        "code launch convert @src/preview.ts#render",
      ],
      rests: ["entry preview | kind=command; from=Operator", "code launch convert @src/preview.ts#render"],
    },
  },
  {
    id: "stride/process/denial-of-service/silent-schedule",
    kind: "process",
    category: "denial-of-service",
    over: "entries",
    where: { has: "entry.scheduled" },
    title: "Nobody misses a scheduled run of {component} when it stops",
    scenario:
      "Nothing but a timer starts {focus}{at}. After a failed deployment or one exception it does not run any more and nothing complains; what it should have ended, sent or deleted – {assets} – stays, until somebody is hurt by it.",
    check: "Stop the schedule in a test environment: someone must be told within twice its interval.",
    next: "Let {focus} report each success to a monitor that calls when the report is missing.",
    weakness: ["CWE-391"],
    attack: [],
    severity: {
      level: "low",
      who: "Nobody on purpose; anyone who can make one run fail",
      needs: "one failure",
      gets: "sessions, rows or messages that should be gone",
    },
    controls: [
      {
        topic: "alarm",
        settles: true,
        text: "a missing run raises an alarm",
        leaves: "runs that succeed and do nothing",
      },
    ],
    risk: "schedule|cron|job",
    example: {
      fires: ["entry nightly clean-up | kind=scheduled", "asset Session tokens"],
      rests: ["entry clean-up | kind=command; from=Operator"],
    },
  },
  {
    id: "stride/store/denial-of-service/filled-by-strangers",
    kind: "store",
    category: "denial-of-service",
    when: { has: "store.written" },
    over: "entries",
    where: {
      all: [
        { has: "entry.anonymous" },
        { has: "entry.changes" },
        { has: "entry.public" },
        {
          not: {
            any: [
              { has: "entry.webhook" },
              { has: "entry.redeems" },
              { has: "entry.credential" },
              { matches: ["entry.method", "^DELETE$"] },
            ],
          },
        },
      ],
    },
    title: "Rows that strangers have made pile up in {name}",
    scenario:
      "{focus} may write to {name} before anyone has proven who they are. Someone lets a script run over a weekend{across}; rows that nobody ever uses pile up until queries are slow or the disk is full, and then {component} can't write any more.",
    check: "Call {focus} 100,000 times in a copy: rows must be bounded, and old ones gone after their time.",
    next: "Give each row that is written there an end, delete ended rows on a schedule, and count rows by address.",
    weakness: ["CWE-400"],
    attack: ["CAPEC-130"],
    severity: {
      level: "low",
      who: "Anyone who can reach {component}{across}",
      needs: "a script and a weekend",
      gets: "no data; {component} can't write any more",
    },
    controls: [
      { topic: "rate-limit", settles: true, text: "requests are limited", leaves: "slow growth" },
      { topic: "cleanup", settles: true, text: "ended rows are deleted", leaves: "growth faster than that" },
      {
        topic: "alarm",
        about: "size|disk|growth|rows|volume",
        text: "size raises an alarm",
        leaves: "the time until someone reacts",
      },
    ],
    risk: "growth|disk full|fill",
    example: {
      fires: [
        "entry POST /signups | from=Browser; authentication=none",
        "flow Signups | from=sketch; to=Postgres; data=signups",
      ],
      rests: [
        "entry POST /notes | from=Browser; authentication=session",
        "flow Notes | from=sketch; to=Postgres; data=notes",
      ],
    },
  },
  {
    id: "stride/store/denial-of-service/no-way-back",
    kind: "store",
    category: "denial-of-service",
    when: {
      all: [
        { has: "store.written" },
        { not: { eq: ["store.technology", "cache"] } },
        { not: { eq: ["store.technology", "files"] } },
        { has: "sensitive" },
        { not: { any: [{ has: "outside.backup" }, { has: "stated.backup" }] } },
      ],
    },
    title: "What is deleted in {name} stays deleted",
    scenario:
      "A wrong migration, an operator's slip or an intruder with {connection} deletes what {name} holds. Unless a copy can be restored, {component} has nothing to serve from then on, and with it go {assets}.",
    check:
      "Restore last night's state of {name} into an empty place and start {component} on it, with a clock running.",
    next: "State in the spec who backs {name} up, how old a restored state may be, and when it was last tried.",
    weakness: ["CWE-693"],
    attack: ["CAPEC-212"],
    severity: {
      level: "low",
      who: "Whoever may delete in {name}, an operator in error included",
      needs: "one statement",
      gets: "nothing; {component} stands still and its data is lost",
    },
    controls: [
      {
        topic: "backup",
        settles: true,
        text: "copies are kept",
        leaves: "what was written since the last copy, and a restore that nobody has tried",
      },
      { topic: "versioning", text: "old versions are kept", leaves: "the deletion of the store as a whole" },
    ],
    risk: "backup|restore|data loss",
    example: {
      fires: ["asset Notes | sensitivity=confidential", "flow Notes | from=sketch; to=Postgres; data=notes"],
      rests: ["asset Notes | sensitivity=confidential", "flow Notes | from=sketch; to=Redis; data=notes"],
    },
  },
  {
    id: "stride/store/denial-of-service/half-written",
    kind: "store",
    category: "denial-of-service",
    when: { all: [{ eq: ["store.technology", "files"] }, { has: "store.written" }] },
    title: "A run of {component} that is stopped halfway leaves {name} broken",
    scenario:
      "{component} is stopped while it writes to {name}: Ctrl-C, a full disk, a machine that sleeps, or someone who makes it fail on purpose. What it was changing ({holds}) is then half old and half new, or gone, and the next run fails on it or builds on it.",
    check:
      "Kill {component} at each of its writes to {name} in turn and start it again: every file must be the old or the new one, and it must go on.",
    next: "Write each file of {name} under another name and rename it, and put back what was moved aside when a run ends early.",
    weakness: ["CWE-459"],
    attack: [],
    severity: {
      level: "medium",
      who: "Anyone at the keyboard, and whatever stops a process",
      needs: "a moment in which a write is under way",
      gets: "nothing; what was kept is lost or has to be mended by hand",
    },
    controls: [
      {
        topic: "atomic-write",
        settles: true,
        text: "files are replaced whole, and what was moved aside comes back",
        leaves: "several files that belong together",
      },
      { topic: "backup", text: "copies are kept", leaves: "what was written since the last copy" },
    ],
    risk: "interrupt|half|lost edit|crash",
    example: {
      fires: ["asset Drafts", "flow State | from=sketch; to=State files; data=drafts"],
      rests: ["asset Drafts", "flow State | from=sketch; to=Postgres; data=drafts"],
    },
  },
  {
    id: "stride/store/denial-of-service/evicted-sessions",
    kind: "store",
    category: "denial-of-service",
    when: { eq: ["store.technology", "cache"] },
    title: "A full or restarted {name} forgets what it holds",
    scenario:
      "{name} keeps {holds} in memory. A neighbour that shares it, or a flood of new keys, makes it drop the oldest; a restart drops all. Whatever relies on it begins from nothing at the same moment: people are signed out, counts start at zero, what was seen before counts as new.",
    check:
      "Empty {name} under load: {component} must recover by itself, and limits that are counted there must fail closed.",
    next: "Set a memory limit and policy for {name} that suits {holds}, and decide in code what an unknown key means.",
    weakness: ["CWE-404"],
    attack: ["CAPEC-130"],
    severity: {
      level: "low",
      who: "A neighbour in {name}, or anyone who can create keys",
      needs: "memory pressure",
      gets: "no data; signed-out people, or limits that start again",
    },
    controls: [
      { topic: "segmentation", text: "only this component uses the cache", leaves: "its own flood of keys" },
      { topic: "rate-limit", text: "requests are limited", leaves: "restarts" },
    ],
    risk: "evict|cache|redis",
    example: {
      fires: ["asset Session tokens", "flow Sessions | from=sketch; to=Redis; data=session tokens"],
      rests: ["asset Session tokens", "flow Sessions | from=sketch; to=Postgres; data=session tokens"],
    },
  },
  {
    id: "stride/store/denial-of-service/all-connections-taken",
    kind: "store",
    category: "denial-of-service",
    when: { all: [{ eq: ["store.technology", "relational"] }, { has: "store.shared" }] },
    title: "{others} can use up the connections of {name}",
    scenario:
      "{name} serves {component} and {others}. A long query or a leak of connections there takes the last slot; every route of {component} that needs a row fails until someone ends the query by hand.",
    check:
      "Open connections to {name} from the other side until it refuses: {component} must keep its share.",
    next: "Limit connections for each account in {name}, and set a statement timeout.",
    weakness: ["CWE-410"],
    attack: ["CAPEC-131"],
    severity: {
      level: "low",
      who: "{others}, mostly without meaning to",
      needs: "one long query",
      gets: "no data; {component} answers errors",
    },
    controls: [
      { topic: "timeout", text: "statements end at a deadline", leaves: "many short ones" },
      {
        topic: "grants",
        settles: true,
        text: "each account has its own share",
        leaves: "the store as a whole",
      },
    ],
    example: {
      fires: [
        "flow Sessions | from=sketch; to=Postgres; data=sessions",
        "flow Reports | from=Reporting service; to=Postgres; data=sessions",
      ],
      rests: ["flow Sessions | from=sketch; to=Postgres; data=sessions"],
    },
  },
  {
    id: "stride/flow/denial-of-service/provider-down",
    kind: "flow",
    category: "denial-of-service",
    when: { all: [{ has: "flow.outbound" }, { has: "flow.networked" }] },
    title: "When {to} is down or has had enough, {component} can't finish its work",
    scenario:
      "{component} sends what it has for {to} ({data}){across}. An outage there, or a quota that is used up, means that it does not get out; unless it is kept, it is lost, and whoever waits for it tries again and makes it worse.",
    check:
      "Answer 503 and then 429 in place of {to} for ten minutes: what was to be sent must go out afterwards, once.",
    next: "Decide what {component} answers when {to} does not, or keep what has to go there and send it later with retries.",
    weakness: ["CWE-754"],
    attack: ["CAPEC-131"],
    severity: {
      level: "low",
      who: "{to} itself, or whoever uses up the quota there",
      needs: "one bad hour",
      gets: "no data; what was sent ({data}) does not arrive",
    },
    controls: [
      {
        topic: "fallback",
        settles: true,
        text: "what could not be sent is kept and sent again",
        leaves: "what is late by then",
      },
    ],
    risk: "outage|provider|third.?party|quota",
    example: {
      fires: ["code outbound mail.example @src/mail.ts#send"],
      rests: ["entry GET /notes | from=Browser; authentication=session"],
    },
  },
];
