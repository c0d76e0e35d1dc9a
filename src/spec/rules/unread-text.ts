import { subsectionTitles } from "../headings.ts";
import type { SubsectionKind } from "../types.ts";
import type { Rule } from "./rule.ts";

export const unreadText: Rule = {
  id: "unread-text",
  severity: "info",
  description:
    "Text that is not a table or a list reaches the agent, but no rule can check that the threat model accounts for it.",
  examples: {
    good: `## Security

### Assumptions

We rely on these:

- Redis is reachable only from the private network.
`,
    bad: `## Security

### Assumptions

Redis is reachable only from the private network.
`,
    expected: ["5:1 Unexpected prose in `Assumptions`, expected a table or a list"],
  },
  check: ({ reading, findings }) =>
    reading.draft.unread
      // A sentence that announces a list or a table states nothing by itself; a row without a name has its own finding.
      .filter(
        ({ text, at }) =>
          !text.endsWith(":") &&
          !findings.some(({ code, at: other }) => code === "unnamed-row" && other.line === at.line),
      )
      .map(({ section, at }) => ({
        at,
        message:
          section === "security"
            ? "Unexpected text outside the subsections, expected it below one of their headings"
            : `Unexpected prose in \`${subsectionTitles[section as SubsectionKind]}\`, expected a table or a list`,
        next: "make each statement an item such as `- **Name.** what holds`; until then it stays plain text",
      })),
};
