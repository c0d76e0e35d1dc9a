import { type Rule, startOf } from "./rule.ts";

export const missingSecuritySection: Rule = {
  id: "missing-security-section",
  severity: "error",
  description:
    "The security section is what the threat model is checked against. Without it the model can only be guessed from the code.",
  examples: {
    good: `# Sessions

## Security

### Assets

None.
`,
    bad: `# Sessions

## Interface
`,
    expected: ["1:1 Unexpected spec without a security section, expected a heading `## Security`"],
  },
  check: (spec) =>
    spec.reading.headings.some((heading) => heading.role === "security")
      ? []
      : [
          {
            at: spec.reading.headings[0]?.at ?? startOf(spec),
            message: "Unexpected spec without a security section, expected a heading `## Security`",
            next: "add one; `instride new` shows its subsections",
          },
        ],
};
