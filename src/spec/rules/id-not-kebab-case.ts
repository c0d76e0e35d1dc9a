import { slug } from "../../model/fact.ts";
import { idPattern } from "../../model/schema.ts";
import type { Rule } from "./rule.ts";

export const idNotKebabCase: Rule = {
  id: "id-not-kebab-case",
  severity: "error",
  description:
    "The id becomes part of file names, trailers and threat ids, so it has to be the same on every system and in every shell.",
  examples: {
    good: `---
id: user-sessions
---
`,
    bad: `---
id: User Sessions
---
`,
    expected: ["2:5 Unexpected id `User Sessions`, expected `user-sessions`"],
  },
  check: (spec) => {
    const { frontMatter, draft } = spec.reading;
    const key = frontMatter?.find(({ name }) => name === "id");
    if (key === undefined || idPattern.test(draft.id)) return [];
    return [
      {
        at: key.values[0] ?? key.at,
        message: `Unexpected id \`${draft.id}\`, expected \`${slug(draft.id)}\``,
        next: "use lower-case words joined with `-`",
      },
    ];
  },
};
