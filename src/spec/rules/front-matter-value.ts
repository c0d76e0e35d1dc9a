import { type Rule, reportedByParser } from "./rule.ts";

export const frontMatterValue: Rule = {
  ...reportedByParser("front-matter-value"),
  description:
    "A value of the wrong type would be guessed at. Numbers, dates and truth values are text only when they stand in quotes.",
  examples: {
    good: `---
id: "404"
targets:
  - src/**
---
`,
    bad: `---
id: 404
targets:
  - src/**
  - 7
owner: [a, b]
---
`,
    expected: [
      "2:5 Unexpected number as `id`, expected text",
      "5:5 Unexpected number as `targets[1]`, expected text",
      "6:8 Unexpected list as `owner`, expected text",
    ],
  },
};
