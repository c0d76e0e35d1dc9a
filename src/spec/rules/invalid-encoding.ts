import { type Rule, reportedByParser } from "./rule.ts";

export const invalidEncoding: Rule = {
  ...reportedByParser("invalid-encoding"),
  description:
    "Bytes that are not UTF-8 are lost when they are read, so the spec would state something that nobody wrote.",
  examples: {
    good: `# Zugänge
`,
    bad: `# Zug\uFFFDnge
`,
    expected: ["1:6 Unexpected bytes that are not UTF-8, expected UTF-8 text"],
  },
};
