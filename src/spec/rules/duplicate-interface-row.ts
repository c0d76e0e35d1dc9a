import { entryKey } from "../entries.ts";
import type { Rule, RuleFinding } from "./rule.ts";

export const duplicateInterfaceRow: Rule = {
  id: "duplicate-interface-row",
  severity: "warning",
  description: "Of two declarations of one route only one can be built, and nobody knows which.",
  examples: {
    good: `## Interface

| Route | Inputs | Auth |
| --- | --- | --- |
| \`POST /sessions\` | none | none |
`,
    bad: `## Interface

| Route | Inputs | Auth |
| --- | --- | --- |
| \`POST /sessions\` | none | none |
| \`POST /sessions/\` | email: string | none |
`,
    expected: [
      "6:1 Unexpected second `POST /sessions/` in the interface, expected one; the first is on line 5",
    ],
  },
  check: ({ reading }) => {
    const first = new Map<string, number>();
    const found: RuleFinding[] = [];
    for (const { name, at } of reading.draft.interface) {
      const key = entryKey(name);
      const line = first.get(key);
      if (line === undefined) first.set(key, at.line ?? 1);
      else {
        found.push({
          at,
          message: `Unexpected second \`${name}\` in the interface, expected one; the first is on line ${line}`,
          next: "merge the two",
        });
      }
    }
    return found;
  },
};
