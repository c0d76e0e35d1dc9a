import { type Rule, reportedByParser } from "./rule.ts";

export const frontMatterUnreadable: Rule = {
  ...reportedByParser("front-matter-unreadable"),
  description: "Front matter that is not a YAML mapping can't say which code the spec drives.",
  examples: {
    good: `---
id: sessions
title: "Sessions: in and out"
---
`,
    bad: `---
id: sessions
title: Sessions: in and out
---
`,
    expected: [
      "3:8 Unexpected front matter (Nested mappings are not allowed in compact mappings), expected YAML",
    ],
  },
};
