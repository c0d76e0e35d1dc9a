// Brace expansion of bash and zsh: `-{n,m}` is two words.

import type { Part, Word } from "./word.ts";

/** More words than this from one are not worked out. */
const limit = 64;

type Atom = string | Part;

const unknown: Part = { kind: "unknown", source: "", quoted: false };

const atomsOf = (word: Word): Atom[] =>
  word.flatMap((part): Atom[] => (part.kind === "text" && !part.quoted ? [...part.text] : [part]));

const wordOf = (atoms: readonly Atom[]): Word => {
  const word: Part[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") word.push({ kind: "text", text, quoted: false });
    text = "";
  };
  for (const atom of atoms) {
    if (typeof atom === "string") text += atom;
    else {
      flush();
      word.push(atom);
    }
  }
  flush();
  return word;
};

/** The first brace pair that expands, with its alternatives. */
const firstBraces = (atoms: readonly Atom[]): { from: number; to: number; choices: Atom[][] } | undefined => {
  for (let from = atoms.indexOf("{"); from !== -1; from = atoms.indexOf("{", from + 1)) {
    let depth = 0;
    let choices: Atom[][] = [[]];
    for (let at = from + 1; at < atoms.length; at += 1) {
      const atom = atoms[at] as Atom;
      if (atom === "}" && depth === 0) {
        const inside = wordOf(atoms.slice(from + 1, at));
        if (choices.length === 1 && inside.some((part) => part.kind === "text" && part.text.includes("..")))
          choices = [[unknown], [unknown]];
        if (choices.length > 1) return { from, to: at, choices };
        break;
      }
      if (atom === "," && depth === 0) choices.push([]);
      else {
        if (atom === "{") depth += 1;
        if (atom === "}") depth -= 1;
        choices.at(-1)?.push(atom);
      }
    }
  }
  return undefined;
};

/** The words that a word stands for. Too many, and it stands for something unknown. */
export const expandBraces = (word: Word): Word[] => {
  if (!word.some((part) => part.kind === "text" && !part.quoted && part.text.includes("{"))) return [word];
  let open: Atom[][] = [atomsOf(word)];
  const done: Word[] = [];
  while (open.length > 0) {
    if (open.length + done.length > limit) return [[unknown]];
    const atoms = open.shift() as Atom[];
    const braces = atoms.length > 1024 ? undefined : firstBraces(atoms);
    if (braces === undefined) done.push(wordOf(atoms));
    else
      open = [
        ...braces.choices.map((choice) => [
          ...atoms.slice(0, braces.from),
          ...choice,
          ...atoms.slice(braces.to + 1),
        ]),
        ...open,
      ];
  }
  return done;
};
