import type { Rule } from "./rule.ts";

export const placeholderLeft: Rule = {
  id: "placeholder-left",
  severity: "warning",
  description:
    "Text that a template left behind reads like a statement, and ends up in the threat model as one.",
  examples: {
    good: `---
owner: identity team
---

# A TODO list

See \`Map<string>\`.
`,
    bad: `---
owner: <your team>
---

# Sessions

TODO: say what it does for <product name>.
`,
    expected: [
      "2:8 Unexpected placeholder `<your team>`, expected the text it stands for",
      "7:1 Unexpected placeholder `TODO`, expected the text it stands for",
      "7:28 Unexpected placeholder `<product name>`, expected the text it stands for",
    ],
  },
  check: ({ reading }) =>
    reading.placeholders.map(({ text, at }) => ({
      at,
      message: `Unexpected placeholder \`${text}\`, expected the text it stands for`,
      next: "write it, or say `None.` where there is nothing",
    })),
};
