// Counting mentions of a name in text.

const inWord = /[\p{L}\p{N}]/u;

/** How often a word or name stands in a text, not inside longer words; counting stops at `enough`. Case counts. */
export const countWord = (text: string, word: string, enough: number = Number.POSITIVE_INFINITY): number => {
  let count = 0;
  if (word === "") return count;
  for (let at = text.indexOf(word); at !== -1 && count < enough; at = text.indexOf(word, at + word.length)) {
    const after = text.slice(at + word.length, at + word.length + 2);
    // A plural counts: "the browsers" mentions "browser".
    const ends = !inWord.test(after[0] ?? " ") || (after[0] === "s" && !inWord.test(after[1] ?? " "));
    if (ends && !inWord.test(text[at - 1] ?? " ")) count += 1;
  }
  return count;
};
