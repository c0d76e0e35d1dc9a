// Secretlint with its recommended rules, as a function. Alone in a file, because the build keeps it out of the hook.

import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import type { SecretFound } from "./secrets.ts";

const config = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] };

/** `@secretlint/secretlint-rule-slack` finds a `slack-secret`. */
const kindOf = (rule: string): string => `${rule.replace(/^.*secretlint-rule-/, "")}-secret`;

export const lintSecrets = async (text: string): Promise<SecretFound[]> => {
  // The name decides nothing for these rules, and nothing is read from a disk.
  const source = {
    content: text,
    filePath: "text.txt",
    contentType: "text",
    ext: ".txt",
    hasBOM: false,
  } as const;
  const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
  return messages.map(({ ruleId, range: [start, end] }) => ({ kind: kindOf(ruleId), start, end }));
};
