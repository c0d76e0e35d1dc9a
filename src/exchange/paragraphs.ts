// What another format has no field for stands as labelled paragraphs below a description: people read it there, and an
// import takes it back.

import { plain } from "./text.ts";

export const labels = [
  "Category",
  "Severity",
  "Check",
  "Next",
  "Accepted",
  "False positive",
  "Code",
] as const;
export type Label = (typeof labels)[number];
export type Paragraphs = Partial<Readonly<Record<Label, string>>>;

const labelled = new RegExp(`(?:^|\\n\\n)(${labels.join("|")}): `);

/** A text and its labelled paragraphs, a blank line between them. */
export const withParagraphs = (text: string, paragraphs: Paragraphs): string =>
  [
    plain(text, ""),
    ...labels.flatMap((label) => {
      const words = paragraphs[label];
      return words === undefined ? [] : [`${label}: ${plain(words)}`];
    }),
  ].join("\n\n");

/** The text above the first labelled paragraph, and the paragraphs. Any text at all can be read. */
export const readParagraphs = (text: string): { readonly text: string; readonly paragraphs: Paragraphs } => {
  const parts = text.replaceAll("\r\n", "\n").split(labelled);
  const paragraphs: Partial<Record<Label, string>> = {};
  for (let at = 1; at + 1 < parts.length; at += 2)
    paragraphs[parts[at] as Label] ??= (parts[at + 1] as string).trim();
  return { text: (parts[0] as string).trim(), paragraphs };
};
