// The tools that look at the repository and write code. Every answer is text; what went wrong is said so that the model can
// mend it.

import type { z } from "zod";
import { matcher } from "../../pairing/targets.ts";
import { asData } from "../../safety/delimit.ts";
import type { Decision } from "../context/entry.ts";
import type { Overlay } from "./overlay.ts";
import type { Run } from "./run.ts";
import { inputs, type ToolName } from "./tools.ts";

export interface Result {
  readonly text: string;
  readonly isError?: boolean;
  /** The phase is over. */
  readonly isLast?: boolean;
}

export type Handler = (input: unknown) => Promise<Result>;
export type Handlers = Partial<Readonly<Record<ToolName, Handler>>>;

const refuse = (text: string): Result => ({ text, isError: true });

/** A handler that is given what its schema describes; anything else goes back to the model with the place. */
export const handle =
  <N extends ToolName>(name: N, run: (input: z.infer<(typeof inputs)[N]>) => Promise<Result>): Handler =>
  async (input) => {
    const parsed = inputs[name].safeParse(input);
    if (parsed.success) return run(parsed.data as z.infer<(typeof inputs)[N]>);
    const lines = parsed.error.issues.map(
      (issue) => `${issue.path.map(String).join(".") || "input"}: ${issue.message}`,
    );
    return refuse(`The input does not fit the tool:\n${lines.slice(0, 30).join("\n")}`);
  };

const pageLines = 400;
const listedAtMost = 500;
const foundAtMost = 60;
const searchedAtMost = 4000;
const shownOfCheck = 8000;

const page = (path: string, text: string, from: number): string => {
  const lines = text.split("\n");
  const start = Math.max(1, Math.floor(from));
  const shown = lines.slice(start - 1, start - 1 + pageLines);
  const rest = lines.length - (start - 1 + shown.length);
  return `${asData("file", path, shown.join("\n"))}${rest > 0 ? `\n${rest} more lines, from ${start + shown.length} on.` : ""}`;
};

/** Reading tools. Paths of git's and instride's own are not among the listed files, so they can't be read either. */
export const readers = (run: Run, overlay: Overlay): Handlers => {
  const paths = async (): Promise<string[]> => {
    const listed = await run.host.files.list();
    return [
      ...new Set([...listed.filter((path) => !path.startsWith(".instride/")), ...overlay.written.keys()]),
    ].sort();
  };
  const wanted = async (glob: string): Promise<string[]> => {
    const all = await paths();
    return glob === "" ? all : all.filter(matcher([glob]));
  };
  return {
    list_files: handle("list_files", async ({ glob }) => {
      const found = await wanted(glob);
      const more =
        found.length > listedAtMost ? `\n${found.length - listedAtMost} more; narrow the glob` : "";
      return {
        text:
          found.length === 0
            ? "no file"
            : asData("paths", glob, found.slice(0, listedAtMost).join("\n")) + more,
      };
    }),
    read_file: handle("read_file", async ({ path, from_line }) => {
      if (!(await paths()).includes(path))
        return refuse(`There is no file \`${path}\`. list_files shows what there is.`);
      const text = await overlay.read(path);
      if (text === undefined) return refuse(`\`${path}\` is no text, or too large.`);
      return { text: page(path, await run.outgoing(text, path), from_line) };
    }),
    search: handle("search", async ({ text, glob }) => {
      if (text === "") return refuse("Search for something.");
      const hits: string[] = [];
      for (const path of (await wanted(glob)).slice(0, searchedAtMost)) {
        const content = await overlay.read(path);
        for (const [index, line] of (content?.split("\n") ?? []).entries())
          if (line.includes(text)) hits.push(`${path}:${index + 1}: ${line.trim().slice(0, 200)}`);
        if (hits.length >= foundAtMost) break;
      }
      if (hits.length === 0) return { text: "nothing found" };
      return {
        text: asData(
          "hits",
          text,
          await run.outgoing(hits.slice(0, foundAtMost).join("\n"), "a search result"),
        ),
      };
    }),
  };
};

/** Writing tools. */
export const writers = (
  run: Run,
  overlay: Overlay,
  onDone: (decisions: readonly Decision[], summary: string) => void,
): Handlers => {
  const wrote = async (path: string, content: string): Promise<Result> => {
    const expected = await overlay.write(path, content);
    if (expected !== undefined) return refuse(`\`${path}\` was not written, expected ${expected}`);
    run.report({ files: overlay.written.size });
    return { text: `wrote ${path}, ${content.split("\n").length} lines` };
  };
  return {
    write_file: handle("write_file", ({ path, content }) => wrote(path, content)),
    edit_file: handle("edit_file", async ({ path, old_text, new_text }) => {
      const text = await overlay.read(path);
      if (text === undefined) return refuse(`There is no text file \`${path}\`.`);
      const parts = text.split(old_text);
      if (old_text === "" || parts.length !== 2)
        return refuse(
          `old_text occurs ${old_text === "" ? "everywhere" : `${parts.length - 1} times`} in \`${path}\`, expected once`,
        );
      return wrote(path, parts.join(new_text));
    }),
    run_check: async () => {
      if (run.host.check === undefined) return refuse("The settings allow no check.");
      const { passed, output, refused } = await run.host.check(overlay.written, run.signal);
      if (refused !== undefined) return refuse(refused);
      const tail = output.length > shownOfCheck ? `…${output.slice(-shownOfCheck)}` : output;
      return {
        text: `${passed ? "passed" : "failed"}\n${asData("output", "check", await run.outgoing(tail, "the check's output"))}`,
      };
    },
    done: handle("done", ({ decisions, summary }) => {
      onDone(decisions, summary);
      return Promise.resolve({ text: "Taken.", isLast: true });
    }),
  };
};
