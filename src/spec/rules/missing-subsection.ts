import { subsectionTitles } from "../headings.ts";
import type { SubsectionKind } from "../types.ts";
import { emptySecuritySection } from "./empty-security-section.ts";
import type { Rule } from "./rule.ts";

/** Controls outside the code, accepted risks and exclusions may be absent: most components have none. */
const needed: readonly SubsectionKind[] = ["asset", "entry", "boundary", "flow", "auth", "assumption"];

export const missingSubsection: Rule = {
  id: "missing-subsection",
  severity: "warning",
  description:
    "Each subsection answers a question that a threat model needs: what is worth protecting, who can reach it, where trust ends, what moves, who is let in, what is taken for granted. Silence is no answer; `None.` is one.",
  examples: {
    good: `## Security

### Assets

None.

### Entry points

None.

### Trust boundaries

None.

### Data flows

None.

### Authentication and authorization

n/a: nothing is exposed

### Assumptions

None.
`,
    bad: `## Security

### Assets

- **Passwords** (secret)

### Entry points

None.

### Trust boundaries

None.

### Data flows

None.
`,
    expected: [
      "1:1 Unexpected security section without `Assumptions`, expected that heading",
      "1:1 Unexpected security section without `Authentication and authorization`, expected that heading",
    ],
  },
  check: (spec) => {
    const section = spec.reading.headings.find((heading) => heading.role === "security");
    if (section === undefined || emptySecuritySection.check(spec).length > 0) return [];
    const present = new Set(spec.reading.subsections.map(({ kind }) => kind));
    return needed
      .filter((kind) => !present.has(kind))
      .map((kind) => ({
        at: section.at,
        message: `Unexpected security section without \`${subsectionTitles[kind]}\`, expected that heading`,
        next: `add \`### ${subsectionTitles[kind]}\`; write \`None.\` under it when there are none`,
      }));
  },
};
