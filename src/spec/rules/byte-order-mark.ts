import { type Rule, reportedByParser } from "./rule.ts";

export const byteOrderMark: Rule = {
  ...reportedByParser("byte-order-mark"),
  description:
    "A byte-order mark is invisible in editors and keeps other tools from seeing the front matter. It is skipped here.",
  examples: {
    good: `---
id: sessions
---
`,
    bad: `\uFEFF---
id: sessions
---
`,
    expected: ["1:1 Unexpected byte-order mark, expected plain UTF-8"],
  },
};
