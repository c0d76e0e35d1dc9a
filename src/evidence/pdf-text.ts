// Text for the fonts that every PDF reader has: Western European letters. Anything else is said by its number rather
// than left out or shown as something else.

import { oneLine } from "../report/foreign.ts";

/** What Windows-1252 has beyond Latin-1. */
const extra = new Set("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ");

const isKnown = (char: string): boolean => {
  const code = char.codePointAt(0) as number;
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || extra.has(char);
};

export const pdfText = (text: string): string =>
  // Code marks are for formats that know them.
  [...oneLine(text.normalize("NFC")).replaceAll("`", "'")]
    .map((char) =>
      isKnown(char)
        ? char
        : `[U+${(char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}]`,
    )
    .join("");
