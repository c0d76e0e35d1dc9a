// Elevation of privilege: a caller reaches rights, roles or objects that are not theirs.

import type { Rule } from "../rule.ts";

export const elevationOfPrivilege: readonly Rule[] = [
  {
    id: "stride/process/elevation-of-privilege/foreign-object",
    kind: "process",
    category: "elevation-of-privilege",
    over: "entries",
    where: {
      all: [
        { has: "entry.takes-id" },
        { has: "entry.authenticated" },
        {
          not: {
            any: [
              { has: "entry.admin" },
              { has: "entry.webhook" },
              { has: "entry.owner-seen" },
              { has: "entry.token-in-url" },
            ],
          },
        },
      ],
    },
    title: "A caller of {component} puts in someone else's id",
    scenario:
      "A caller with an account of their own replaces the id in {focus}{at} by another person's, found in a link, a list or by counting. They are who they say they are; unless the call also asks whether the object is theirs, it acts on what is someone else's: {assets}.",
    check:
      "Make an object with one account and ask for it with another, at each of these routes: expect 404 and no change in {stores}.",
    next: "Put the account into the query itself (`where id = $1 and account = $2`), so that a foreign id finds nothing.",
    weakness: ["CWE-639"],
    attack: ["CAPEC-122"],
    severity: {
      level: "medium",
      who: "Anyone with an account of their own",
      needs: "another object's id",
      gets: "{assets} of one other account for each id",
      raise: [
        {
          when: {
            all: [
              { some: ["focus", { matches: ["entry.method", "^(GET|PUT|PATCH)$"] }] },
              { has: "secret" },
              { not: { some: ["focus", { has: "entry.owner-stated" }] } },
            ],
          },
          because: "objects can be read or rewritten, and neither spec nor code speaks of an owner",
        },
      ],
    },
    controls: [
      {
        topic: "ownership",
        about: "\\b(caller|person|account|user|tenant|customer|member|owner_?id)|is_?owner|owner",
        text: "the call asks whether the object is the caller's",
        leaves: "a call that does not run through it",
      },
    ],
    group: "the routes of {component} that take an id",
    risk: "other (account|user|tenant)|\\bids?\\b|ownership",
    example: {
      fires: ["entry DELETE /notes/:id | from=Browser; authentication=session"],
      rests: ["entry DELETE /notes | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/elevation-of-privilege/role-unchecked",
    kind: "process",
    category: "elevation-of-privilege",
    over: "entries",
    where: { all: [{ has: "entry.admin" }, { has: "entry.authenticated" }] },
    title: "An ordinary account tries the administrative calls of {component}",
    scenario:
      "Someone with an ordinary account guesses the address of {focus}{at} and calls it with their own credential{across}. Were being signed in all that is asked there, they would reach {assets} of every account.",
    check: "Call {focus} with an ordinary account's session: expect 403, and nothing in the body.",
    next: "Ask for the role in {focus} itself, refuse by default, and add the call above as a test.",
    weakness: ["CWE-862"],
    attack: ["CAPEC-1"],
    severity: {
      level: "medium",
      who: "Anyone with an account",
      needs: "the address, which follows a pattern",
      gets: "{assets} of all accounts",
      raise: [
        {
          when: {
            all: [
              { has: "observed" },
              {
                some: [
                  "focus",
                  {
                    all: [
                      { has: "entry.seen" },
                      { not: { any: [{ has: "entry.role-stated" }, { has: "entry.role-seen" }] } },
                    ],
                  },
                ],
              },
            ],
          },
          because: "neither spec nor code names a role there",
        },
      ],
    },
    controls: [
      {
        topic: "role",
        settles: true,
        text: "the role is checked",
        leaves: "an account whose role is out of date",
      },
      {
        topic: "fresh-rights",
        text: "the right is looked up at each call",
        leaves: "the account that keeps the role",
      },
      {
        topic: "segmentation",
        about: "internal|private|closed|\\bvpn\\b|only reachable|reachable only",
        text: "only a closed network reaches the routes",
        leaves: "workloads in that network",
      },
    ],
    risk: "admin|role",
    example: {
      fires: ["entry GET /admin/sessions | from=Administrator; authentication=session"],
      rests: ["entry GET /sessions | from=Browser; authentication=session"],
    },
  },
  {
    id: "stride/process/elevation-of-privilege/role-in-request",
    kind: "process",
    category: "elevation-of-privilege",
    over: "entries",
    where: { has: "entry.role-field" },
    title: "Callers of {component} name their own role",
    scenario:
      "A role, scope, tenant or owner comes from the caller at {focus}{at}. Someone who may call it for a good reason writes a higher role or another tenant into that field{across}; later checks believe what was stored, and open {assets} to them.",
    check:
      "Call {focus} with each role that exists, from an account with the lowest: only equal or lower ones may be accepted.",
    next: "Take role and tenant from the session in {focus}, and move changes of them to a route of their own with its own check.",
    weakness: ["CWE-269"],
    attack: ["CAPEC-122"],
    severity: {
      level: "medium",
      who: "Any caller of {focus}",
      needs: "the name of a higher role",
      gets: "that role, and {assets} behind it, for good",
      raise: [
        {
          when: { some: ["focus", { has: "entry.anonymous" }] },
          because: "no account is needed to begin with",
        },
      ],
    },
    controls: [
      {
        topic: "role",
        text: "roles are checked somewhere in the component",
        leaves: "whether the field of {focus} is compared with the caller's own role",
      },
      {
        topic: "validation",
        text: "inputs are checked at the edge",
        leaves: "a valid role that is not the caller's",
      },
    ],
    risk: "role|tenant|privilege",
    example: {
      fires: ["entry POST /accounts | from=Browser; authentication=session; inputs=email,role"],
      rests: ["entry POST /accounts | from=Browser; authentication=session; inputs=email"],
    },
  },
  {
    id: "stride/process/elevation-of-privilege/shell-command",
    kind: "process",
    category: "elevation-of-privilege",
    over: "launches",
    where: { all: [{ has: "launch.shell" }, { has: "launch.dynamic" }] },
    title: "A value with a semicolon becomes a command of its own in {component}",
    scenario:
      "{component} starts {focus}{at} through a shell, with a value from elsewhere in the line. Whoever chooses that value – a caller of {entries}, a file name, a branch name – adds `; command` or `$(command)` and runs it with the process's account, with {secrets} and {stores} in reach.",
    check: "Use `$(touch /tmp/probe)` and `;touch /tmp/probe` as the value: the file must not appear.",
    next: "Start the program with a list of arguments and no shell (`execFile`), with `--` before the values.",
    weakness: ["CWE-78"],
    attack: ["CAPEC-88"],
    severity: {
      level: "high",
      who: "Whoever chooses a value that reaches the line",
      needs: "one character that the shell reads",
      gets: "the process's account, {secrets} and {stores}",
    },
    controls: [
      {
        topic: "validation",
        text: "values are checked before they are used",
        leaves: "characters that the check lets through",
      },
    ],
    risk: "shell|command",
    example: {
      fires: ["code launch convert @src/run.ts#run | shell=true; text=exec(`convert ${name} out.png`)"],
      rests: ["code launch convert @src/run.ts#run | text=execFile('convert', [name, 'out.png'])"],
    },
  },
  {
    id: "stride/process/elevation-of-privilege/chosen-destination",
    kind: "process",
    category: "elevation-of-privilege",
    over: "outbound",
    where: { has: "outbound.dynamic" },
    when: { any: [{ has: "process.http" }, { some: ["entries", { has: "entry.queue" }] }] },
    title: "A caller decides where {component} connects",
    scenario:
      "The address of {focus}{at} is put together at run time. Whoever gets a say in it through {entries} points it at `169.254.169.254`, at {stores} or at another service of the inner network; {component} is trusted there, asks in their place, and hands back or acts on the answer.",
    check:
      "Make the address point to the metadata service and to `localhost`, directly and by a redirect: the call must be refused before it connects.",
    next: "Pick the address from a fixed list by a short name, resolve once, refuse private ranges, and don't follow redirects.",
    weakness: ["CWE-918"],
    attack: ["CAPEC-664"],
    severity: {
      level: "medium",
      who: "Whoever has a say in the address",
      needs: "one value that reaches it",
      gets: "the network position of {component}, and the credentials of its platform",
    },
    controls: [
      {
        topic: "allow-list",
        settles: true,
        text: "only known hosts are called",
        leaves: "open redirects and new addresses at those hosts",
      },
      {
        topic: "segmentation",
        text: "the network holds the component back",
        leaves: "hosts inside the same segment",
      },
    ],
    assets: "credential|key|token|secret",
    risk: "ssrf|outbound|egress|url",
    example: {
      fires: [
        "entry POST /imports | from=Browser; authentication=session; inputs=url",
        "code outbound dynamic url @src/import.ts#load",
      ],
      rests: [
        "entry POST /imports | from=Browser; authentication=session; inputs=url",
        "code outbound rates.example @src/import.ts#load",
      ],
    },
  },
  {
    id: "stride/process/elevation-of-privilege/evaluated-text",
    kind: "process",
    category: "elevation-of-privilege",
    over: "launches",
    where: { has: "launch.evaluates" },
    title: "Text becomes code inside {component}",
    scenario:
      "At {focus}{at} text is run as a program. Whoever has a say in that text – a caller of {entries}, a stored setting, a dependency's file – runs inside the process with its memory: {secrets}, open connections to {stores}, and {assets} of everyone.",
    check: "Give the text `process.exit(3)`: the process must stay up.",
    next: "Replace the evaluation by a table of the few expressions that are needed.",
    weakness: ["CWE-95"],
    attack: ["CAPEC-35"],
    severity: {
      level: "high",
      who: "Whoever has a say in the text",
      needs: "one expression",
      gets: "everything that the process has",
    },
    controls: [
      {
        topic: "validation",
        text: "text is checked before it is run",
        leaves: "whatever the check did not think of",
      },
    ],
    example: {
      fires: ["code launch node @src/formula.ts#run | text=spawn('node', ['-e', text])"],
      rests: ["code launch tar @src/formula.ts#run | text=spawn('tar', ['-tf'])"],
    },
  },
  {
    id: "stride/process/elevation-of-privilege/operator-rights",
    kind: "process",
    category: "elevation-of-privilege",
    over: "entries",
    where: { has: "entry.command" },
    when: { any: [{ has: "secrets" }, { has: "launches" }] },
    title: "Runs of {component} have all the rights of their operator",
    scenario:
      "A run of {focus}{at} has the whole environment and file system of whoever started it, with {secrets}. A hostile value in what it reads – a file name, a row, an answer – then acts with an operator's or a build job's rights, and not with the few that the command needs.",
    check:
      "List which files, variables and hosts one run of {focus} touches: everything else should be out of its reach.",
    next: "Run {focus} under an account of its own, with an environment that holds no more than it needs.",
    weakness: ["CWE-250"],
    attack: ["CAPEC-122"],
    severity: {
      level: "low",
      who: "Whoever shapes what a run of {focus} reads",
      needs: "a fault in its handling",
      gets: "the operator's rights on that machine",
    },
    controls: [
      {
        topic: "argument-list",
        text: "programs are started without a shell",
        leaves: "what those programs themselves do",
      },
      { topic: "grants", text: "the command has its own narrow rights", leaves: "what those rights cover" },
    ],
    example: {
      fires: [
        "entry rotate-keys | kind=command; from=Operator",
        "code secret DATABASE_URL @src/rotate.ts#run",
      ],
      rests: ["entry list-keys | kind=command; from=Operator"],
    },
  },
  {
    id: "stride/process/elevation-of-privilege/stale-rights",
    kind: "process",
    category: "elevation-of-privilege",
    when: { has: "roles" },
    // Where the spec has rights looked up at each call, that stands with the check of the role.
    unless: { any: [{ has: "stated.fresh-rights" }, { has: "code.fresh-rights" }] },
    over: "entries",
    where: {
      all: [
        { has: "entry.admin" },
        { any: [{ has: "entry.session" }, { matches: ["entry.auth", "session|token|jwt|cookie"] }] },
      ],
    },
    title: "A right that was taken away still works at {component}",
    scenario:
      "Someone whose role was taken away this morning still has the session from yesterday. Were the role written into the session at login and believed at {focus}{at}, they would keep reaching {assets} of every account until that session ends.",
    check:
      "Take a role away while its holder is signed in, then call {focus} with the old session: expect 403.",
    next: "Read the role from {stores} at each call of {focus}, or end all sessions of an account when its role changes.",
    weakness: ["CWE-613"],
    attack: ["CAPEC-122"],
    severity: {
      level: "low",
      who: "A former administrator, or whoever has their session",
      needs: "a session from before the change",
      gets: "the old role until the session ends",
    },
    controls: [
      {
        topic: "revocation",
        text: "sessions can be ended",
        leaves: "that somebody must think of it when a role changes",
      },
      { topic: "expiry", text: "sessions end by themselves", leaves: "the hours before that" },
    ],
    risk: "role|former|leaver|outliv|loss of|taken away",
    example: {
      fires: ["entry GET /admin/sessions | from=Administrator; authentication=session, role admin"],
      rests: ["entry GET /sessions | from=Browser; authentication=session"],
    },
  },
];
