// Comments of languages that are not parsed, by the look of their lines: what is written there is not in the code.

const hashed = new Set(
  "python ruby perl shell r julia elixir nim terraform powershell make dockerfile awk nix coffeescript rego".split(
    " ",
  ),
);
const dashed = new Set("sql lua haskell".split(" "));
/** In these, slashes and stars start no comment: they are paths and patterns. */
const slashless = new Set(
  "python ruby perl shell r julia elixir nim make dockerfile awk erlang lua haskell ocaml clojure".split(" "),
);

const lineComment = (language: string | undefined): RegExp => {
  const marks = [
    ...(language === undefined || !slashless.has(language) ? ["//"] : []),
    // Elsewhere `#define` is code, and a `#` before a blank hardly ever.
    language !== undefined && hashed.has(language) ? "#" : "#(?=\\s)",
    language !== undefined && dashed.has(language) ? "--" : "--(?=\\s)",
    ...(language === "erlang" ? ["%"] : []),
    ...(language === "clojure" ? [";"] : []),
  ];
  return new RegExp(`^[ \\t]*(?:${marks.join("|")})`);
};

/** The text without comment lines and without block comments that begin their line; lines keep their numbers. */
export const withoutComments = (language: string | undefined, source: string): string => {
  const isComment = lineComment(language);
  const hasBlocks = language === undefined || !slashless.has(language);
  let isOpen = false;
  return source
    .split("\n")
    .map((line) => {
      let rest = line;
      if (isOpen) {
        const end = rest.indexOf("*/");
        if (end < 0) return "";
        isOpen = false;
        rest = rest.slice(end + 2);
      }
      if (isComment.test(rest)) return "";
      if (!hasBlocks) return rest;
      // Only a block that begins its line: in the middle of one, the same signs may stand in a string.
      for (let start = /^[ \t]*\/\*/.exec(rest); start !== null; start = /^[ \t]*\/\*/.exec(rest)) {
        const end = rest.indexOf("*/", start[0].length);
        if (end < 0) {
          isOpen = true;
          return "";
        }
        rest = rest.slice(end + 2);
        if (isComment.test(rest)) return "";
      }
      return rest;
    })
    .join("\n");
};
