import { type Rule, reportedByParser } from "./rule.ts";

export const duplicateFrontMatterKey: Rule = {
  ...reportedByParser("duplicate-front-matter-key"),
  description: "Of two values for one key only one counts, and readers disagree about which.",
  examples: {
    good: `---
id: sessions
---
`,
    bad: `---
id: sessions
id: session
---
`,
    expected: ["3:1 Unexpected second `id`, expected one; the first is used"],
  },
};
