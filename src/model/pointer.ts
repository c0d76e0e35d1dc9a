// JSON pointers: how a place inside a model is named.

/** One segment, escaped as RFC 6901 asks. */
export const escapeSegment = (segment: string): string => segment.replace(/~/g, "~0").replace(/\//g, "~1");

/** Pointer of a child. The root's pointer is the empty string. */
export const child = (pointer: string, segment: string): string => `${pointer}/${escapeSegment(segment)}`;

export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((pointer, segment) => child(pointer, String(segment)), "");

/** Pointer of the parent; the root is its own parent. */
export const parentOf = (pointer: string): string => pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));

const word = /^[\p{L}\p{N}_-]+$/u;

/** A path as people read it: `operations[3].threat.weakness[0]`. */
export const dotted = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, segment) => {
    if (typeof segment === "number") return `${text}[${segment}]`;
    const key = String(segment);
    if (!word.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
