import { nearest } from "../../model/nearest.ts";
import { headingWords, subsectionTitles } from "../headings.ts";
import type { Rule, RuleFinding } from "./rule.ts";

const titles = new Map(Object.values(subsectionTitles).map((title) => [title.toLowerCase(), title]));

export const unknownSubsection: Rule = {
  id: "unknown-subsection",
  severity: "info",
  description:
    "What stands under a heading that is not known reaches the agent as plain text only; the model is not checked against it.",
  examples: {
    good: `## Security

### Data flows

None.
`,
    bad: `## Security

### Asets

- **Passwords** (secret)
`,
    expected: ["3:1 Unexpected subsection `Asets`, expected one of the security section's own headings"],
  },
  check: ({ reading }) => {
    const found: RuleFinding[] = [];
    let known = Number.POSITIVE_INFINITY;
    for (const { text, depth, at, role, inSecurity } of reading.headings) {
      if (depth <= known) known = Number.POSITIVE_INFINITY;
      if (!inSecurity) continue;
      if (role !== undefined) known = depth;
      // Headings inside a known subsection divide it; they need no name of ours.
      if (role !== undefined || depth > known) continue;
      const near = titles.get(nearest(headingWords(text), titles.keys()) ?? "");
      found.push({
        at,
        message: `Unexpected subsection \`${text}\`, expected one of the security section's own headings`,
        next:
          near === undefined ? `use one of: ${[...titles.values()].join(", ")}` : `did you mean \`${near}\`?`,
      });
    }
    return found;
  },
};
