// Small pieces of English: names in code marks, lists, assets in mid-sentence.

/** A name as code, without code marks of its own. */
export const marked = (name: string): string => `\`${name.replaceAll("`", "")}\``;

/** `a`, `a and b`, `a, b and c`; past `most`, `a, b and 3 more`. */
export const listed = (items: readonly string[], most = 4): string => {
  const unique = [...new Set(items)];
  const shown =
    unique.length > most ? [...unique.slice(0, most - 1), `${unique.length - most + 1} more`] : unique;
  const last = shown[shown.length - 1];
  if (last === undefined) return "";
  return shown.length === 1 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
};

/** "Session tokens" in mid-sentence: "session tokens"; "API keys" stays. */
export const inSentence = (text: string): string =>
  /^\p{Lu}(?:\p{Ll}|-\p{Ll}| )/u.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;

/** A sentence's first letter in upper case; code marks and quotes are left alone. */
export const sentence = (text: string): string =>
  /^\p{Ll}/u.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;

/** Without a full stop at its end, cut at a word past `most` characters. */
export const clause = (text: string, most = 160): string => {
  const folded = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\s.;:,]+$/, "");
  if (folded.length <= most) return folded;
  const cut = folded.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), 1))} …`;
};

/** The first sentences of a text, as many as fit whole; a single one that is too long is cut at a word. */
export const sentences = (text: string, most: number): string => {
  const folded = text.replace(/\s+/g, " ").trim();
  if (folded.length <= most) return folded;
  const ends = [...folded.slice(0, most).matchAll(/[.!?](?=\s+[\p{Lu}`"])/gu)];
  const last = ends[ends.length - 1]?.index;
  return last === undefined ? clause(folded, most) : folded.slice(0, last + 1);
};

/** Words of a name that say something, lower case, without plural endings. */
export const stems = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !/^(the|a|an|of|and|or|for|to|in|on|with|by|its|our|all|each|per)$/.test(word))
    .map((word) =>
      word.length > 3
        ? word.replace(/(?<=[sxz])es$|ies$|(?<=[^s])s$/, (end) => (end === "ies" ? "y" : ""))
        : word,
    );
