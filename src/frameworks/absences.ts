// Why a question has no threat: reasons that name the fact they rest on. For each kind and category the first that holds
// is used; the last of them always does.

import { type Absence, absenceProblems } from "./rule.ts";

const external: readonly Absence[] = [
  {
    kind: "external",
    category: "spoofing",
    when: {
      some: [
        "entries",
        { any: [{ has: "entry.session" }, { has: "entry.static-key" }, { has: "entry.authenticated" }] },
      ],
    },
    reason:
      "Who passes as {name} with a stolen session or key acts at {entries} of {component}; that is answered there, under spoofing. Nothing else on the map takes {name} at its word.",
    rests: ["self", "entries"],
  },
  {
    kind: "external",
    category: "spoofing",
    when: { all: [{ some: ["entries", { has: "entry.anonymous" }] }] },
    reason:
      "{name} calls {entries} only, where no claim of who is asking is made, so that there is nobody to pass as. What strangers do there is answered at {component}.",
    rests: ["self", "entries"],
  },
  {
    kind: "external",
    category: "spoofing",
    when: { some: ["entries", { has: "entry.queue" }] },
    reason:
      "{name} reaches {component} by messages alone ({entries}); who may publish them in its place is answered at {component}, under spoofing.",
    rests: ["self", "entries"],
  },
  {
    kind: "external",
    category: "spoofing",
    when: { all: [{ has: "external.provider" }, { some: ["outbound", { has: "outbound.configured" }] }] },
    reason:
      "{name} never calls in, and a setting of {component} says where it is; who could answer in its place is asked of that setting, under information disclosure of {component}.",
    rests: ["self", "flows"],
  },
  {
    kind: "external",
    category: "spoofing",
    when: { has: "external.provider" },
    reason:
      "{name} never calls in: {component} opens the connection itself, and no plain or unchecked connection to it was seen or stated. Who answers in its place is asked of the flow between them.",
    rests: ["self", "flows"],
  },
  {
    kind: "external",
    category: "spoofing",
    when: { has: "external.caller" },
    reason:
      "{name} calls {entries} from inside the same machine or program; no credential stands for it that someone else could show.",
    rests: ["self", "entries"],
  },
  {
    kind: "external",
    category: "spoofing",
    reason:
      "{name} presents no credential to {component} and no entry point names it as its caller, so that passing as it opens nothing.",
    rests: ["self", "flows"],
  },
  {
    kind: "external",
    category: "repudiation",
    when: { has: "external.relay" },
    reason:
      "{name} orders nothing itself: it passes on what its own callers ask for, and who of them did is answered at {component} under repudiation.",
    rests: ["self", "flows"],
  },
  {
    kind: "external",
    category: "repudiation",
    when: { some: ["entries", { has: "entry.changes" }] },
    reason:
      "What {name} changes goes through {changing}; whether a record shows who did it is one question, and it is answered at {component} under repudiation.",
    rests: ["self", "changing"],
  },
  {
    kind: "external",
    category: "repudiation",
    when: { has: "external.caller" },
    reason: "{name} only reads: no call of {entries} changes anything, so that there is no act to deny.",
    rests: ["self", "entries"],
  },
  {
    kind: "external",
    category: "repudiation",
    when: { has: "external.program" },
    reason:
      "{name} runs as a child of {component} and orders nothing; what it does, {component} has asked it to do, so that there is nobody to deny it.",
    rests: ["self", "flows"],
  },
  {
    kind: "external",
    category: "repudiation",
    when: { has: "external.provider" },
    reason:
      "{name} is called and answers; it orders nothing, and no payment or order that could be disputed is handed over to it.",
    rests: ["self", "flows"],
  },
  {
    kind: "external",
    category: "repudiation",
    reason: "No entry point of {component} takes an order from {name}; there is no act that it could deny.",
    rests: ["self", "flows"],
  },
];

