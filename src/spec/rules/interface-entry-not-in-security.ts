import { entryKey } from "../entries.ts";
import type { Rule } from "./rule.ts";

export const interfaceEntryNotInSecurity: Rule = {
  id: "interface-entry-not-in-security",
  severity: "warning",
  description:
    "What is offered to callers is where attackers come in. An entry point that the security section does not name is easily forgotten in the model too.",
  examples: {
    good: `## Interface

| Route | Inputs | Auth |
| --- | --- | --- |
| \`POST /sessions\` | none | none |

## Security

### Entry points

| Entry point | Auth |
| --- | --- |
| \`POST /sessions\` | none |
`,
    bad: `## Interface

| Route | Inputs | Auth |
| --- | --- | --- |
| \`POST /sessions\` | none | none |
| \`DELETE /sessions/:id\` | id: uuid | session |

## Security

### Entry points

| Entry point | Auth |
| --- | --- |
| \`POST /sessions\` | none |
`,
    expected: [
      "6:1 Unexpected `DELETE /sessions/:id` in the interface alone, expected it under `Entry points` too",
    ],
  },
  check: ({ reading }) => {
    // A security section without the subsection has a finding of its own.
    if (!reading.subsections.some(({ kind }) => kind === "entry")) return [];
    const named = new Set(
      reading.draft.facts.filter(({ kind }) => kind === "entry").map(({ name }) => entryKey(name)),
    );
    return reading.draft.interface
      .filter(({ kind, name }) => kind !== "function" && kind !== "other" && !named.has(entryKey(name)))
      .map(({ at, name }) => ({
        at,
        message: `Unexpected \`${name}\` in the interface alone, expected it under \`Entry points\` too`,
        next: "add it there, with who may call it",
      }));
  },
};
