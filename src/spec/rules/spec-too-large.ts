import { maxLength } from "../decode.ts";
import { type Rule, reportedByParser } from "./rule.ts";

export const specTooLarge: Rule = {
  ...reportedByParser("spec-too-large"),
  description:
    "A spec of megabytes is a generated file or an attack on the parser, and no reviewer reads it.",
  examples: {
    good: `# Small
`,
    bad: "a".repeat(maxLength + 1),
    expected: ["1:1 Unexpected spec of 1048577 characters, expected at most 1048576"],
  },
};
