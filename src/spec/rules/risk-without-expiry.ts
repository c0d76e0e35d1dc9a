import { missingField, type Rule } from "./rule.ts";

export const riskWithoutExpiry: Rule = {
  id: "risk-without-expiry",
  severity: "warning",
  description: "A risk that was accepted without an end stays accepted after its reason is gone.",
  examples: {
    good: `## Security

### Accepted risks

| Risk | Owner | Reason | Expires |
| --- | --- | --- | --- |
| No second factor | Ada | comes with the new login page | 2027-03-31 |
`,
    bad: `## Security

### Accepted risks

| Risk | Owner | Reason | Expires |
| --- | --- | --- | --- |
| No second factor | Ada | comes with the new login page | |
`,
    expected: [
      "7:1 Unexpected accepted risk `No second factor` without an end, expected a date as YYYY-MM-DD",
    ],
  },
  check: missingField("risk", "expires", ({ name }) => ({
    message: `Unexpected accepted risk \`${name}\` without an end, expected a date as YYYY-MM-DD`,
    next: "add a column `Expires`, or `Expires: YYYY-MM-DD` to the item",
  })),
};
