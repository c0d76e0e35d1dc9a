import type { Rule } from "./rule.ts";

export const duplicateFact: Rule = {
  id: "duplicate-fact",
  severity: "warning",
  description: "The same thing stated twice can be stated in two ways. The model accounts for the first.",
  examples: {
    good: `## Security

### Assets

- **Passwords** (secret)
- **Session tokens** (secret)
`,
    bad: `## Security

### Assets

- **Passwords** (secret)
- **Passwords** (confidential)
`,
    expected: ["6:1 Unexpected second statement of `Passwords`, expected one; the first is on line 5"],
  },
  check: ({ reading }) =>
    reading.repeated.map(({ fact, first }) => ({
      at: fact.at,
      message: `Unexpected second statement of \`${fact.name}\`, expected one; the first is on line ${first.at.line}`,
      next: "merge the two, or name them apart",
    })),
};
