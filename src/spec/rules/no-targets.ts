import { type Rule, startOf } from "./rule.ts";

export const noTargets: Rule = {
  id: "no-targets",
  severity: "error",
  description:
    "Targets say which code the spec drives. Without one, no change of code would ever ask for its threat model.",
  examples: {
    good: `---
id: sessions
targets:
  - src/sessions/**
---
`,
    bad: `---
id: sessions
targets:
  - "!src/sessions/*.test.ts"
---
`,
    expected: ["3:1 Unexpected targets that only exclude, expected at least one glob of code"],
  },
  check: (spec) => {
    const { frontMatter, draft } = spec.reading;
    if (frontMatter === undefined || draft.targets.some((target) => !target.startsWith("!"))) return [];
    const key = frontMatter.find(({ name }) => name === "targets");
    // Targets of a wrong type have a finding of their own.
    const unusable = spec.findings.some(
      ({ code, at }) => code === "front-matter-value" && key?.values.some((value) => value.line === at.line),
    );
    if (unusable) return [];
    const what =
      key === undefined
        ? "front matter without `targets`"
        : draft.targets.length === 0
          ? "empty targets"
          : "targets that only exclude";
    return [
      {
        at: key?.at ?? startOf(spec),
        message: `Unexpected ${what}, expected at least one glob of code`,
        next: "add `targets:` with the code that this spec drives, such as `src/sessions/**`",
      },
    ];
  },
};
