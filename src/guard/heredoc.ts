// Here-documents: where the delimiter of `<<` ends, and where the body does.

export interface Delimiter {
  readonly text: string;
  /** A quoted delimiter keeps the body literal. */
  readonly quoted: boolean;
  /** `<<-` strips leading tabs. */
  readonly strip: boolean;
  /** Index just past the delimiter. */
  readonly end: number;
}

/** Reads the delimiter that follows `<<`, whose own index is `at`. */
export const readDelimiter = (source: string, at: number): Delimiter => {
  let end = at + 2;
  const strip = source[end] === "-";
  if (strip) end += 1;
  while (source[end] === " " || source[end] === "\t") end += 1;
  let text = "";
  let quoted = false;
  for (; end < source.length; end += 1) {
    const char = source[end] as string;
    if (char === "'" || char === '"') {
      quoted = true;
      const close = source.indexOf(char, end + 1);
      const stop = close === -1 ? source.length : close;
      text += source.slice(end + 1, stop);
      end = stop;
    } else if (char === "\\") {
      quoted = true;
      end += 1;
      text += source[end] ?? "";
    } else if (/[\s;&|()<>]/.test(char)) break;
    else text += char;
  }
  return { text, quoted, strip, end: Math.min(end, source.length) };
};

/**
 * The body that begins at `from`, the first index after the line of the `<<`. A body without its last line runs to the
 * end of the source, as in a shell. A delimiter that shares its line with the `)` of a substitution ends it too.
 */
export const readBody = (
  source: string,
  from: number,
  delimiter: Delimiter,
): { body: string; end: number } => {
  let body = "";
  let at = from;
  while (at < source.length) {
    const newline = source.indexOf("\n", at);
    const end = newline === -1 ? source.length : newline;
    const line = source.slice(at, end);
    const text = delimiter.strip ? line.replace(/^\t+/, "") : line;
    if (text === delimiter.text || text === `${delimiter.text}\r`)
      return { body, end: Math.min(end + 1, source.length) };
    if (text.startsWith(`${delimiter.text})`))
      return { body, end: at + line.length - text.length + delimiter.text.length };
    body += `${text}\n`;
    at = end + 1;
  }
  return { body, end: source.length };
};
