import { suggestedId } from "../parse.ts";
import { type Rule, startOf } from "./rule.ts";

export const missingId: Rule = {
  id: "missing-id",
  severity: "error",
  description:
    "The id names the component in its model, its records and its trailers. It has to outlive the file's name.",
  examples: {
    good: `---
id: sessions
---
`,
    bad: `---
title: Sessions
---
`,
    expected: ["1:1 Unexpected front matter without `id`, expected one such as `id: example`"],
  },
  check: (spec) => {
    const { frontMatter, draft } = spec.reading;
    // A key with an unusable value has its own finding.
    if (frontMatter === undefined || frontMatter.some((key) => key.name === "id")) return [];
    const id = suggestedId(draft.path);
    return [
      {
        at: startOf(spec),
        message: `Unexpected front matter without \`id\`, expected one such as \`id: ${id}\``,
        next: `add \`id: ${id}\``,
      },
    ];
  },
};
