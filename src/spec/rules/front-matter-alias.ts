import { type Rule, reportedByParser } from "./rule.ts";

export const frontMatterAlias: Rule = {
  ...reportedByParser("front-matter-alias"),
  description:
    "YAML aliases can refer to themselves or multiply without bound. Most often one is a glob that starts with `*` and lacks its quotes.",
  examples: {
    good: `---
id: sessions
targets: "*.ts"
---
`,
    bad: `---
id: sessions
targets: *.ts
---
`,
    expected: ["3:10 Unexpected YAML alias `*.ts`, expected the value itself"],
  },
};
