import { entryKey } from "../entries.ts";
import type { Rule } from "./rule.ts";

export const securityEntryNotInInterface: Rule = {
  id: "security-entry-not-in-interface",
  severity: "info",
  description:
    "An entry point that the interface does not declare has no inputs and no limits that could be checked.",
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

## Security

### Entry points

| Entry point | Auth |
| --- | --- |
| \`POST /sessions\` | none |
| \`GET /metrics\` | operators |
`,
    expected: ["14:1 Unexpected `GET /metrics` under entry points alone, expected it in the interface too"],
  },
  check: ({ reading }) => {
    if (reading.draft.interface.length === 0) return [];
    const declared = new Set(reading.draft.interface.map(({ name }) => entryKey(name)));
    return reading.draft.facts
      .filter(({ kind, name }) => kind === "entry" && !declared.has(entryKey(name)))
      .map(({ at, name }) => ({
        at,
        message: `Unexpected \`${name}\` under entry points alone, expected it in the interface too`,
        next: "declare it there with its inputs, or say in both places what it is called",
      }));
  },
};
