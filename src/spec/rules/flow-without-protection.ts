import type { Rule } from "./rule.ts";

export const flowWithoutProtection: Rule = {
  id: "flow-without-protection",
  severity: "info",
  description:
    "Tampering and disclosure in transit are answered from the flow's protection. A flow without one counts as open.",
  examples: {
    good: `## Security

### Data flows

- Browser -> API: credentials over TLS
`,
    bad: `## Security

### Data flows

- Browser -> API: credentials
`,
    expected: [
      "5:1 Unexpected data flow without protection, expected how `Browser -> API: credentials` is protected",
    ],
  },
  check: ({ reading }) =>
    reading.draft.facts
      .filter(
        ({ kind, fields }) => kind === "flow" && fields["from"] && fields["to"] && !fields["protection"],
      )
      .map(({ at, name }) => ({
        at,
        message: `Unexpected data flow without protection, expected how \`${name}\` is protected`,
        next: "add `over TLS`, `over loopback`, `unencrypted`, or a column for it",
      })),
};
