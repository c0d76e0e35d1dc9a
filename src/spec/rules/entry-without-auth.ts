import { entryKey } from "../entries.ts";
import type { Rule } from "./rule.ts";

const saysWho =
  /\b(?:auth\w*|unauth\w*|anonymous\w*|anyone|everyone|nobody|public(?:ly)?|sessions?|tokens?|api[- ]?keys?|signatures?|signed|mtls|roles?|log(?:ged)?[- ]?in|credentials?|passwords?|cookies?|bearer|internal|operators?|only)\b/i;
const coversAll =
  /\b(?:all|every|each|any|no)\b.{0,40}\b(?:routes?|endpoints?|requests?|commands?|entry points?|calls?|callers?|messages?)\b/i;

export const entryWithoutAuth: Rule = {
  id: "entry-without-auth",
  severity: "warning",
  description:
    "Who may call is the first question at an entry point. `none` is an answer; silence leaves it open.",
  examples: {
    good: `## Security

### Entry points

| Entry point | Auth |
| --- | --- |
| \`GET /health\` | none |
`,
    bad: `## Security

### Entry points

- \`GET /health\` - says that the service runs
`,
    expected: ["5:1 Unexpected entry point `GET /health` without authentication, expected who may call it"],
  },
  check: ({ reading }) => {
    const { facts, unread } = reading.draft;
    const declared = new Map(reading.draft.interface.map((row) => [entryKey(row.name), row.auth]));
    const decisions = [
      ...facts.filter(({ kind }) => kind === "auth"),
      ...unread.filter(({ section }) => section === "auth"),
    ].map(({ text }) => text);
    if (decisions.some((text) => coversAll.test(text))) return [];
    return facts
      .filter(
        ({ kind, name, text, fields }) =>
          kind === "entry" &&
          !fields["authentication"] &&
          !fields["authorization"] &&
          !declared.get(entryKey(name)) &&
          !saysWho.test(fields["route"] === undefined ? text : text.replace(name, "")) &&
          !decisions.some((decision) => decision.includes(fields["route"] ?? name)),
      )
      .map(({ at, name }) => ({
        at,
        message: `Unexpected entry point \`${name}\` without authentication, expected who may call it`,
        next: "add a column `Authentication`, or `auth: …` to the item; `none` is an answer",
      }));
  },
};
