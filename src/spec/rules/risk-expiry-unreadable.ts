import { cellOf, type Rule } from "./rule.ts";

const isDate = (text: string): boolean => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
};

export const riskExpiryUnreadable: Rule = {
  id: "risk-expiry-unreadable",
  severity: "error",
  description:
    "Only a date can expire. `verify` compares it with the day of the check, and can't do that with a word.",
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
| No second factor | Ada | comes with the new login page | next spring |
| No lockout | Ada | the gateway has one | 2027-02-30 |
`,
    expected: [
      "7:60 Unexpected end `next spring` of accepted risk `No second factor`, expected a date as YYYY-MM-DD",
      "8:44 Unexpected end `2027-02-30` of accepted risk `No lockout`, expected a date as YYYY-MM-DD",
    ],
  },
  check: (spec) =>
    spec.reading.draft.facts
      .filter(({ kind, fields }) => kind === "risk" && fields["expires"] && !isDate(fields["expires"]))
      .map((fact) => ({
        at: cellOf(spec, fact, "expires"),
        message: `Unexpected end \`${fact.fields["expires"]}\` of accepted risk \`${fact.name}\`, expected a date as YYYY-MM-DD`,
        next: "write the day on which somebody has to look again",
      })),
};
