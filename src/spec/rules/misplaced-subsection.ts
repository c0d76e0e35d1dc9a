import { subsectionKind } from "../headings.ts";
import type { SubsectionKind } from "../types.ts";
import type { Rule } from "./rule.ts";

/** Headings that mean nothing else elsewhere in a spec. */
const unmistakable: readonly SubsectionKind[] = ["asset", "entry", "boundary", "flow", "control", "risk"];

export const misplacedSubsection: Rule = {
  id: "misplaced-subsection",
  severity: "warning",
  description:
    "A subsection outside the security section is not read: a heading of the same level ends the section before it.",
  examples: {
    good: `## Security

### Trust boundaries

- Gateway
`,
    bad: `## Security

## Trust boundaries

- Gateway
`,
    expected: [
      "3:1 Unexpected `Trust boundaries` outside the security section, expected it below `Security`",
    ],
  },
  check: ({ reading }) => {
    const section = reading.headings.find((heading) => heading.role === "security");
    if (section === undefined) return [];
    const present = new Set(reading.subsections.map(({ kind }) => kind));
    return reading.headings.flatMap(({ text, at, role, inSecurity, depth }) => {
      const kind = role === undefined && !inSecurity && depth > 1 ? subsectionKind(text) : undefined;
      if (kind === undefined || !unmistakable.includes(kind) || present.has(kind)) return [];
      return [
        {
          at,
          message: `Unexpected \`${text}\` outside the security section, expected it below \`${section.text}\``,
          next: "move it into the security section and make its heading one level deeper",
        },
      ];
    });
  },
};
