// Our block in `.gitattributes`: generated files keep their bytes on every platform. Pure.

const begin = "# instride: generated and hashed files keep their bytes on every platform";
const end = "# instride: end";

const block = [
  begin,
  "*.threats.yaml text eol=lf merge=instride",
  "*.threats.md text eol=lf merge=instride linguist-generated",
  ".instride/** text eol=lf linguist-generated",
  end,
].join("\n");

export const addAttributes = (text: string | undefined): string => {
  if (text === undefined || text === "") return `${block}\n`;
  if (text.includes(begin)) return replaceBlock(text, block);
  return text.endsWith("\n") ? `${text}${block}\n` : `${text}\n${block}`;
};

/** The text without our block; undefined when nothing else is left. */
export const removeAttributes = (text: string): string | undefined => {
  if (!text.includes(begin)) return text;
  const rest = replaceBlock(text, undefined);
  return rest === "" ? undefined : rest;
};

const replaceBlock = (text: string, by: string | undefined): string => {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (to === -1) return text;
  const after = text.slice(to + end.length);
  if (by !== undefined) return text.slice(0, from) + by + after;
  const before = text.slice(0, from);
  return after.startsWith("\n") ? before + after.slice(1) : before.replace(/\n$/, "") + after;
};
