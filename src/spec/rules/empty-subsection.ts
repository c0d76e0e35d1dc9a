import type { Rule } from "./rule.ts";

export const emptySubsection: Rule = {
  id: "empty-subsection",
  severity: "warning",
  description:
    "Nothing under a heading may mean that there is nothing, or that nobody has looked. `None.` tells which.",
  examples: {
    good: `## Security

### Accepted risks

None.
`,
    bad: `## Security

### Accepted risks

### Assumptions

- NTP is monitored.
`,
    expected: ["3:1 Unexpected empty subsection `Accepted risks`, expected statements or `None.`"],
  },
  check: ({ reading }) =>
    reading.subsections
      .filter(({ state }) => state === "empty")
      .map(({ heading, at }) => ({
        at,
        message: `Unexpected empty subsection \`${heading}\`, expected statements or \`None.\``,
        next: "write what holds, or `None.`",
      })),
};
