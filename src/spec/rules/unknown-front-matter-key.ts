import { nearest } from "../../model/nearest.ts";
import { frontMatterKeys } from "../front-matter.ts";
import type { Rule } from "./rule.ts";

export const unknownFrontMatterKey: Rule = {
  id: "unknown-front-matter-key",
  severity: "warning",
  description: "A misspelt key is ignored without a sound, and with it the code that it should have named.",
  examples: {
    good: `---
id: sessions
targets: src/**
---
`,
    bad: `---
id: sessions
target: src/**
---
`,
    expected: [
      "3:1 Unexpected key `target`, expected one of `id`, `title`, `owner`, `framework`, `targets`, `tests`",
    ],
  },
  check: ({ reading }) =>
    (reading.frontMatter ?? [])
      .filter(({ name }) => !frontMatterKeys.includes(name))
      .map(({ name, at }) => {
        const near = nearest(name, frontMatterKeys);
        return {
          at,
          message: `Unexpected key \`${name}\`, expected one of ${frontMatterKeys.map((key) => `\`${key}\``).join(", ")}`,
          next: near === undefined ? "remove it" : `did you mean \`${near}\`?`,
        };
      }),
};
