import { missingField, type Rule } from "./rule.ts";

export const riskWithoutOwner: Rule = {
  id: "risk-without-owner",
  severity: "error",
  description: "An accepted risk without an owner is one that nobody accepted.",
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
| No second factor | | comes with the new login page | 2027-03-31 |
`,
    expected: ["7:1 Unexpected accepted risk `No second factor` without an owner, expected who accepted it"],
  },
  check: missingField("risk", "owner", ({ name }) => ({
    message: `Unexpected accepted risk \`${name}\` without an owner, expected who accepted it`,
    next: "add a column `Owner`, or `Owner: …` to the item",
  })),
};
