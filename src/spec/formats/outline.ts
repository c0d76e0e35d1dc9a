// Markdown as headings and the lines under each. Fenced code and comments are left out: what they show is no statement.

export interface Section {
  /** 0 for what stands before the first heading. */
  readonly depth: number;
  readonly heading: string;
  /** Lines under the heading, down to the next one of any depth. */
  readonly lines: readonly string[];
}

/** The text without front matter, comments and fenced code. */
const proseOf = (text: string): string[] => {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replace(/^---\n[\s\S]*?\n---(?:\n|$)/, "")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .split("\n");
  let fence: string | undefined;
  return lines.filter((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      return mark === undefined;
    }
    if (mark?.startsWith(fence) === true) fence = undefined;
    return false;
  });
};

export const sectionsOf = (text: string): Section[] => {
  const sections: { depth: number; heading: string; lines: string[] }[] = [
    { depth: 0, heading: "", lines: [] },
  ];
  for (const line of proseOf(text)) {
    const [, marks, heading] = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(line) ?? [];
    if (marks !== undefined) sections.push({ depth: marks.length, heading: heading ?? "", lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
};

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The first paragraph, on one line. */
export const firstParagraph = (lines: readonly string[]): string => {
  const text = lines.join("\n").trim();
  return plain(text.split(/\n[ \t]*\n/)[0] ?? "");
};

/** List items, each with its continuation lines, on one line. */
export const itemsOf = (lines: readonly string[]): string[] => {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/.exec(line)?.[1];
    if (item !== undefined) items.push(item);
    else if (items.length > 0 && /^\s+\S/.test(line)) items[items.length - 1] += ` ${line}`;
  }
  return items.map(plain).filter((item) => item !== "");
};

/** All sections below the first one whose heading matches. */
export const under = (sections: readonly Section[], heading: RegExp): Section[] => {
  const from = sections.findIndex((section) => heading.test(section.heading));
  if (from === -1) return [];
  const { depth } = sections[from] as Section;
  const rest = sections.slice(from + 1);
  const to = rest.findIndex((section) => section.depth <= depth);
  return [sections[from] as Section, ...(to === -1 ? rest : rest.slice(0, to))];
};
