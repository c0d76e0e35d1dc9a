import type { Rule } from "./rule.ts";

export const flowWithoutData: Rule = {
  id: "flow-without-data",
  severity: "info",
  description: "What a flow carries decides what its threats can reach.",
  examples: {
    good: `## Security

### Data flows

- Browser -> API: credentials over TLS
`,
    bad: `## Security

### Data flows

- Browser -> API
`,
    expected: ["5:1 Unexpected data flow without data, expected what `Browser` sends to `API`"],
  },
  check: ({ reading }) =>
    reading.draft.facts
      .filter(({ kind, fields }) => kind === "flow" && fields["from"] && fields["to"] && !fields["data"])
      .map(({ at, fields }) => ({
        at,
        message: `Unexpected data flow without data, expected what \`${fields["from"]}\` sends to \`${fields["to"]}\``,
        next: "write `From -> To: data`, or fill the column of the data",
      })),
};
