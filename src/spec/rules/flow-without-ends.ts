import type { Rule } from "./rule.ts";

export const flowWithoutEnds: Rule = {
  id: "flow-without-ends",
  severity: "warning",
  description:
    "A flow is a threat's way in. Without where it starts and ends, no boundary can be seen on it.",
  examples: {
    good: `## Security

### Data flows

- Browser -> API: credentials over TLS
`,
    bad: `## Security

### Data flows

- Credentials are sent over TLS
`,
    expected: ["5:1 Unexpected data flow without ends, expected `From -> To: data over protection`"],
  },
  check: ({ reading }) =>
    reading.draft.facts
      .filter(
        ({ kind, fields }) => kind === "flow" && (fields["from"] === undefined || fields["to"] === undefined),
      )
      .map(({ at }) => ({
        at,
        message: "Unexpected data flow without ends, expected `From -> To: data over protection`",
        next: "name sender and receiver as the rest of the spec calls them",
      })),
};
