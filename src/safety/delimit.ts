// Frames foreign text for a model: whatever stands inside is data, and it cannot close its own frame.

import { digest } from "../model/digest.ts";

/** Characters that hide, reorder or move text; tabs and line ends stay. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

export const visible = (text: string): string => text.replaceAll("\r\n", "\n").replace(hidden, "\ufffd");

/** The frame's name holds a digest of its content, so no content can contain the end of its own frame. */
export const asData = (kind: string, name: string, text: string): string => {
  const shown = visible(text);
  const mark = `data-${digest([kind, name, shown], 8)}`;
  const label = visible(name).replace(/["\n<>]/g, " ");
  return `<${mark} kind="${kind}" name="${label}">\n${shown}${shown.endsWith("\n") ? "" : "\n"}</${mark}>`;
};
