import { type Rule, reportedByParser } from "./rule.ts";

export const unnamedRow: Rule = {
  ...reportedByParser("unnamed-row"),
  description: "A row without a name states something about nothing: the model can't account for it.",
  examples: {
    good: `## Security

### Assets

| Asset | Sensitivity |
| --- | --- |
| Passwords | secret |
`,
    bad: `## Security

### Assets

| Asset | Sensitivity |
| --- | --- |
| | secret |
`,
    expected: ["7:1 Unexpected row without a name, expected one in its first column"],
  },
};
