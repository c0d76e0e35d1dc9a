import { missingField, type Rule } from "./rule.ts";

export const riskWithoutReason: Rule = {
  id: "risk-without-reason",
  severity: "warning",
  description:
    "Reviewers weigh the reason, not the risk's name: without one the acceptance can't be challenged or renewed.",
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
| No second factor | Ada | | 2027-03-31 |
`,
    expected: [
      "7:1 Unexpected accepted risk `No second factor` without a reason, expected why it is accepted",
    ],
  },
  check: missingField("risk", "reason", ({ name }) => ({
    message: `Unexpected accepted risk \`${name}\` without a reason, expected why it is accepted`,
    next: "add a column `Reason`, or `Reason: …` to the item",
  })),
};
