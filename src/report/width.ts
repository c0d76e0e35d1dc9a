// Columns that text takes in a terminal, and wrapping to them. Good enough for CJK, emoji and combining marks.

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const empty = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;

const widthOf = (char: string): number => (wide.test(char) ? 2 : empty.test(char) ? 0 : 1);

/** Columns of a text without escape sequences. */
export const displayWidth = (text: string): number => {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += widthOf(char);
  return width;
};

export const padTo = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - displayWidth(text)));

/** Breaks a word that is wider than a line; CJK text has no spaces to break at. */
const breakWord = (word: string, width: number): string[] => {
  const parts: string[] = [];
  let part = "";
  let used = 0;
  for (const char of word) {
    const columns = widthOf(char);
    if (used + columns > width && part !== "") {
      parts.push(part);
      part = "";
      used = 0;
    }
    part += char;
    used += columns;
  }
  return part === "" ? parts : [...parts, part];
};

/** Lines of at most `width` columns, broken at spaces; at least one line. A width below 10 counts as 10. */
export const wrap = (text: string, width: number): string[] => {
  const limit = Math.max(10, width);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((part) => breakWord(part, limit))) {
    if (line === "") line = word;
    else if (displayWidth(line) + 1 + displayWidth(word) <= limit) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
};

/** `label` and `text` beside it, wrapped under itself; the label is painted after it was measured. */
export const hanging = (
  label: string,
  text: string,
  width: number,
  paintLabel = (value: string): string => value,
): string => {
  const indent = displayWidth(label);
  return wrap(text, width - indent)
    .map((line, at) => (at === 0 ? paintLabel(label) : " ".repeat(indent)) + line)
    .join("\n");
};
