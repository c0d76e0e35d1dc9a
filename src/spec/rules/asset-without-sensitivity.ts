import type { Rule } from "./rule.ts";

export const assetWithoutSensitivity: Rule = {
  id: "asset-without-sensitivity",
  severity: "info",
  description:
    "How bad a disclosure is depends on the asset's sensitivity; without it every threat to it is rated alike.",
  examples: {
    good: `## Security

### Assets

- **Passwords** (secret): hashed with scrypt
`,
    bad: `## Security

### Assets

- **Passwords**: hashed with scrypt
`,
    expected: [
      "5:1 Unexpected asset `Passwords` without sensitivity, expected public, internal, confidential or secret",
    ],
  },
  check: ({ reading }) =>
    reading.draft.facts
      .filter(
        ({ kind, text, fields }) =>
          kind === "asset" &&
          !fields["sensitivity"] &&
          !/\b(?:public|internal|confidential|secret|restricted|sensitive|personal|pii)\b/i.test(text),
      )
      .map(({ at, name }) => ({
        at,
        message: `Unexpected asset \`${name}\` without sensitivity, expected public, internal, confidential or secret`,
        next: "add a column `Sensitivity`, or `(secret)` behind the name",
      })),
};
