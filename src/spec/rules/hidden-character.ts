import { placesIn } from "../place.ts";
import { type Rule, type RuleFinding, startOf } from "./rule.ts";

// Marks that turn the direction of text, characters that show nothing, controls. Joiners stand between letters of some
// scripts and between emoji by right, and a selector behind an emoji: beside plain ASCII they only hide.
const invisible =
  "\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200e\\u200f" +
  "\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}";
const hidden = new RegExp(
  `[${invisible}]|(?<=[\\s!-~])[\\u200c\\u200d]|(?<![\\p{Extended_Pictographic}\\d#*])\\ufe0f`,
  "gu",
);

/** A text of nothing else needs no more findings. */
const mostFindings = 50;

export const hiddenCharacter: Rule = {
  id: "hidden-character",
  severity: "warning",
  description:
    "A character that shows nothing, or that turns the direction of what follows, makes a reviewer read something else than the tools and agents do.",
  examples: {
    good: `# Sessions

Keeps people signed in. \u2764\ufe0f
`,
    bad: `# Sessions

Only \u202Eadmins\u202C may call it. The to\u200Bken is checked.
`,
    expected: [
      "3:6 Unexpected hidden character U+202E, expected text that shows all that it says (3 on this line)",
    ],
  },
  check: (spec) => {
    const { source } = spec.reading;
    const { path } = startOf(spec);
    const placeAt = placesIn(path, source);
    const byLine = new Map<number, { at: RuleFinding["at"]; code: number; count: number }>();
    for (const match of source.matchAll(hidden)) {
      const at = placeAt(match.index, match.index + match[0].length);
      const line = at.line ?? 1;
      const first = byLine.get(line);
      if (first !== undefined) first.count += 1;
      else if (byLine.size === mostFindings) break;
      else byLine.set(line, { at, code: match[0].codePointAt(0) as number, count: 1 });
    }
    return [...byLine.values()].map(({ at, code, count }) => ({
      at,
      message: `Unexpected hidden character U+${code.toString(16).toUpperCase().padStart(4, "0")}, expected text that shows all that it says${count === 1 ? "" : ` (${count} on this line)`}`,
      next: "delete it, or write its name",
    }));
  },
};
