import type { RuleFinding, SetRule } from "./rule.ts";

export const duplicateId: SetRule = {
  id: "duplicate-id",
  severity: "error",
  description:
    "Models, records and trailers are found by the id. Two specs of one id would answer for each other.",
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
id: sessions
targets: src/b/**
---
`,
    ],
    expected: ["specs/b.md:2:5 Unexpected id `sessions`, expected one that `specs/a.md` does not have"],
  },
  checkAll: (specs) => {
    const first = new Map<string, string>();
    const found: RuleFinding[] = [];
    for (const { reading } of specs) {
      const key = reading.frontMatter?.find(({ name }) => name === "id");
      if (key === undefined) continue;
      const { id, path } = reading.draft;
      const owner = first.get(id);
      if (owner === undefined) first.set(id, path);
      else {
        found.push({
          at: key.values[0] ?? key.at,
          message: `Unexpected id \`${id}\`, expected one that \`${owner}\` does not have`,
          next: "rename one of the two",
        });
      }
    }
    return found;
  },
};
