import type { Rule } from "./rule.ts";

export const emptySecuritySection: Rule = {
  id: "empty-security-section",
  severity: "error",
  description:
    "A heading alone states nothing: the threat model would have no assets, no entry points and no flows to account for.",
  examples: {
    good: `## Security

### Assets

- **Passwords** (secret)
`,
    bad: `## Security

### Assets

## Notes
`,
    expected: [
      "1:1 Unexpected empty security section, expected assets, entry points, boundaries, flows and assumptions",
    ],
  },
  check: ({ reading }) => {
    const { facts, outOfScope, unread } = reading.draft;
    const stated = facts.length + outOfScope.length + unread.length > 0;
    if (stated || reading.subsections.some(({ state }) => state !== "empty")) return [];
    return reading.headings
      .filter((heading) => heading.role === "security")
      .slice(0, 1)
      .map(({ at }) => ({
        at,
        message:
          "Unexpected empty security section, expected assets, entry points, boundaries, flows and assumptions",
        next: "fill it; headings of its subsections must be deeper than its own",
      }));
  },
};
