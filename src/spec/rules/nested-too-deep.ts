import { type Rule, reportedByParser } from "./rule.ts";

export const nestedTooDeep: Rule = {
  ...reportedByParser("nested-too-deep"),
  description:
    "Parsing time grows with the square of the nesting, and no reader follows it. What lies deeper is not read.",
  examples: {
    good: `- one
  - two
`,
    bad: `${"> ".repeat(101)}deep\n`,
    expected: ["1:1 Unexpected nesting of more than 100 levels, expected flatter text"],
  },
};
