// Commands that are printed for a person to run, with names that come from outside.

const octal = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");

/**
 * One word of a command line that a person may copy into a shell: quoted where a shell would read anything into it.
 * Characters that a terminal acts on, or that hide, stand as escapes in `$'…'`, so that the word still names the file.
 */
export const shellWord = (word: string): string => {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  return `$'${word.replace(/[\\']/g, "\\$&").replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, octal)}'`;
};

/** A command line of words that may be foreign. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(" ");
