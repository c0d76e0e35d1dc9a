// Repudiation: an act that nobody could attribute afterwards.

import type { Rule } from "../rule.ts";

export const repudiation: readonly Rule[] = [
  {
    id: "stride/external/repudiation/shared-identity",
    kind: "external",
    category: "repudiation",
    when: { any: [{ has: "external.administrator" }, { has: "external.service" }] },
    over: "entries",
    where: {
      all: [{ has: "entry.static-key" }, { has: "entry.changes" }, { not: { has: "entry.webhook" } }],
    },
    title: "Several people act as {name} and each can say it was another",
    scenario:
      "{name} is known at {focus}{at} by one credential ({auth}) that a whole team or fleet holds. One of them changes {assets} and denies it; the record, if there is one, names {name} and nobody in particular.",
    check:
      "Take one change made through {focus} last week and name the person or job that made it, from records alone.",
    next: "Issue one credential for each person or job and write its id beside every change.",
    weakness: ["CWE-1391"],
    attack: ["CAPEC-560"],
    severity: {
      level: "low",
      who: "Anyone who holds the credential of {name}",
      needs: "nothing else",
      gets: "a change of {assets} that is pinned on nobody",
    },
    controls: [
      {
        topic: "audit",
        text: "changes are written down with their caller",
        leaves: "which of the holders of one key it was",
      },
    ],
    risk: "shared (account|key|credential)|team account",
    example: {
      fires: ["entry POST /ledger | from=Billing service; authentication=API key"],
      rests: ["entry POST /ledger | from=Billing service; authentication=mutual TLS"],
    },
  },
  {
    id: "stride/external/repudiation/denied-order",
    kind: "external",
    category: "repudiation",
    when: { has: "external.person" },
    over: "entries",
    where: {
      all: [
        { has: "entry.changes" },
        {
          matches: [
            "entry.name",
            "order|payment|transfer|refund|consent|contract|sign(ature|ing)|withdraw|payout|invoice|checkout|subscri",
          ],
        },
      ],
    },
    title: "{name} denies what was done in its name",
    scenario:
      "A person says that the order or consent given through {focus}{at} was not theirs: a copied session, a child at the keyboard. What {component} can show is a row in {stores} that it wrote itself, so the loss stays with whoever runs it.",
    check:
      "Pick one row that {focus} made and show, without asking the person, which login, device and confirmation led to it.",
    next: "Keep with each act of {focus} the session, the time and the confirmation that was shown, where {component} can add but not change.",
    weakness: ["CWE-223"],
    attack: ["CAPEC-383"],
    severity: {
      level: "low",
      who: "Any person with an account",
      needs: "to disagree afterwards",
      gets: "their money or their consent back, at the owner's cost",
    },
    controls: [
      {
        topic: "audit",
        settles: true,
        text: "acts are written to a trail",
        leaves: "whether the person at the device was the owner",
      },
      { topic: "mfa", text: "acts are confirmed by a second factor", leaves: "acts for which none is asked" },
    ],
    risk: "den(y|ies|ied)|dispute|chargeback",
    example: {
      fires: ["entry POST /orders | from=Customer; authentication=session"],
      rests: ["entry GET /orders | from=Customer; authentication=session"],
    },
  },
  {
    id: "stride/external/repudiation/unproven-handover",
    kind: "external",
    category: "repudiation",
    when: { has: "external.provider" },
    over: "outbound",
    where: { has: "outbound.payment" },
    title: "{name} says it never got what {component} handed over",
    scenario:
      "{component} hands a payment or an order to {name}{at} and goes on. When it never arrives, {name} says that no request came; unless its receipt is kept, a payment that is missing can't be traced to either side.",
    check: "Take one hand-over of yesterday and find the id that {name} gave it.",
    next: "Store the id that {name} returns beside the row that caused the call.",
    weakness: ["CWE-778"],
    attack: [],
    severity: {
      level: "low",
      who: "{name}, or anyone between the two",
      needs: "one lost request",
      gets: "a dispute that nobody can settle",
    },
    controls: [
      { topic: "audit", settles: true, text: "hand-overs are recorded", leaves: "what {name} did with them" },
    ],
    example: {
      fires: ["code outbound api.stripe.com @src/pay.ts#charge | library=stripe"],
      rests: ["code outbound rates.example @src/rates.ts#load"],
    },
  },
  {
    id: "stride/process/repudiation/unrecorded-changes",
    kind: "process",
    category: "repudiation",
    over: "entries",
    where: {
      all: [
        { has: "entry.changes" },
        {
          not: {
            any: [
              { has: "entry.admin" },
              { has: "entry.command" },
              { has: "entry.scheduled" },
              { has: "entry.function" },
            ],
          },
        },
      ],
    },
    title: "Nobody can tell afterwards who changed something at {component}",
    scenario:
      "A call from {callers} changes {assets} through {focus}{at}, by mistake or with someone else's session. When its owner complains, the result in {stores} says what happened; only a record of each call could say who it was, from where and when.",
    check:
      "Change something twice through {focus}, with two accounts, then find out from records alone who changed what.",
    next: "Write one line for each such call: account, object, result, time – to a place where {component} can only add.",
    weakness: ["CWE-778"],
    attack: [],
    severity: {
      level: "low",
      who: "Any caller of {focus}, and whoever holds a copied session",
      needs: "nothing beyond an ordinary call",
      gets: "a change that can't be attributed",
      raise: [
        {
          when: {
            some: ["focus", { matches: ["entry.name", "pay|refund|transfer|withdraw|payout|credit|ledger"] }],
          },
          because: "money moves through these routes",
        },
      ],
    },
    controls: [
      {
        topic: "audit",
        settles: true,
        text: "changes are written to a trail",
        leaves: "calls that were refused",
      },
    ],
    group: "the routes of {component} that change something",
    risk: "audit|log|trail",
    example: {
      fires: ["entry POST /notes | from=Browser; authentication=session"],
      rests: ["entry GET /notes | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/repudiation/unrecorded-administration",
    kind: "process",
    category: "repudiation",
    over: "entries",
    where: { has: "entry.admin" },
    title: "An administrator of {component} denies an act on someone's account",
    scenario:
      "Someone with administrator's rights looks up or changes another person's {assets} through {focus}{at}, out of curiosity or for money, and says it was not them. Only a record of who asked for whom, and why, gives {component} something to show when that person finds out.",
    check:
      "Use {focus} with two administrators' accounts, then name both and what they looked at, from records alone.",
    next: "Record every call of {focus} with the administrator's own account and the account looked at, out of the administrators' reach.",
    weakness: ["CWE-223"],
    attack: ["CAPEC-122"],
    severity: {
      level: "low",
      who: "Anyone with administrator's rights",
      needs: "those rights alone",
      gets: "a look at {assets} of others, or a change, that nobody can pin on them",
      raise: [{ when: { has: "sensitive" }, because: "confidential data of other people is behind it" }],
    },
    controls: [
      {
        topic: "audit",
        settles: true,
        text: "calls are written to a trail",
        leaves: "an administrator who may also edit the trail",
      },
      {
        topic: "alarm",
        about: "admin|\\bsupport|\\bstaff\\b|operator|unusual",
        text: "unusual use raises an alarm",
        leaves: "use that looks usual",
      },
    ],
    risk: "audit|administrator",
    example: {
      fires: [
        "entry GET /admin/sessions | from=Administrator; authentication=role admin",
        "asset Session list | sensitivity=confidential",
      ],
      rests: ["entry GET /sessions | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/repudiation/unattributed-run",
    kind: "process",
    category: "repudiation",
    over: "entries",
    where: { any: [{ has: "entry.command" }, { has: "entry.scheduled" }] },
    unless: { not: { has: "sensitive" } },
    title: "A run of {component} has no author",
    scenario:
      "A run of {focus}{at} changes {assets} under an account that people, build jobs or a timer share. After a wrong run the shell history of one machine is all there is, and whoever ran it can clear that.",
    check:
      "Run {focus} twice from two accounts and find both runs, with account and arguments, in a place that neither account can edit.",
    next: "Let {focus} write account, arguments, version and result to the system's log before it changes anything.",
    weakness: ["CWE-778"],
    attack: [],
    severity: {
      level: "low",
      who: "Anyone who may start {focus}",
      needs: "the shared account",
      gets: "a change of {assets} with no name on it",
    },
    controls: [
      {
        topic: "audit",
        settles: true,
        text: "runs are recorded",
        leaves: "who was at the keyboard of a shared account",
      },
    ],
    risk: "audit|operator",
    example: {
      fires: ["entry rotate-keys | kind=command; from=Operator", "asset Signing keys"],
      rests: ["entry POST /keys | from=Operator; authentication=session", "asset Signing keys"],
    },
  },
  {
    id: "stride/process/repudiation/forged-log-lines",
    kind: "process",
    category: "repudiation",
    when: { any: [{ has: "code.audit" }, { has: "process.logs" }] },
    over: "entries",
    where: { all: [{ has: "entry.free-text" }, { has: "entry.public" }] },
    title: "A line break in a field writes a false line into the trail of {component}",
    scenario:
      "{component} writes what callers send into its log or trail. Someone puts a line break and an invented entry into a text field of {focus}{at}; whoever reads the record later finds an act that another account seems to have done.",
    check:
      "Send `x\\n2030-01-01 admin deleted everything` in each text field of {focus}: the record must hold one line, with the break escaped.",
    next: "Write records as JSON, one object a line, and never put callers' text into the message itself.",
    weakness: ["CWE-117"],
    attack: ["CAPEC-93"],
    severity: {
      level: "low",
      who: "Any caller of {focus}",
      needs: "a text field that is recorded",
      gets: "doubt about every line of the record",
    },
    controls: [
      {
        topic: "validation",
        text: "inputs are checked at the edge",
        leaves: "text fields in which line breaks are allowed",
      },
    ],
    example: {
      fires: [
        "entry POST /notes | from=Browser; authentication=session; inputs=title:string",
        "code symbol src/log.ts#auditLog",
      ],
      rests: ["entry POST /notes | from=Browser; authentication=session; inputs=title:string"],
    },
  },
  {
    id: "stride/store/repudiation/editable-trail",
    kind: "store",
    category: "repudiation",
    when: { has: "store.audit" },
    title: "Whoever can write to {name} can rewrite its audit trail",
    scenario:
      "{name} holds the {assets} beside the data itself, and {component} writes both with the same account{account}. An insider or intruder with that account makes a change, then changes the line that says so.",
    check:
      "With the credentials of {component}, try to update and delete one old line of the trail: both must be refused.",
    next: "Give {component} insert rights only on the trail, and copy it at once to a place that other people run.",
    weakness: ["CWE-471"],
    attack: ["CAPEC-268"],
    severity: {
      level: "medium",
      who: "Someone with the component's account in {name}",
      needs: "an update on one table",
      gets: "an act that nobody can prove",
    },
    controls: [
      {
        topic: "grants",
        about: "insert|append|audit|trail|add only",
        settles: true,
        text: "the account may add to the trail, not change it",
        leaves: "the owner of the schema",
      },
      {
        topic: "versioning",
        settles: true,
        text: "old entries can't be replaced",
        leaves: "whoever runs the store",
      },
      {
        topic: "alarm",
        about: "audit|trail|\\bcop(y|ies)\\b",
        text: "a copy goes to the alarm system",
        leaves: "the time before the copy is made",
      },
    ],
    assets: "audit|trail|log",
    risk: "audit|trail",
    example: {
      fires: ["asset Audit trail", "flow Trail | from=sketch; to=Postgres; data=audit trail"],
      rests: ["asset Notes", "flow Notes | from=sketch; to=Postgres; data=notes"],
    },
  },
  {
    id: "stride/store/repudiation/hand-made-change",
    kind: "store",
    category: "repudiation",
    when: {
      all: [
        { not: { has: "store.audit" } },
        { has: "store.networked" },
        { has: "sensitive" },
        { has: "store.shared" },
      ],
    },
    title: "A row changed by hand in {name} looks like one that {component} wrote",
    scenario:
      "{others} can open {name} without {component}. A row of {holds} changed there carries no trace of it; weeks later it looks as if a caller of {component} had done it, and nobody can say otherwise.",
    check: "Change one row by hand in a copy of {name} and ask who did it, from records alone.",
    next: "Let people reach {name} only with their own accounts, and record their statements outside it.",
    weakness: ["CWE-778"],
    attack: ["CAPEC-268"],
    severity: {
      level: "low",
      who: "{others}, or whoever has their access",
      needs: "a console on {name}",
      gets: "a change of {assets} under a caller's name",
    },
    controls: [
      {
        topic: "audit",
        settles: true,
        text: "statements and changes are recorded",
        leaves: "people who may switch the record off",
      },
      { topic: "grants", text: "people have narrow rights", leaves: "the rows that those rights cover" },
    ],
    risk: "console|by hand|manual|dba",
    example: {
      fires: [
        "flow Fixes | from=Operator; to=Postgres; data=corrections",
        "asset Notes | sensitivity=confidential",
        "flow Notes | from=sketch; to=Postgres; data=notes",
      ],
      rests: [
        "entry GET /notes | from=Browser; authentication=session",
        "asset Notes | sensitivity=confidential",
        "flow Notes | from=sketch; to=Postgres; data=notes",
      ],
    },
  },
];
