import { type Rule, reportedByParser } from "./rule.ts";

export const missingFrontMatter: Rule = {
  ...reportedByParser("missing-front-matter"),
  description: "Without front matter a spec has no id and drives no code: nothing is paired with it.",
  examples: {
    good: `---
id: sessions
---

# Sessions
`,
    bad: `# Sessions
`,
    expected: ["1:1 Unexpected text, expected front matter between `---` lines"],
  },
};
