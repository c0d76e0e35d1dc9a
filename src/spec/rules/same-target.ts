import type { RuleFinding, SetRule } from "./rule.ts";

export const sameTarget: SetRule = {
  id: "same-target",
  severity: "warning",
  description:
    "Code that two specs drive asks for two answers at every change, and the two models drift apart.",
  examples: {
    good: [
      `---
id: sessions
targets: src/a/**
---
`,
      `---
id: accounts
targets: src/b/**
---
`,
    ],
    bad: [
      `---
id: sessions
targets: src/a/**
---
`,
      `---
id: accounts
targets: "src/a/**"
---
`,
    ],
    expected: ["specs/b.md:3:10 Unexpected target `src/a/**`, expected one that `specs/a.md` does not have"],
  },
  checkAll: (specs) => {
    const first = new Map<string, string>();
    const found: RuleFinding[] = [];
    for (const { reading } of specs) {
      const key = reading.frontMatter?.find(({ name }) => name === "targets");
      const { targets, path } = reading.draft;
      targets.forEach((target, index) => {
        if (target.startsWith("!")) return;
        const owner = first.get(target);
        if (owner === undefined) first.set(target, path);
        else if (owner !== path) {
          found.push({
            at: key?.values[index] ?? { path, line: 1, column: 1 },
            message: `Unexpected target \`${target}\`, expected one that \`${owner}\` does not have`,
            next: "give the code to one of the two, or split the glob",
          });
        }
      });
    }
    return found;
  },
};
