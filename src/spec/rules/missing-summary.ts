import { type Rule, startOf } from "./rule.ts";

export const missingSummary: Rule = {
  id: "missing-summary",
  severity: "info",
  description:
    "The first paragraph tells whoever answers what the component is for. Without it, threats stay general.",
  examples: {
    good: `# Sessions

Signs people in and keeps them signed in.
`,
    bad: `# Sessions

## Interface
`,
    expected: ["1:1 Unexpected spec without a summary, expected a first paragraph that says what it is for"],
  },
  check: (spec) =>
    spec.reading.draft.summary !== ""
      ? []
      : [
          {
            at: spec.reading.headings.find((heading) => heading.depth === 1)?.at ?? startOf(spec),
            message: "Unexpected spec without a summary, expected a first paragraph that says what it is for",
            next: "write one paragraph below the title",
          },
        ],
};
