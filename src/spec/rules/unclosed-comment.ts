import { type Rule, reportedByParser } from "./rule.ts";

export const unclosedComment: Rule = {
  ...reportedByParser("unclosed-comment"),
  description:
    "A comment without an end hides the rest of the spec, and with it whatever the rest states about security.",
  examples: {
    good: `<!-- kept short -->

# Sessions
`,
    bad: `<!-- kept short

# Sessions
`,
    expected: ["1:1 Unexpected comment without an end, expected `-->`"],
  },
};
