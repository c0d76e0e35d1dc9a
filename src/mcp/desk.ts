// What every tool and resource of the MCP server stands on: the repository, today's date, and answers instead of output.
// Nothing here may write to standard output: that is the protocol's.

import { Writable } from "node:stream";
import type { CallToolResult } from "@modelcontextprotocol/server";
import type { CommandContext } from "../commands/context.ts";
import { reportError } from "../commands/show-findings.ts";
import { openRepository, type Repository } from "../git/repository.ts";

export interface Desk {
  /** A context for one request: nobody's terminal, and the date of now, because a server may run for days. */
  readonly context: () => CommandContext;
  /** Opened at the first request and kept: git's reader of contents lives as long. @throws NotARepository */
  readonly repository: () => Promise<Repository>;
}

/** @param now the date of the moment, `YYYY-MM-DD` */
export const deskFor = (base: CommandContext, now: () => string): Desk => {
  const context = (): CommandContext => ({
    ...base,
    stdout: base.stderr,
    colour: { out: false, err: false },
    width: 100,
    today: now(),
  });
  let opened: Promise<Repository> | undefined;
  return {
    context,
    repository: () => {
      opened ??= openRepository(base.cwd, base.env).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
  };
};

export interface Answer {
  readonly text: string;
  /** The same for machines; left out where the text is all there is. */
  readonly value?: Readonly<Record<string, unknown>>;
  /** True when the caller has something to correct. */
  readonly refused?: boolean;
}

/** Runs a tool; what it throws becomes an answer that its reader can act on, as the command line would print it. */
export const answer = async (desk: Desk, run: () => Promise<Answer>): Promise<CallToolResult> => {
  try {
    const { text, value, refused } = await run();
    return {
      content: [{ type: "text", text }],
      ...(value === undefined ? {} : { structuredContent: value }),
      ...(refused === true ? { isError: true } : {}),
    };
  } catch (error) {
    return { content: [{ type: "text", text: errorText(desk.context(), error) }], isError: true };
  }
};

/** An error in the words of the command line. */
export const errorText = (context: CommandContext, error: unknown): string => {
  let said = "";
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  reportError({ ...context, stderr }, error);
  return said.trimEnd();
};
