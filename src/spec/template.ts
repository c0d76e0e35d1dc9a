// The spec that `instride new` writes: it lints clean as it stands, and its comments say what each section is for. Whatever
// would speak against a threat (controls outside the code, assumptions, protection on the way) stands in comments only: a
// spec that nobody has filled in must make no model look better than it is.

import { stringify } from "yaml";
import { saysNone } from "./text.ts";

export interface NewSpec {
  /** Kebab-case. */
  readonly id: string;
  readonly title: string;
  /** Glob of the code that the spec drives. */
  readonly target: string;
  readonly owner?: string;
}

/** Text of a new spec. */
export const newSpec = ({ id, title, target, owner }: NewSpec): string => {
  const heading = title.replace(/\s+/g, " ").trim() || id;
  const frontMatter = stringify(
    { id, title: heading, targets: [target], ...(owner === undefined ? {} : { owner }) },
    { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" },
  );
  // A title such as `->` or `n/a` would be read as an arrow, or as nothing, where a flow names its ends.
  const name = /[\p{L}\p{N}]/u.test(heading) && !saysNone(heading) ? heading : id;
  return `---\n${frontMatter}---\n\n# ${asMarkdown(heading)}\n${body(id, asMarkdown(name))}`;
};

/** Markdown that shows a text as it is. */
const asMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~&!]/g, "\\$&");

/** @param name the component as the security section names it: its title or its id, as Markdown */
const body = (id: string, name: string): string => `
<!-- One paragraph: who uses this component, and for what. Whoever answers for its threats reads this first. -->

Keeps notes for people who are signed in. Every note belongs to one person, and only that person reads it.

## Interface

<!-- What callers can reach: routes, commands, functions, queues. Inputs carry their types and limits, because
     validation is built from them: \`email: string (1..254)\`, \`limit?: integer 1..100\`, \`role: "admin" | "user"\`. -->

| Route | Inputs | Output | Auth | Errors |
| --- | --- | --- | --- | --- |
| \`POST /${id}\` | title: string (1..200), text: string (max 10000) | 201 with the note's id | session | 400 invalid input, 401 no session |

## Security

<!-- The threat model is checked against this section. Each part may be a table or a list, with the columns that you
     need. Where there is nothing to state, write "None." or "None: why": an empty part could also mean that nobody looked. -->

### Assets

<!-- What is worth protecting: data, keys, money, availability. Sensitivity: public, internal, confidential, secret. -->

| Asset | Sensitivity | Where |
| --- | --- | --- |
| Notes | confidential | database |
| Session tokens | secret | request header, never stored here |

### Entry points

<!-- Every way in, those without authentication too: routes, commands, queues, health checks, scheduled jobs. -->

| Entry point | Caller | Authentication | Authorization |
| --- | --- | --- | --- |
| \`POST /${id}\` | browser | session token | the note belongs to the session's person |

### Trust boundaries

<!-- Where trust changes: what comes from outside is not believed until something has checked it. -->

| Boundary | Outside | Inside | Enforced by |
| --- | --- | --- | --- |
| Network edge | browser | ${name} | session check on every request |

### Data flows

<!-- What moves between whom, and what protects it on its way, such as "TLS 1.3". Name the ends as you name them
     elsewhere. As a list: "- Browser -> ${name}: note over TLS". -->

| From | To | Data | Protection |
| --- | --- | --- | --- |
| Browser | ${name} | note and session token | none yet |
| ${name} | Database | note | none yet |

### Authentication and authorization

<!-- The decisions: who may do what, on what that rests, and what it does not cover. -->

- **Session.** A request without a valid session token is refused with 401 before its body is read.
- **Own notes only.** The person comes from the session, never from the request.

### Compensating controls

<!-- Controls outside the code, and who runs them: gateways, network rules, alarms. A threat counts as mitigated by them.
     | Control | Where | Owner | Does not cover |
     | Limit of 60 requests a minute for each address | gateway | platform team | many addresses at once | -->

None.

### Accepted risks

<!-- Each with an owner, a reason and a day on which somebody looks again:
     | Risk | Owner | Reason | Expires |
     | Notes are not encrypted at rest | Ada Lovelace | the disk is encrypted | 2030-06-30 | -->

None.

### Assumptions

<!-- What the component relies on and does not check itself, and what follows when it is wrong.
     | Assumption | If wrong |
     | The gateway removes headers that name a person | anybody can pass as anybody | -->

None.

### Out of scope

<!-- What is left out on purpose, so that nobody has to wonder. -->

- Sign-in: it has a spec of its own.
`;
