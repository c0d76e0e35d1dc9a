import { type Rule, startOf } from "./rule.ts";

export const missingTitle: Rule = {
  id: "missing-title",
  severity: "warning",
  description: "Reports, diagrams and reviews call a component by its title.",
  examples: {
    good: `---
id: sessions
---

# Sessions
`,
    bad: `---
id: sessions
---

Signs people in.
`,
    expected: ["1:1 Unexpected spec without a title, expected `title` or a heading of level 1"],
  },
  check: (spec) =>
    spec.reading.titled
      ? []
      : [
          {
            at: startOf(spec),
            message: "Unexpected spec without a title, expected `title` or a heading of level 1",
            next: "add a line such as `# Sessions` below the front matter",
          },
        ],
};
