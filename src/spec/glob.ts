// What a target may be: a pathspec as git reads it after `:(glob)`. Other tools' globs look alike and match something else.

export interface GlobProblem {
  readonly what: string;
  readonly expected: string;
}

const asterisks = "`*` within one folder or `**` as a folder name of its own";

/** Why a target is not a glob that git understands; undefined when it is one. A leading `!` excludes. */
export const globProblem = (target: string): GlobProblem | undefined => {
  const glob = target.replace(/^!/, "");
  const problem = (what: string, expected: string): GlobProblem => ({ what, expected });
  if (glob.trim() === "") return problem("empty target", "a glob such as `src/sessions/**`");
  if (/[\u0000-\u001f\u007f]/.test(glob)) return problem("control character", "a plain path");
  if (glob.includes("\\")) return problem("backslash", "`/` between folders, on every system");
  if (/^(?:\/|[a-z]:\/|~)/i.test(glob)) return problem("absolute path", "a path from the repository's root");
  if (glob.startsWith(":")) return problem("pathspec magic", "a plain glob; `:(glob)` is implied");
  if (glob.startsWith("!")) return problem("second `!`", "one `!` at most");
  if (glob.split("/").some((part) => part === ".." || part === ".")) {
    return problem("`.` or `..` folder", "a path from the repository's root");
  }
  if (/[?*+@!]\([^)]*\)?/.test(glob)) return problem("extended pattern", "one target for each alternative");
  if (/\{[^}]*\}?/.test(glob))
    return problem("braces", "one target for each alternative; git takes braces literally");
  if (glob.endsWith("/")) return problem("folder", `\`${glob}**\` for everything below it`);
  if (glob.includes("//")) return problem("empty folder name", "single slashes");
  if (glob.split("/").some((part) => part.includes("**") && part !== "**"))
    return problem("`**` beside other characters", asterisks);
  return unclosedClass(glob) ? problem("`[` without `]`", "a closed set such as `[ab]`") : undefined;
};

const unclosedClass = (glob: string): boolean => {
  for (let open = glob.indexOf("["); open !== -1; ) {
    const start = open + (glob[open + 1] === "!" ? 2 : 1);
    // A bracket that comes first belongs to the set, when another one closes it.
    const later = glob[start] === "]" ? glob.indexOf("]", start + 1) : -1;
    const end = later === -1 ? glob.indexOf("]", start) : later;
    if (end === -1) return true;
    open = glob.indexOf("[", end + 1);
  }
  return false;
};
