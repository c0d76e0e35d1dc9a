import { type Rule, reportedByParser } from "./rule.ts";

export const interfaceInputUnreadable: Rule = {
  ...reportedByParser("interface-input-unreadable"),
  description:
    "Validation is scaffolded from declared inputs, and threats about them rest on their limits. An input without a type gets neither.",
  examples: {
    good: `## Interface

| Route | Inputs |
| --- | --- |
| \`POST /sessions\` | email: string (1..254), \`remember?\`: boolean |
`,
    bad: `## Interface

| Route | Inputs |
| --- | --- |
| \`POST /sessions\` | email, age: years |
`,
    expected: [
      "5:22 Unexpected input `age: years`, expected a type such as `age: string (1..100)`",
      "5:22 Unexpected input `email`, expected a type such as `email: string (1..100)`",
    ],
  },
};