const process: readonly Absence[] = [
  {
    kind: "process",
    category: "spoofing",
    when: { not: { some: ["entries", { has: "entry.http" }] } },
    reason:
      "Nobody reaches {name} over a network: its entry points are {entries}, which run under the account that starts them. Who that is, is asked of the callers.",
    rests: ["self", "entries"],
  },
  {
    kind: "process",
    category: "spoofing",
    when: { not: { some: ["entries", { any: [{ has: "entry.changes" }, { has: "entry.sensitive" }] }] } },
    reason:
      "Identity decides nothing at {name}: no call of {entries} changes state or gives out anything confidential, so that passing as someone gains nothing.",
    rests: ["self", "entries"],
  },
  {
    kind: "process",
    category: "spoofing",
    reason:
      "Every call of {entries} that changes or shows something has its check where it is handled, and none takes a session, webhook or shared key that could be copied.",
    rests: ["self", "entries"],
  },
  {
    kind: "process",
    category: "tampering",
    when: { not: { some: ["entries", { has: "entry.changes" }] } },
    reason:
      "No entry point of {name} changes state: calls of {entries} only answer. No query that is put together from text, no file written to a path from outside and no program started with a value from outside was seen.",
    rests: ["self", "entries"],
  },
  {
    kind: "process",
    category: "tampering",
    reason:
      "What callers send to {changing} is declared with its type in the interface table; no query that is put together from text, no file written to a path from outside and no program started with a value from outside was seen.",
    rests: ["self", "changing"],
  },
  {
    kind: "process",
    category: "repudiation",
    when: {
      all: [
        { some: ["entries", { has: "entry.function" }] },
        {
          not: {
            some: [
              "entries",
              { any: [{ has: "entry.http" }, { has: "entry.queue" }, { has: "entry.command" }] },
            ],
          },
        },
      ],
    },
    reason:
      "Calls of {entries} run inside {callers} and keep nothing themselves; who asked for them is known there alone.",
    rests: ["self", "entries"],
  },
  {
    kind: "process",
    category: "repudiation",
    when: { not: { some: ["entries", { has: "entry.changes" }] } },
    reason: "There is no act to deny: no call of {entries} changes anything or is an administrator's.",
    rests: ["self", "entries"],
  },
  {
    kind: "process",
    category: "repudiation",
    reason:
      "No call of {changing} changes anything that the spec names as confidential, so that who called it is of no consequence to anyone.",
    rests: ["self", "changing"],
  },
  {
    kind: "process",
    category: "information-disclosure",
    when: { not: { has: "sensitive" } },
    reason:
      "No asset on the map is confidential or secret, no secret is read from the environment, and no address of {entries} holds one.",
    rests: ["self", "entries", "assets"],
  },
  {
    kind: "process",
    category: "information-disclosure",
    when: { not: { some: ["entries", { has: "entry.http" }] } },
    reason:
      "What {name} prints goes to whoever started it, who may read {assets} anyway. No secret is read from the environment, and no call over the network carries anything out.",
    rests: ["self", "entries", "assets"],
  },
  {
    kind: "process",
    category: "information-disclosure",
    reason:
      "No address of {entries} holds a secret and none of them is a login that could tell accounts apart; no secret of the environment and no call that carries {assets} out was seen.",
    rests: ["self", "entries", "assets"],
  },
  {
    kind: "process",
    category: "denial-of-service",
    when: { not: { some: ["entries", { has: "entry.http" }] } },
    reason:
      "No network caller can load {name}: it runs when someone starts {entries}, and waits for no other service without a deadline.",
    rests: ["self", "entries", "outbound"],
  },
  {
    kind: "process",
    category: "denial-of-service",
    reason:
      "Calls of {entries} need a credential before any work is done, none gives out a list without a limit, and {name} waits for no other service without a deadline.",
    rests: ["self", "entries", "outbound"],
  },
  {
    kind: "process",
    category: "elevation-of-privilege",
    when: { not: { some: ["entries", { any: [{ has: "entry.authenticated" }, { has: "entry.command" }] }] } },
    reason:
      "{name} knows no rights to climb to: no call of {entries} asks for one or takes the id of someone's object, and no shell, evaluated text or destination chosen by a caller was seen.",
    rests: ["self", "entries"],
  },
  {
    kind: "process",
    category: "elevation-of-privilege",
    reason:
      "No call of {entries} takes the id of another account's object or a role, or is an administrator's alone, and no shell, evaluated text or destination chosen by a caller was seen.",
    rests: ["self", "entries"],
  },
];

const store: readonly Absence[] = [
  {
    kind: "store",
    category: "tampering",
    when: { not: { has: "store.networked" } },
    reason:
      "{name} is opened by {component} alone, inside its own process; who may change it there is who may change {component}.",
    rests: ["self", "flows"],
  },
  {
    kind: "store",
    category: "tampering",
    reason:
      "On the map only {component} reaches {name}; who may change {holds} there is decided at {changing}, under tampering and elevation of privilege.",
    rests: ["self", "flows"],
  },
  {
    kind: "store",
    category: "repudiation",
    when: { not: { has: "sensitive" } },
    reason:
      "{name} holds no trail of who did what, and nothing confidential whose change someone would dispute ({holds}).",
    rests: ["self", "assets"],
  },
  {
    kind: "store",
    category: "repudiation",
    reason:
      "{name} holds no trail of who did what ({holds}), and on the map nobody but {component} writes to it; who asked for a change is answered at {component}.",
    rests: ["self", "flows", "assets"],
  },
  {
    kind: "store",
    category: "information-disclosure",
    when: { not: { has: "sensitive" } },
    reason: "{name} holds no asset that the spec calls confidential or secret ({holds}).",
    rests: ["self", "assets"],
  },
  {
    kind: "store",
    category: "information-disclosure",
    reason: "{holds} in {name} is read through {component} alone; no copy of it is on the map.",
    rests: ["self", "assets", "flows"],
  },
  {
    kind: "store",
    category: "denial-of-service",
    when: { not: { has: "store.written" } },
    reason:
      "{component} only reads from {name}; nothing on the map fills or deletes what it holds ({holds}).",
    rests: ["self", "flows"],
  },
  {
    kind: "store",
    category: "denial-of-service",
    when: { not: { has: "sensitive" } },
    reason: "No stranger's request writes to {name}, and {holds} can be made again when it is lost.",
    rests: ["self", "entries", "assets"],
  },
  {
    kind: "store",
    category: "denial-of-service",
    reason:
      "Only calls of {changing} write to {name}, and each needs a credential first; nothing else on the map fills, locks or deletes {holds}.",
    rests: ["self", "changing", "assets"],
  },
];

