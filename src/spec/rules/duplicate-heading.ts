import { headingWords } from "../headings.ts";
import type { Rule, RuleFinding } from "./rule.ts";

export const duplicateHeading: Rule = {
  id: "duplicate-heading",
  severity: "warning",
  description:
    "Two headings of the same name side by side split one subject: readers find the first and miss the second.",
  examples: {
    good: `## Interface

## Security

### Assets
`,
    bad: `## Security

### Assets

### Assets
`,
    expected: ["5:1 Unexpected second heading `Assets`, expected one; the first is on line 3"],
  },
  check: ({ reading }) => {
    const found: RuleFinding[] = [];
    const open: { depth: number; children: Map<string, number> }[] = [{ depth: 0, children: new Map() }];
    for (const { text, depth, at } of reading.headings) {
      while ((open[open.length - 1]?.depth ?? 0) >= depth) open.pop();
      const siblings = open[open.length - 1]?.children ?? new Map<string, number>();
      const words = headingWords(text);
      const first = siblings.get(words);
      if (first === undefined) siblings.set(words, at.line ?? 1);
      else if (words !== "") {
        found.push({
          at,
          message: `Unexpected second heading \`${text}\`, expected one; the first is on line ${first}`,
          next: "merge the two, or name them apart",
        });
      }
      open.push({ depth, children: new Map() });
    }
    return found;
  },
};
