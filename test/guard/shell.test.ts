import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { fieldsOf } from "../../src/guard/fields.ts";
import { commitsIn, judgeCommand, needsAliases } from "../../src/guard/index.ts";
import { newScope } from "../../src/guard/scope.ts";
import { parseShell } from "../../src/guard/shell.ts";

const argumentsOf = (line: string): string[][] =>
  parseShell(line).map(({ words }) => fieldsOf(words, newScope({})).map(({ whole }) => whole));

/** Text that is dense in what a shell gives meaning to. */
const noise = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          "git",
          "commit",
          "-n",
          "--no-verify",
          "sh",
          "-c",
          "eval",
          "EOF",
          "<<EOF",
          "<<-'E F'",
          "<<<",
          "$(",
          "${",
          "`",
          "$'",
          '$"',
          "'",
          '"',
        ],
        ...[
          "\\",
          "\n",
          "\\\n",
          "{",
          "}",
          ",",
          "..",
          "(",
          ")",
          "|",
          "||",
          "&",
          "&&",
          ";",
          ">",
          ">>",
          "2>&1",
          "<(",
          "#",
          "$X",
          "=",
          "F=",
          " ",
        ],
        ...[
          "alias",
          "xargs",
          "env",
          "for",
          "case",
          "\r",
          "\0",
          "\u00a0",
          "*",
          "?",
          "[",
          "]",
          "~",
          "!",
          "\\u",
          "\\x",
        ],
      ),
      fc.string({ maxLength: 4, unit: "binary" }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

test("any text gets an answer", () => {
  fc.assert(
    fc.property(noise, (line) => {
      assert.equal(typeof judgeCommand(line, { aliases: { ci: line } }).allowed, "boolean");
      assert.equal(typeof commitsIn(line), "boolean");
      assert.equal(typeof needsAliases(line), "boolean");
    }),
    { numRuns: 1500 },
  );
});

test("nesting of any depth gets an answer", () => {
  for (const opened of ["$(", "`", "${x:-", "(", "{", '"$(', "<(", "$((", "sh -c '", 'eval "', "{a,", "if "])
    assert.equal(typeof judgeCommand(`git commit ${opened.repeat(5000)}`).allowed, "boolean", opened);
});

/** One character, quoted in one of the ways that leave it what it is. */
const quotedCharacter = (char: string): fc.Arbitrary<string> => {
  const ways = [`'${char}'`, `\\${char}`];
  if (char === "'") ways.shift();
  if (!/[$`"\\!]/.test(char)) ways.push(`"${char}"`);
  if (/[\w./-]/.test(char)) ways.push(char);
  if (/[\w-]/.test(char)) ways.push(`$'\\x${char.charCodeAt(0).toString(16)}'`);
  return fc.constantFrom(...ways);
};

const quotedWord = (word: string): fc.Arbitrary<string> =>
  fc.tuple(...[...word].map(quotedCharacter)).map((parts) => parts.join(""));

test("a word is the same however its characters are quoted", () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme-ascii" });
  const pair = word.chain((text) => fc.tuple(fc.constant(text), quotedWord(text)));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 5 }), (pairs) => {
      const line = pairs.map(([, quoted]) => quoted).join(" ");
      assert.deepEqual(argumentsOf(line), [pairs.map(([text]) => text)]);
    }),
  );
});

test("a bypass is refused however it is quoted", () => {
  const forms = [
    ["git", "commit", "--no-verify"],
    ["git", "commit", "-n"],
    ["git", "push", "--no-verify"],
    ["sh", "-c", "git commit -n"],
  ];
  const line = fc
    .constantFrom(...forms)
    .chain((words) => fc.tuple(...words.map(quotedWord)).map((parts) => parts.join(" ")));
  fc.assert(fc.property(line, (text) => assert.equal(judgeCommand(text).allowed, false)));
});

test("a quoted message may say anything", () => {
  const message = fc.oneof(fc.string({ unit: "binary" }), noise);
  fc.assert(
    fc.property(message, (text) => {
      const line = `git commit -m '${text.replaceAll("'", "'\\''")}' -a`;
      assert.deepEqual(judgeCommand(line), { allowed: true });
    }),
  );
});

test("words come out as a real shell makes them", () => {
  const lines = [
    `a 'b c' "d e" f\\ g`,
    `"a\\"b" "c\\$d" "e\\f" '\\g'`,
    `a""b ''  "" c`,
    `a\\\nb`,
    `a#b # c`,
    `"x 'y' z" 'x "y" z'`,
    `a=b c==d -e=f`,
    `"\\\\" \\\\ '\\\\'`,
    `"tab\tnew\nline"`,
    `~x {a} {a,b c,} a}b{ @{1}`,
    `é ü "ß"`,
  ];
  for (const line of lines) {
    const out = execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
    assert.deepEqual(argumentsOf(line)[0], out.split("\0").slice(0, -1), line);
  }
});

test("bash's own quoting and braces come out as bash makes them", { skip: !hasBash() }, () => {
  const lines = [
    `$'a\\tb' $'\\x2d\\x6e' $'\\055' $'it\\'s' $"x"`,
    `-{n,m} {a,b}{c,d} a{b,{c,d}}e x{,y} {one} "{a,b}" \\{a,b}`,
  ];
  for (const line of lines) {
    const out = execFileSync("bash", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
    assert.deepEqual(argumentsOf(line)[0], out.split("\0").slice(0, -1), line);
  }
});

function hasBash(): boolean {
  try {
    execFileSync("bash", ["-c", "exit"]);
    return true;
  } catch {
    return false;
  }
}

test("operators cut commands and here-documents keep their bodies", () => {
  assert.deepEqual(argumentsOf("a 2>err <in | b && c; (d)"), [["a"], ["b"], ["c"], ["d"]]);
  const [first, second] = parseShell("cat <<A <<-'B'\none $(x)\nA\n\ttwo $(y)\n\tB\nnext");
  assert.deepEqual(
    first?.redirects.map(({ target }) => target.map((part) => part.kind)),
    [["text", "command", "text"], ["text"]],
  );
  assert.equal(second?.words.length, 1);
});

test("a pipe is remembered across a line end", () => {
  assert.deepEqual(
    parseShell("a |\n b || c").map(({ piped }) => piped),
    [false, true, false],
  );
});
