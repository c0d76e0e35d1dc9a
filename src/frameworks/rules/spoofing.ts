// Spoofing: someone or something passes as another.

import type { Rule } from "../rule.ts";

export const spoofing: readonly Rule[] = [
  {
    id: "stride/external/spoofing/phished-password",
    kind: "external",
    category: "spoofing",
    when: {
      all: [{ has: "external.person" }, { not: { has: "external.administrator" } }, { has: "passwords" }],
    },
    over: "entries",
    where: { has: "entry.credential" },
    title: "A phished password is enough to act as {name}",
    scenario:
      "Whoever gets a person to type the password into a look-alike page sends it to {focus}{at}{across} themselves and receives what {name} would. {component} sees one correct login from a new address.",
    check:
      "Log in to {focus} from a second device with the password alone: a prompt for something else shows that the password is not enough.",
    next: "Ask for a passkey or a code at {focus} when the device is new, or write down who accepts that the password alone is enough.",
    weakness: ["CWE-308"],
    attack: ["CAPEC-98"],
    severity: {
      level: "medium",
      who: "Anyone who can send mail to a person with an account",
      needs: "that person's password, typed once into the wrong page",
      gets: "that account, one for each victim",
    },
    controls: [
      {
        topic: "mfa",
        settles: true,
        text: "a second factor is asked for at login",
        leaves: "codes that are phished together with the password",
      },
      {
        topic: "alarm",
        about: "unusual|new device|new place|anomal|impossible|location",
        text: "unusual logins raise an alarm",
        leaves: "the time until someone reacts",
      },
    ],
    assets: "account|session",
    risk: "second factor|mfa|2fa|two.?factor|phish|password alone",
    example: {
      fires: ["entry POST /login | from=Browser; inputs=email,password", "asset Session tokens"],
      rests: ["entry POST /login | from=Ledger service; inputs=key"],
    },
  },
  {
    id: "stride/external/spoofing/administrator-account",
    kind: "external",
    category: "spoofing",
    when: { has: "external.administrator" },
    over: "entries",
    where: {
      all: [{ has: "entry.http" }, { any: [{ has: "entry.admin" }, { has: "entry.authenticated" }] }],
    },
    title: "One stolen credential of {name} is enough",
    scenario:
      "Whoever takes over the browser profile or the credential ({auth}) of one person who acts as {name} calls {focus}{at}{across} and reaches {assets} of every account, not only their own.",
    check:
      "Call {focus} with a valid administrator credential from a network that no administrator works from: a refusal shows a second barrier.",
    next: "Ask for a security key at {focus}, and put a ceiling on how many accounts one person can reach in an hour.",
    weakness: ["CWE-308"],
    attack: ["CAPEC-560"],
    severity: {
      level: "medium",
      who: "Someone who has one administrator's credential",
      needs: "that credential and a way to reach {component}",
      gets: "{assets} of all accounts through {focus}",
    },
    controls: [
      {
        topic: "mfa",
        settles: true,
        text: "administrators confirm with a second factor",
        leaves: "an administrator's device that is taken over while signed in",
      },
      {
        topic: "segmentation",
        about: "internal|private|closed|\\bvpn\\b|only reachable|reachable only|operators?' network",
        text: "only a closed network reaches the administrative routes",
        leaves: "an attacker who already is inside that network",
      },
      {
        topic: "alarm",
        about: "admin|\\bsupport|\\bstaff\\b|operator|unusual",
        text: "administrative use raises an alarm",
        leaves: "the time until someone reacts",
      },
    ],
    risk: "admin|operator",
    example: {
      fires: [
        "entry GET /admin/sessions | from=Administrator; authentication=role admin",
        "asset Session list",
      ],
      rests: ["entry GET /health | from=Administrator; authentication=none"],
    },
  },
  {
    id: "stride/external/spoofing/shared-service-key",
    kind: "external",
    category: "spoofing",
    when: { all: [{ has: "external.service" }, { not: { has: "external.person" } }] },
    over: "entries",
    where: { all: [{ has: "entry.static-key" }, { not: { has: "entry.webhook" } }] },
    title: "The key that stands for {name} works wherever it is copied to",
    scenario:
      "Whoever reads the key of {name} ({auth}) in a build log, an old laptop or a support ticket calls {focus}{at}{across} from anywhere. {component} can't tell the copy from {name}, and the key has no end, so the way to {assets} stays open until someone notices.",
    check: "Send a request to {focus} with last quarter's key: it must be refused.",
    next: "Give each caller its own key with an end date, accept two at a time during a change, and refuse the old one by a test.",
    weakness: ["CWE-522"],
    attack: ["CAPEC-560"],
    severity: {
      level: "medium",
      who: "Anyone who has seen the key once",
      needs: "the key and a route to {focus}",
      gets: "everything that {name} may do: {assets}",
    },
    controls: [
      {
        topic: "rotation",
        settles: true,
        text: "keys are exchanged on a schedule",
        leaves: "the time between two exchanges",
      },
      {
        topic: "segmentation",
        text: "only {name}'s network reaches the routes",
        leaves: "another workload in that network",
      },
      { topic: "secret-store", text: "the key lies in a secret store", leaves: "copies outside the store" },
    ],
    assets: "key|token|credential",
    risk: "\\bkeys?\\b|rotat|shared secret",
    example: {
      fires: ["entry POST /ledger/entries | from=Billing service; authentication=API key"],
      rests: ["entry POST /ledger/entries | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/external/spoofing/impostor-provider",
    kind: "external",
    category: "spoofing",
    when: { has: "external.provider" },
    over: "outbound",
    where: { any: [{ has: "outbound.plain" }, { has: "outbound.insecure" }] },
    title: "Something else answers in place of {name}",
    scenario:
      "Someone who answers for {name} – a changed name record, a host on the same network – is believed, because the call{at} checks no certificate. It receives {assets} and decides what {component} reads back.",
    check:
      "Point the name at a local listener with a self-signed certificate: the call must fail before any byte of the body is sent.",
    next: "Call {name} over https with certificate checks on, and let the configuration accept nothing else.",
    weakness: ["CWE-295"],
    attack: ["CAPEC-94"],
    severity: {
      level: "medium",
      who: "Someone on the path to {name} or with power over its name",
      needs: "to answer one connection",
      gets: "{assets}, and a say in what {component} does with the reply",
      raise: [{ when: { has: "secret" }, because: "the request carries a secret" }],
    },
    controls: [
      {
        topic: "segmentation",
        text: "the path stays in a closed network",
        leaves: "another host in that network",
      },
    ],
    example: {
      fires: [
        "code outbound rates.internal.example @src/rates.ts#load | text=fetch('http://rates.internal.example/v1')",
      ],
      rests: ["code outbound rates.example @src/rates.ts#load | text=fetch('https://rates.example/v1')"],
    },
  },
  {
    id: "stride/external/spoofing/operator-shell",
    kind: "external",
    category: "spoofing",
    over: "entries",
    where: { has: "entry.command" },
    unless: { has: "external.program" },
    title: "Any shell under the right account acts as {name}",
    scenario:
      "Nobody's identity is asked for at {focus}{at}: the account that started it is trusted. Whoever gets a shell or a build job under that account runs it as {name}, with {secrets} at hand, and reaches {assets}.",
    check:
      "Start {focus} under an account that is not an operator's: it should find neither the file nor the credential that it needs.",
    next: "Give the command its own credential, readable only for the operators' group, in place of the one that the service uses.",
    weakness: ["CWE-287"],
    attack: ["CAPEC-151"],
    severity: {
      level: "low",
      who: "Someone with a shell or a build job on a machine where {component} is installed",
      needs: "the account that runs it",
      gets: "what {focus} can do, under {name}'s name",
      raise: [{ when: { has: "secret" }, because: "the command works on secrets" }],
    },
    controls: [
      { topic: "mfa", text: "operators pass a second factor before they get a shell", leaves: "build jobs" },
      {
        topic: "audit",
        text: "each run is written down with the account",
        leaves: "accounts that several people share",
      },
    ],
    risk: "shell|operator|laptop|workstation",
    example: {
      fires: ["entry rotate-keys | kind=command; from=Operator"],
      rests: ["entry POST /keys | from=Operator; authentication=session"],
    },
  },
  {
    id: "stride/external/spoofing/planted-program",
    kind: "external",
    category: "spoofing",
    when: { has: "external.program" },
    title: "Another program called {name} is found first",
    scenario:
      "{component} starts {name} by its name and takes the first one that the search path of its caller leads to. Whoever can write to a folder on that path, or sets the path of a build job or a cloned folder, puts a program of that name there; it runs with everything that {component} has, and its answers about {assets} are believed.",
    check:
      "Put a script called {name} first on the path, and one in the current folder: the run must say which program it uses, and never take the one from the folder it works on.",
    next: "Resolve {name} once at start, refuse a result inside the folder that is worked on, and show it in the diagnosis.",
    weakness: ["CWE-426"],
    attack: ["CAPEC-38"],
    severity: {
      level: "low",
      who: "Whoever can write to a folder on the search path, or set it",
      needs: "a file with the right name",
      gets: "the rights of whoever runs {component}",
    },
    controls: [
      {
        topic: "confinement",
        text: "places are compared with known folders",
        leaves: "known folders that others may write to",
      },
    ],
    risk: "\\bpath\\b|trusted|program",
    example: {
      fires: ["code launch git @src/git.ts#log", "entry log | kind=command; from=Developer"],
      rests: ["entry log | kind=command; from=Developer"],
    },
  },
  {
    id: "stride/external/spoofing/passed-by-relay",
    kind: "external",
    category: "spoofing",
    when: { has: "external.relay" },
    title: "Whoever reaches {component} past {name} passes for it",
    scenario:
      "{component} leaves {limits} to {name}. A workload in the same network, or a port that is published by mistake, reaches {component} without passing {name}: what {name} would have counted, cut or refused arrives as it is, and headers that {name} sets say what their sender likes.",
    check:
      "Call {component} from another workload of its network, without the certificate or key of {name}: the connection must be refused.",
    next: "Let {component} refuse connections without a client certificate that it knows, and test the refusal.",
    weakness: ["CWE-290"],
    attack: ["CAPEC-554"],
    severity: {
      level: "medium",
      who: "Another workload in the network of {component}",
      needs: "a route to its port",
      gets: "calls that nothing in front of {component} has counted, cut or refused",
    },
    controls: [
      {
        topic: "segmentation",
        text: "only {name} reaches {component}",
        leaves: "whoever is in that network already",
      },
      {
        topic: "gateway",
        text: "{name} is the only way in",
        leaves: "a second way that nobody meant to open",
      },
    ],
    assets: "",
    risk: "bypass|past the|direct(ly)? reach|behind the (gateway|proxy)",
    example: {
      fires: [
        "entry POST /notes | from=Browser; authentication=session",
        "flow Requests | from=Browser; to=Gateway; data=notes; protection=TLS",
        "flow Passed on | from=Gateway; to=sketch; data=notes; protection=mTLS",
      ],
      rests: [
        "entry POST /notes | from=Browser; authentication=session",
        "flow Requests | from=Browser; to=sketch; data=notes; protection=TLS",
      ],
    },
  },
  {
    id: "stride/process/spoofing/unauthenticated-entry",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: {
      all: [
        { has: "entry.http" },
        { has: "entry.anonymous" },
        {
          not: {
            any: [
              { has: "entry.health" },
              { has: "entry.credential" },
              { has: "entry.recovery" },
              { has: "entry.webhook" },
            ],
          },
        },
        { any: [{ has: "entry.changes" }, { has: "entry.sensitive" }, { has: "entry.admin" }] },
      ],
    },
    title: "A route of {component} asks nobody who they are",
    scenario:
      "Whoever can send a request to {component}{across} calls {focus}{at} without a session, key or signature; no check was seen there and the spec names none. What they send or read counts as a known caller's: {assets} in {stores}.",
    check: "Call {focus} with no credentials at all and expect 401.",
    next: "Put the check that the other routes use in front of {focus}, or state in the spec why the route is open.",
    weakness: ["CWE-306"],
    attack: ["CAPEC-115"],
    severity: {
      level: "medium",
      who: "Anyone who can reach {component}{across}",
      needs: "the address alone",
      gets: "{assets}",
      raise: [
        { when: { some: ["focus", { has: "entry.admin" }] }, because: "the route is an administrative one" },
      ],
      lower: [
        { when: { not: { has: "sensitive" } }, because: "nothing on the map behind it is confidential" },
      ],
    },
    controls: [
      {
        topic: "gateway",
        text: "a gateway stands in front of the routes",
        leaves: "callers inside the network, who don't pass the gateway",
      },
      {
        topic: "segmentation",
        text: "only a closed network reaches the routes",
        leaves: "any workload in that network",
      },
    ],
    risk: "unauthenticated|anonymous|public(ly)?|without (a )?(login|session|authentication)|\\bopen\\b",
    example: {
      fires: ["entry POST /notes | from=Browser; authentication=none", "asset Notes"],
      rests: ["entry POST /notes | from=Browser; authentication=session", "asset Notes"],
    },
  },
  {
    id: "stride/process/spoofing/guard-not-seen",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: {
      all: [
        { has: "entry.http" },
        { has: "entry.authenticated" },
        { has: "entry.seen" },
        { not: { any: [{ has: "entry.guarded" }, { has: "entry.webhook" }] } },
      ],
    },
    title: "The spec asks for a credential where the code of {component} shows no check",
    scenario:
      "The spec asks for {auth} at {focus}, and no check was seen where the code answers{at}. If it is missing, whoever can send a request{across} acts there under any name they put into it and reaches {assets}.",
    check: "Call {focus} without credentials, and once with another account's: expect 401 and 403.",
    next: "Name the guard in the handler, or point the map at the place that applies it, so that the check can be seen.",
    weakness: ["CWE-287"],
    attack: ["CAPEC-115"],
    severity: {
      level: "medium",
      who: "Anyone who can reach {component}{across}",
      needs: "a request without a credential, if the check really is missing",
      gets: "{assets} as any caller",
      raise: [
        {
          when: {
            all: [{ some: ["focus", { has: "entry.admin" }] }, { not: { has: "code.authentication" } }],
          },
          because: "an administrative route is among them and the component shows no check anywhere",
        },
      ],
    },
    controls: [
      {
        topic: "authentication",
        text: "a check exists elsewhere in the component",
        leaves: "whether calls of {focus} run through it: nothing seen connects the two",
      },
      {
        topic: "gateway",
        text: "a gateway stands in front of the routes",
        leaves: "callers inside the network, who don't pass the gateway",
      },
    ],
    example: {
      fires: [
        "entry DELETE /notes/:id | from=Browser; authentication=session",
        "code entry DELETE /notes/:id @src/notes.ts#remove",
      ],
      rests: [
        "entry DELETE /notes/:id | from=Browser; authentication=session",
        "code entry DELETE /notes/:id @src/notes.ts#remove",
        "code auth requireSession @src/notes.ts#remove",
      ],
    },
  },
  {
    id: "stride/process/spoofing/guard-passed-by",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: {
      all: [{ has: "entry.http" }, { has: "entry.declared" }, { has: "entry.authenticated" }],
    },
    title: "A call without its credential gets as far as a handler of {component}",
    scenario:
      "Someone sends a request to {focus} with no credential, an ended one, or one that is good for less. Were it handled before anyone asks, they would act on {assets} under no name or another's.",
    check:
      "Call each route without a credential and with one of too few rights: expect 401 and 403, and no line of the handler run.",
    next: "Ask for what the route table demands in one place, before the body is read.",
    weakness: ["CWE-306"],
    attack: ["CAPEC-115"],
    severity: {
      level: "medium",
      who: "Anyone who can reach {component}{across}",
      needs: "a request without a credential",
      gets: "{assets} as any caller",
    },
    controls: [
      {
        topic: "authentication",
        settles: true,
        text: "what the route table demands is asked for before the handler runs",
        leaves: "what the check itself decides, and a row that demands too little",
      },
    ],
    group: "the routes of {component} that ask for a credential",
    risk: "unauthenticated",
    example: {
      fires: [
        "entry DELETE /notes/:id | from=Browser; authentication=session",
        "code entry DELETE /notes/:id @src/routes.ts#routes | requires=session",
        "code auth authorize @src/auth.ts#guard",
      ],
      rests: [
        "entry DELETE /notes/:id | from=Browser; authentication=session",
        "code entry DELETE /notes/:id @src/routes.ts#routes",
        "code auth authorize @src/auth.ts#guard",
      ],
    },
  },
  {
    id: "stride/process/spoofing/credential-guessing",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: { all: [{ has: "entry.credential" }, { has: "entry.public" }] },
    title: "Leaked passwords are tried out at {component}",
    scenario:
      "Someone with a list of names and passwords from another site's leak posts them to {focus}{at}{across}, a few for each account and from many addresses so that no single one stands out, and keeps {assets} of every account whose owner used the same password twice.",
    check:
      "Post twenty wrong passwords for one account and one wrong password for each of twenty accounts to {focus}: expect 429 in both cases.",
    next: "Count failed attempts at {focus} by account and by address in {stores}, and answer 429 past a handful within a few minutes.",
    weakness: ["CWE-307"],
    attack: ["CAPEC-600", "CAPEC-49"],
    severity: {
      level: "medium",
      who: "Anyone who can reach {component}{across}",
      needs: "a list of leaked passwords and some hours",
      gets: "the accounts among them whose password still fits, with {assets}",
    },
    controls: [
      {
        topic: "rate-limit",
        settles: true,
        text: "attempts are limited",
        leaves: "slow attempts, spread over many addresses",
      },
      {
        topic: "lockout",
        settles: true,
        text: "an account closes after some failures",
        leaves: "one attempt for each of many accounts",
      },
      { topic: "mfa", text: "a password alone does not log in", leaves: "accounts without a second factor" },
      {
        topic: "alarm",
        about: "fail|guess|wrong|attempt|log.?in|sign.?in|brute",
        text: "many failed logins raise an alarm",
        leaves: "the time until someone reacts",
      },
    ],
    assets: "account|session",
    risk: "guess|brute|credential stuffing|rate.?limit|attempts",
    example: {
      fires: ["entry POST /login | from=Browser; inputs=email,password"],
      rests: ["entry GET /articles | from=Browser; authentication=none"],
    },
  },
  {
    id: "stride/process/spoofing/unsigned-webhook",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: { has: "entry.webhook" },
    title: "An invented delivery is believed by {component}",
    scenario:
      "Every sender reaches {focus}{at}, because {callers} can't log in. Someone who knows its address and the shape of one event posts an invented one{across}. Unless a signature tells it apart, it is booked as if {callers} had sent it and changes {assets}.",
    check:
      "Post a recorded event to {focus} with one byte of the body changed and the old signature: expect 401 and no change in {stores}.",
    next: "Check the sender's signature over the raw body of {focus} before anything is parsed.",
    weakness: ["CWE-345"],
    attack: ["CAPEC-151"],
    severity: {
      level: "high",
      who: "Anyone who can reach {component}{across}",
      needs: "its address and the published shape of an event",
      gets: "a say in {assets} under the name of {callers}",
      lower: [
        { when: { not: { has: "sensitive" } }, because: "nothing on the map behind it is confidential" },
      ],
    },
    controls: [
      {
        topic: "signature",
        settles: true,
        text: "the signature of each delivery is checked",
        leaves: "whoever holds the signing secret, and deliveries that are sent again",
      },
      {
        topic: "segmentation",
        text: "only the sender's addresses reach the route",
        leaves: "other tenants of the sender",
      },
      {
        topic: "gateway",
        text: "a gateway stands in front of the route",
        leaves: "what the gateway lets through",
      },
    ],
    risk: "webhook|callback|unsigned|signature",
    example: {
      fires: ["entry POST /hooks/ledger | from=Ledger; authentication=none"],
      rests: ["entry POST /ledger | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/spoofing/replayed-delivery",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: {
      all: [{ has: "entry.webhook" }, { any: [{ has: "code.signature" }, { has: "stated.signature" }] }],
    },
    title: "A delivery that {component} accepted is accepted again",
    scenario:
      "Someone who has seen one signed delivery to {focus} – in a proxy's log, a support ticket, a debugging tool – sends the same bytes again{across}. The signature still fits{at}, so the same event changes {assets} twice.",
    check:
      "Post the same signed body to {focus} twice: the second must answer 409, or 200 with nothing changed.",
    next: "Remember the delivery's id in {stores} for as long as its time stamp is accepted, and ignore one that was seen.",
    weakness: ["CWE-294"],
    attack: ["CAPEC-60"],
    severity: {
      level: "medium",
      who: "Someone who has read one delivery in full",
      needs: "the recorded body and headers",
      gets: "the event's effect once more for each time it is sent",
    },
    controls: [
      {
        topic: "idempotency",
        settles: true,
        text: "a delivery counts once",
        leaves: "deliveries older than what is remembered",
      },
      { topic: "expiry", text: "old deliveries are refused", leaves: "the same delivery inside the window" },
    ],
    risk: "replay|twice|window",
    example: {
      fires: [
        "entry POST /hooks/ledger | from=Ledger; authentication=signature",
        "code auth verifySignature @src/hooks.ts#receive",
      ],
      rests: ["entry POST /hooks/ledger | from=Ledger; authentication=none"],
    },
  },
  {
    id: "stride/process/spoofing/copied-session",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: { has: "entry.session" },
    title: "A session of {component} works for whoever has copied it",
    scenario:
      "Whoever gets a copy of one session – from a proxy's log, a shared machine, a script in the page – presents it at {focus}{at} and is its owner for {component}, from any address, until it ends.",
    check:
      "Take a session, end it, and present it again; take another and wait past its end. Both must answer 401.",
    next: "Show in a test that an ended and an overdue session are refused, and tell their owner of each new one.",
    weakness: ["CWE-613"],
    attack: ["CAPEC-60"],
    severity: {
      level: "medium",
      who: "Someone who has read one live session",
      needs: "the copy alone",
      gets: "one account, for as long as the session lives",
    },
    controls: [
      { topic: "revocation", text: "a session can be ended", leaves: "the time until its owner notices" },
      { topic: "expiry", text: "a session ends by itself", leaves: "use of the copy before that" },
    ],
    assets: "session|cookie|access token",
    group: "the routes of {component} that take a session",
    risk: "session|token.{0,30}(steal|stolen|copied|long)|expir|revoc",
    example: {
      fires: ["entry GET /me | from=Browser; authentication=session cookie"],
      rests: ["entry GET /me | from=Billing service; authentication=mutual TLS"],
    },
  },
  {
    id: "stride/process/spoofing/fixed-session",
    kind: "process",
    category: "spoofing",
    when: { has: "cookies" },
    unless: { has: "code.random" },
    over: "entries",
    where: { has: "entry.credential" },
    title: "A session id planted before the login is still good after it",
    scenario:
      "Someone sets a session cookie of their own in the victim's browser, from a sister domain or a shared machine, and waits. If {focus}{at} keeps the id that came with the request, the victim's login makes that known id a live session, and {assets} with it.",
    check:
      "Send a made-up session cookie with a correct login to {focus}: the answer must set a different, new one.",
    next: "Make a new session id in {focus} on every login, from a random source, and drop the one that came in.",
    weakness: ["CWE-384"],
    attack: ["CAPEC-61"],
    severity: {
      level: "low",
      who: "Someone who can set a cookie in the victim's browser",
      needs: "that the victim logs in afterwards",
      gets: "the victim's session",
    },
    controls: [
      {
        topic: "random",
        settles: true,
        text: "session ids are made afresh from a random source",
        leaves: "sessions that other code might start",
      },
    ],
    assets: "session|token|cookie",
    risk: "fixation",
    example: {
      fires: ["entry POST /login | from=Browser; inputs=password", "auth Session cookie set at login"],
      rests: ["entry POST /login | from=Browser; inputs=password", "auth Bearer token returned at login"],
    },
  },
  {
    id: "stride/process/spoofing/cross-site-request",
    kind: "process",
    category: "spoofing",
    when: { has: "cookies" },
    over: "entries",
    where: { all: [{ has: "entry.session" }, { has: "entry.changes" }] },
    title: "Another site's page calls {component} in a visitor's name",
    scenario:
      "A page that a signed-in person merely opens sends a form to {focus}{at}. The browser adds the session cookie by itself, so {component} takes the page's wish for the person's own and changes {assets}.",
    check: "Send {focus} with a valid cookie and an Origin header of another site: expect 403 and no change.",
    next: "Set SameSite=Lax or Strict on the session cookie and refuse a foreign Origin at {focus}.",
    weakness: ["CWE-352"],
    attack: ["CAPEC-62"],
    severity: {
      level: "medium",
      who: "Whoever gets a signed-in person to open a page",
      needs: "a live session in that browser",
      gets: "one change through {focus} for each visit, without seeing the answer",
      raise: [
        {
          when: { some: ["focus", { has: "entry.admin" }] },
          because: "an administrator's browser can be used",
        },
      ],
    },
    controls: [
      {
        topic: "csrf",
        settles: true,
        text: "requests from other sites are told apart",
        leaves: "pages on the same site",
      },
    ],
    risk: "csrf|cross.?site request|same.?site",
    example: {
      fires: ["entry POST /transfers | from=Browser; authentication=session cookie"],
      rests: ["entry POST /transfers | from=Browser; authentication=bearer token"],
    },
  },
  {
    id: "stride/process/spoofing/unpinned-token-claims",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: {
      all: [
        { has: "entry.authenticated" },
        { matches: ["entry.auth", "jwt|jose|\\bjws\\b|id.?token|access.?token|openid|oidc|oauth"] },
      ],
    },
    title: "A token meant for another service is good at {component}",
    scenario:
      "Someone with an ordinary account at the same issuer takes a signed token that was made for a different audience, or one whose header asks for a weaker algorithm, and presents it at {focus}{at}{across}. The signature fits, and {component} hands out {assets} on claims that nobody made for it.",
    check:
      "Present three tokens at {focus}: another audience, another issuer, algorithm `none`. Each must answer 401.",
    next: "Give the verifier one issuer, one audience and one algorithm as fixed arguments.",
    weakness: ["CWE-347"],
    attack: ["CAPEC-21"],
    severity: {
      level: "medium",
      who: "Anyone with a token from the same issuer",
      needs: "a token that was made for something else",
      gets: "{assets} under the account in that token",
    },
    controls: [
      {
        topic: "token-claims",
        settles: true,
        text: "issuer, audience and algorithm are fixed",
        leaves: "a signing key that leaks at the issuer",
      },
    ],
    assets: "token|session|account",
    risk: "audience|issuer|algorithm",
    example: {
      fires: ["entry GET /me | from=Browser; authentication=JWT access token"],
      rests: ["entry GET /me | from=Browser; authentication=session cookie"],
    },
  },
  {
    id: "stride/process/spoofing/recovery-link",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: { has: "entry.redeems" },
    title: "Whoever reads the mail first signs in at {component}",
    scenario:
      "At {focus}{at} someone gets in who holds a link or a code and no password. Whoever reads the mailbox, the mail provider's log or the browser history that holds it opens it first{across} and is signed in as its owner.",
    check:
      "Open one link at {focus} twice and one an hour late: both second tries must be refused. Ask for two links: the first must be dead.",
    next: "Show in a test that a used, an overdue and a replaced link are refused, and tell the owner when one is used.",
    weakness: ["CWE-640"],
    attack: ["CAPEC-50"],
    severity: {
      level: "medium",
      who: "Whoever reads the mail or the history that holds the link",
      needs: "to be faster than the owner",
      gets: "that account",
    },
    controls: [
      { topic: "idempotency", text: "a link works once", leaves: "whoever opens it first" },
      { topic: "expiry", text: "a link ends after a while", leaves: "the minutes before that" },
      {
        topic: "mfa",
        settles: true,
        text: "a second factor is asked for as well",
        leaves: "accounts without one",
      },
    ],
    assets: "account|link|token|password",
    risk: "reset|recover|magic|invit|\\blinks?\\b|mailbox",
    example: {
      fires: ["entry POST /password-reset/:token | from=Browser; authentication=none"],
      rests: ["entry POST /articles | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/spoofing/queue-producer",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: { has: "entry.queue" },
    title: "Whoever may publish decides for whom {component} acts",
    scenario:
      "At {focus}{at} {component} does what a message says for the account that the message names. Any workload that may publish to that queue writes a message with someone else's account in it, and {component} changes {assets} for them.",
    check:
      "Publish a message to {focus} with a broker account that is not {callers}: the broker or the consumer must refuse it.",
    next: "Let only {callers} publish to this queue, and check the message's origin before its account is believed.",
    weakness: ["CWE-290"],
    attack: ["CAPEC-151"],
    severity: {
      level: "medium",
      who: "Any workload with publishing rights on the broker",
      needs: "the queue's name and one recorded message",
      gets: "an act in another account's name on {assets}",
    },
    controls: [
      {
        topic: "signature",
        text: "messages are signed by their producer",
        leaves: "messages that are sent again",
      },
      {
        topic: "grants",
        settles: true,
        text: "the broker grants publishing to few accounts",
        leaves: "those accounts themselves",
      },
      {
        topic: "segmentation",
        text: "only a closed network reaches the broker",
        leaves: "any workload in that network",
      },
    ],
    risk: "queue|broker|producer|publish",
    example: {
      fires: ["entry orders.created | kind=queue; from=Shop"],
      rests: ["entry POST /orders | from=Shop; authentication=session"],
    },
  },
  {
    id: "stride/process/spoofing/claimed-identity",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: { has: "entry.claims" },
    title: "Who acted is believed as it is told to {component}",
    scenario:
      "Calls of {focus}{at} take who acted – an agent, an author, a mode – as a value from {callers}. A caller in error, or one that somebody steers, passes another's name, and from then on it stands in {assets} that someone decided who never saw it.",
    check:
      "Call {focus} with the name of a person who had no part in it: something outside the caller's choice (a signature, an author that git records) must contradict it.",
    next: "List who may set each of these values, and compare them later with one that the caller can't choose.",
    weakness: ["CWE-348"],
    attack: ["CAPEC-151"],
    severity: {
      level: "medium",
      who: "Whoever controls {callers}",
      needs: "one call",
      gets: "a statement in another's name in {assets}",
    },
    controls: [
      {
        topic: "signature",
        settles: true,
        text: "who acted is proven by a signature",
        leaves: "whoever holds the signing key",
      },
      {
        topic: "audit",
        text: "calls are written to a trail",
        leaves: "a trail that repeats what the caller claims",
      },
    ],
    risk: "claim|provenance|in (another|someone)",
    example: {
      fires: ["entry planUpdate(delta, provenance) | from=Commands", "asset Evidence records"],
      rests: ["entry planUpdate(delta) | from=Commands", "asset Evidence records"],
    },
  },
  {
    id: "stride/process/spoofing/compared-in-variable-time",
    kind: "process",
    category: "spoofing",
    over: "entries",
    where: { all: [{ has: "entry.static-key" }, { has: "entry.seen" }] },
    title: "The time of a refusal tells how much of a key was right",
    scenario:
      "At {focus}{at} the credential ({auth}) is compared with the expected value. With an ordinary comparison the answer takes longer the more leading characters fit; someone close by on the network measures thousands of refusals and builds the value piece by piece, then acts as {callers}.",
    check: "Look for the comparison behind {focus}: it must be `timingSafeEqual` on digests of equal length.",
    next: "Hash both sides and compare with `timingSafeEqual`.",
    weakness: ["CWE-208"],
    attack: ["CAPEC-20"],
    severity: {
      level: "low",
      who: "Someone with a quiet network path to {focus}",
      needs: "many thousands of requests and steady timing",
      gets: "the credential of {callers}",
    },
    controls: [
      {
        topic: "constant-time",
        settles: true,
        text: "values are compared in constant time",
        leaves: "comparisons elsewhere",
      },
      { topic: "rate-limit", text: "requests are limited", leaves: "patience" },
    ],
    example: {
      fires: [
        "entry POST /ledger | from=Billing service; authentication=API key",
        "code entry POST /ledger @src/ledger.ts#book",
      ],
      rests: [
        "entry POST /ledger | from=Browser; authentication=session",
        "code entry POST /ledger @src/ledger.ts#book",
      ],
    },
  },
];
