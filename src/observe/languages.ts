// Which language a file is in, by its name, and by its first line where the name says nothing.

const byExtension: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    typescript: "ts tsx mts cts",
    javascript: "js jsx mjs cjs",
    python: "py pyi pyw",
    go: "go",
    rust: "rs",
    java: "java",
    kotlin: "kt kts",
    scala: "scala sc",
    groovy: "groovy gradle",
    clojure: "clj cljs cljc",
    ruby: "rb rake gemspec",
    php: "php phtml",
    perl: "pl pm",
    "c-sharp": "cs csx",
    "f-sharp": "fs fsx",
    "visual-basic": "vb",
    c: "c h",
    "c++": "cc cpp cxx hh hpp hxx",
    "objective-c": "m mm",
    swift: "swift",
    dart: "dart",
    shell: "sh bash zsh ksh fish",
    powershell: "ps1 psm1",
    batch: "bat cmd",
    sql: "sql psql plsql",
    terraform: "tf hcl",
    bicep: "bicep",
    lua: "lua",
    r: "r",
    julia: "jl",
    elixir: "ex exs",
    erlang: "erl hrl",
    haskell: "hs",
    ocaml: "ml mli",
    zig: "zig",
    nim: "nim",
    solidity: "sol",
    vue: "vue",
    svelte: "svelte",
    astro: "astro",
    ejs: "ejs",
    rego: "rego",
    awk: "awk",
    webassembly: "wat",
    nix: "nix",
    coffeescript: "coffee",
  }).flatMap(([language, extensions]) => extensions.split(" ").map((extension) => [extension, language])),
);

const byName: Readonly<Record<string, string>> = {
  dockerfile: "dockerfile",
  containerfile: "dockerfile",
  makefile: "make",
  gnumakefile: "make",
  rakefile: "ruby",
  gemfile: "ruby",
  jenkinsfile: "groovy",
  vagrantfile: "ruby",
};

const byInterpreter: readonly (readonly [RegExp, string])[] = [
  [/\b(?:node|nodejs|bun|deno)\b/, "javascript"],
  [/\b(?:tsx|ts-node)\b/, "typescript"],
  [/\b(?:ba|z|k|da|fi)?sh\b/, "shell"],
  [/\bpython[\d.]*\b/, "python"],
  [/\bruby\b/, "ruby"],
  [/\bperl\b/, "perl"],
  [/\bphp\b/, "php"],
];

/**
 * The programming language of a file, lower-case; undefined for data, prose, styles and whatever is unknown.
 * `source` is only looked at for files without an extension, which may begin with `#!`.
 */
export const languageOf = (path: string, source = ""): string | undefined => {
  // A path in git's quoted form ends with a quotation mark.
  const name = path
    .slice(path.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/^([^"]*)"$/, "$1");
  const named = Object.hasOwn(byName, name) ? byName[name] : undefined;
  if (named !== undefined) return named;
  if (name.startsWith("dockerfile.")) return "dockerfile";
  const dot = name.lastIndexOf(".");
  if (dot > 0) {
    const extension = name.slice(dot + 1);
    return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  }
  if (!source.startsWith("#!")) return undefined;
  const firstLine = source.slice(0, 200).split(/\r?\n/, 1)[0] ?? "";
  return byInterpreter.find(([interpreter]) => interpreter.test(firstLine))?.[1];
};

/** True when the file holds program text, observed or not. */
export const isCode = (path: string, source = ""): boolean => languageOf(path, source) !== undefined;
