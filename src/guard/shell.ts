// A reader of POSIX shell (and the parts of bash that agents use), made to see every command of a line. It is total:
// whatever it is given, it answers. It does not build a syntax tree: groups, loops and conditions are cut into the
// commands that they hold, because each of them may run.

import { endOf } from "./closing.ts";
import { type Delimiter, readBody, readDelimiter } from "./heredoc.ts";
import { readQuoted, readWord, type Word } from "./word.ts";

export interface Redirect {
  /** `>`, `>>`, `>|`, `<`, `<<`, `<<<`, `&>`, … */
  readonly operator: string;
  /** The file; for `<<` and `<<<` the text itself. */
  readonly target: Word;
}

export interface SimpleCommand {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  /** Reads what the command before it writes. */
  readonly piped: boolean;
}

interface Draft {
  words: Word[];
  redirects: Redirect[];
  piped: boolean;
}

const redirection = /^(?:&>>|&>|<<<|<<-|<<|<>|<&|>>|>\||>&|<|>)/;

/** The commands of a script, in the order in which they stand. */
export const parseShell = (source: string): SimpleCommand[] => {
  const commands: SimpleCommand[] = [];
  let draft: Draft = { words: [], redirects: [], piped: false };
  let pending: { delimiter: Delimiter; into: Redirect[] }[] = [];
  let at = 0;

  const finish = (piped: boolean): void => {
    if (draft.words.length > 0 || draft.redirects.length > 0) {
      commands.push(draft);
      draft = { words: [], redirects: [], piped };
    } else draft.piped ||= piped;
  };
  /** A number that touches a redirection names a descriptor. */
  const dropDescriptor = (): void => {
    const last = draft.words.at(-1)?.[0];
    if (/\d/.test(source[at - 1] ?? "") && last?.kind === "text" && /^\d+$/.test(last.text))
      draft.words.pop();
  };
  const skipBlanks = (): void => {
    while (source[at] === " " || source[at] === "\t" || (source[at] === "\\" && source[at + 1] === "\n"))
      at += source[at] === "\\" ? 2 : 1;
  };

  while (at < source.length) {
    skipBlanks();
    if (at >= source.length) break;
    const char = source[at] as string;
    const rest = source.slice(at, at + 3);
    if (char === "\n") {
      finish(false);
      at += 1;
      for (const { delimiter, into } of pending) {
        const { body, end } = readBody(source, at, delimiter);
        const target: Word = delimiter.quoted
          ? [{ kind: "text", text: body, quoted: true }]
          : readQuoted(body);
        into.push({ operator: "<<", target });
        at = end;
      }
      pending = [];
    } else if (char === "\r" || char === "\f" || char === "\v") at += 1;
    else if (char === "#") {
      const newline = source.indexOf("\n", at);
      at = newline === -1 ? source.length : newline;
    } else if ((char === "<" || char === ">") && source[at + 1] === "(") {
      const close = endOf(source, "(", at + 2);
      draft.words.push([{ kind: "command", source: source.slice(at + 2, close), quoted: true }]);
      at = close + 1;
    } else if (redirection.test(rest)) {
      dropDescriptor();
      const operator = (redirection.exec(rest) as RegExpExecArray)[0];
      if (operator === "<<" || operator === "<<-") {
        const delimiter = readDelimiter(source, at);
        pending.push({ delimiter, into: draft.redirects });
        at = delimiter.end;
      } else {
        at += operator.length;
        skipBlanks();
        const read = readWord(source, at);
        if (read.end > at) draft.redirects.push({ operator, target: read.word });
        at = read.end;
      }
    } else if (";&|()".includes(char)) {
      const pipe = char === "|" && source[at + 1] !== "|";
      at += char === "|" && (source[at + 1] === "|" || source[at + 1] === "&") ? 2 : 1;
      finish(pipe);
    } else {
      const read = readWord(source, at);
      if (read.word.length > 0) draft.words.push(read.word);
      at = Math.max(read.end, at + 1);
    }
  }
  // A here-document whose lines never came: nothing to read.
  finish(false);
  return commands;
};
