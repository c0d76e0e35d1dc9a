// Identifiers and file names made from a spec's words: ASCII, never reserved, never given twice.

const keywords =
  "abstract any arguments as asserts async await boolean break case catch class const constructor continue debugger " +
  "declare default delete do else enum eval export extends false finally for from function get if implements import " +
  "in infer instanceof interface is keyof let module namespace never new null number object of out override package " +
  "private protected public readonly require return satisfies set static string super switch symbol this throw true " +
  "try type typeof undefined unique unknown using var void while with yield";

/** Globals that generated code relies on, and the file-scope names of CommonJS. */
const globals =
  "AbortSignal Array ArrayBuffer AsyncIterable Buffer Date Error Infinity Intl JSON Map Math NaN Number Object " +
  "Promise Proxy Readonly Record Reflect RegExp Set String Symbol TextDecoder TypeError URL URLSearchParams " +
  "WeakMap console decodeURIComponent encodeURIComponent exports fetch global globalThis isNaN parseInt process " +
  "setTimeout __dirname __filename input request access authorizer caller message source commands";

/** Lower-case ASCII words of a text, at most 60 characters in all. Splits camel case. */
export const words = (text: string): string[] => {
  const found =
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const kept: string[] = [];
  let length = 0;
  for (const word of found) {
    length += word.length;
    if (length > 60) return kept.length === 0 ? [word.slice(0, 60)] : kept;
    kept.push(word);
  }
  return kept;
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const camel = (parts: readonly string[]): string =>
  parts.map((word, index) => (index === 0 ? word : capital(word))).join("");

export const pascal = (parts: readonly string[]): string => parts.map(capital).join("");

export const kebab = (parts: readonly string[]): string => parts.join("-");

/** The words, or a word of ours with a number when there are none. */
export const orNumbered = (found: readonly string[], word: string, index: number): readonly string[] =>
  found.length === 0 ? [word, String(index + 1)] : found;

/** Hands out names that are unique in one scope. */
export class Names {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set([...reserved].map((name) => name.toLowerCase()));
  }

  /** A scope for top-level identifiers: keywords, globals and the given names stay free. */
  static topLevel(reserved: Iterable<string>): Names {
    return new Names([...keywords.split(" "), ...globals.split(" "), ...reserved]);
  }

  /** The wanted name, or the same with the first free number. Names that differ only in case count as equal. */
  take(wanted: string): string {
    const base = /^[0-9]/.test(wanted) ? `n${wanted}` : wanted;
    let name = base;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n += 1) name = `${base}${n}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}
