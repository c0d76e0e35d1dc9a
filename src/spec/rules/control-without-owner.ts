import { missingField, type Rule } from "./rule.ts";

export const controlWithoutOwner: Rule = {
  id: "control-without-owner",
  severity: "warning",
  description:
    "A control outside the code is kept up by somebody else. When it is switched off, its owner is who has to know what leaned on it.",
  examples: {
    good: `## Security

### Compensating controls

- **Rate limit.** At the gateway. Owner: platform team
`,
    bad: `## Security

### Compensating controls

- **Rate limit.** At the gateway.
`,
    expected: ["5:1 Unexpected control `Rate limit` without an owner, expected who runs it"],
  },
  check: missingField("control", "owner", ({ name }) => ({
    message: `Unexpected control \`${name}\` without an owner, expected who runs it`,
    next: "add a column `Owner`, or `Owner: …` to the item",
  })),
};
