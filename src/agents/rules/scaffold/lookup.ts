// What an existing file has already, told from its text alone.

import { entryName } from "../../../model/fact.ts";
import { literal } from "./text.ts";

/** Whether a file declares a name, has a test with that title, or holds that text. */
export const declares = (content: string, name: string): boolean => {
  if (/^[A-Za-z_$][\w$]*$/.test(name))
    return new RegExp(
      `\\b(?:function|const|let|var|class|interface|type)\\s+${name.replace(/\$/g, "\\$")}\\b`,
    ).test(content);
  return content.includes(name.startsWith('"') ? name : literal(name));
};

/** Whether a table has a key. Routes are the same whatever their parameters are called. */
export const hasKey = (content: string, key: string): boolean => {
  if (keyAt(content, key) >= 0) return true;
  const wanted = entryName(key);
  return (
    key.includes(" /") && quoted(content).some((text) => text.includes(" /") && entryName(text) === wanted)
  );
};

/** Where a key stands, quoted in any style or bare before a colon; -1 when it does not. */
export const keyAt = (content: string, key: string): number => {
  const escaped = literal(key).slice(1, -1);
  const isBare = /^[A-Za-z_$][\w$]*$/.test(key);
  const bare = isBare ? content.search(new RegExp(`(?<![\\w$])${key.replace(/\$/g, "\\$")}\\s*:`)) : -1;
  const places = [`"${escaped}"`, `'${escaped}'`, `\`${escaped}\``].map((text) => content.indexOf(text));
  return [...places, bare].find((at) => at >= 0) ?? -1;
};

const quoted = (content: string): string[] =>
  [...content.matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`\\]*)`/g)].map(
    (found) => found[1] ?? found[2] ?? found[3] ?? "",
  );
