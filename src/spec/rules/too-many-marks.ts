import { type Rule, reportedByParser } from "./rule.ts";

export const tooManyMarks: Rule = {
  ...reportedByParser("too-many-marks"),
  description:
    "Brackets, code marks, emphasis and comments pair up inside a paragraph, a heading or a cell, and looking for the pairs takes time that grows with the square of their number. A text that holds that many is not read at all.",
  examples: {
    good: "Reads `a`, [b](c) and *d*.\n",
    bad: `${"] ".repeat(1001)}\n`,
    expected: [
      "1:1 Unexpected text of 2002 characters with 1001 brackets, code marks and the like, expected at most 1000",
    ],
  },
};