const flow: readonly Absence[] = [
  {
    kind: "flow",
    category: "tampering",
    when: { not: { has: "flow.networked" } },
    reason:
      "{from} and {to} stand on the same machine ({protocol}); there is nobody between them, and who can change one of them has no need to change what passes.",
    rests: ["self"],
  },
  {
    kind: "flow",
    category: "tampering",
    when: { has: "flow.encrypted" },
    reason:
      "What passes between {from} and {to} ({data}) is protected ({protection}); whoever stands between them can cut it, not change it.",
    rests: ["self"],
  },
  {
    kind: "flow",
    category: "tampering",
    when: { has: "flow.undeclared" },
    reason:
      "What is altered between {from} and {to} ({data}) is acted on at {to} alone; how the way there is protected is asked once, under information disclosure.",
    rests: ["self"],
  },
  {
    kind: "flow",
    category: "tampering",
    when: { not: { has: "flow.crosses" } },
    reason:
      "{from} and {to} stand inside the same boundary of the map, and no weaker hop between them is stated; who is inside it is asked at the elements themselves.",
    rests: ["self", "boundaries"],
  },
  {
    kind: "flow",
    category: "tampering",
    reason:
      "What goes from {from} to {to} ({data}) orders nothing: no entry point that changes state lies on it.",
    rests: ["self", "entries"],
  },
  {
    kind: "flow",
    category: "information-disclosure",
    when: { not: { has: "flow.networked" } },
    reason:
      "What passes between {from} and {to} ({data}) stays on one machine ({protocol}); no network carries it.",
    rests: ["self"],
  },
  {
    kind: "flow",
    category: "information-disclosure",
    when: { all: [{ has: "flow.repeats" }, { has: "flow.ends-early" }] },
    reason:
      "{from} reaches {to} over the same hops as the other callers do ({protection}); where that encryption ends is asked once, of their flow.",
    rests: ["self", "twin"],
  },
  {
    kind: "flow",
    category: "information-disclosure",
    when: { has: "flow.encrypted" },
    reason:
      "What passes between {from} and {to} ({data}) is encrypted ({protection}); whoever listens on the way learns when and how much.",
    rests: ["self"],
  },
  {
    kind: "flow",
    category: "information-disclosure",
    reason:
      "What goes from {from} to {to} ({data}) holds nothing that the spec calls confidential or secret, so that reading it on the way tells nothing.",
    rests: ["self", "assets"],
  },
  {
    kind: "flow",
    category: "denial-of-service",
    when: { all: [{ has: "flow.storing" }, { has: "flow.networked" }] },
    reason:
      "When this connection is cut, calls of {entries} fail as if the store were down: what that costs, and what could fill or lock it, is answered at the store under denial of service.",
    rests: ["self", "ends"],
  },
  {
    kind: "flow",
    category: "denial-of-service",
    when: { not: { has: "flow.networked" } },
    reason:
      "{from} and {to} share a machine ({protocol}): what stops one of them is answered there, and no network between them can be cut or flooded.",
    rests: ["self", "ends"],
  },
  {
    kind: "flow",
    category: "denial-of-service",
    when: { all: [{ has: "flow.inbound" }, { has: "flow.health" }] },
    reason:
      "Nobody but {from} sends requests on this flow, and each only asks for the health of {to}; what happens when its answers fail to arrive is asked under tampering.",
    rests: ["self", "entries"],
  },
  {
    kind: "flow",
    category: "denial-of-service",
    when: { has: "flow.inbound" },
    reason:
      "Too many requests from {from} end at {entries}; what they cost and what limits them is answered at {component} under denial of service.",
    rests: ["self", "entries"],
  },
  {
    kind: "flow",
    category: "denial-of-service",
    reason:
      "Nothing at {component} waits for this flow between {from} and {to}; when it is cut, no entry point of {component} answers differently.",
    rests: ["self", "ends"],
  },
];

export const absences: readonly Absence[] = [...external, ...process, ...store, ...flow];

/** What is wrong with the reasons; every kind and category must end in one that always holds. */
export const absencesProblems = (list: readonly Absence[]): string[] => {
  const last = new Map(list.map((absence) => [`${absence.kind}/${absence.category}`, absence]));
  return [
    ...list.flatMap(absenceProblems),
    ...[...last]
      .filter(([, { when }]) => when !== undefined)
      .map(
        ([key]) =>
          `absence of ${key}: unexpected condition on the last reason, expected one that always holds`,
      ),
  ];
};
