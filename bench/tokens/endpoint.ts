// Where the arms send their requests: the loopback server with a clock moved by hand, or the real service. An arm does
// not know which.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import type { Attempt } from "../../src/agents/context/entry.ts";
import type { AgentHost } from "../../src/agents/host.ts";
import { contextStore } from "../../src/git/contexts.ts";
import type { Repository } from "../../src/git/repository.ts";
import { manualClock } from "../../test/support/messages-api/clock.ts";
import { startMessagesServer } from "../../test/support/messages-api/server.ts";
import type { LoggedRequest } from "../../test/support/messages-api/types.ts";

/** Input of the one tool call that the model answers with. */
export type Answer = Readonly<Record<string, unknown>>;

export interface Endpoint {
  readonly client: Anthropic;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** Lets time pass between two commits. */
  readonly wait: (ms: number) => Promise<void>;
  /** Makes sure that nothing of an earlier variant is left in the cache. */
  readonly forget: () => Promise<void>;
  /** What the model will answer, in this order; the real service answers for itself. */
  readonly expect: (...answers: readonly Answer[]) => void;
  /** US dollars that may still be spent; undefined without a limit. */
  readonly left: () => number | undefined;
  readonly spend: (usd: number) => void;
  /** Time that a batch takes to be looked at again. */
  readonly batchWait: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A batch is done after this long on the loopback server; the service promises a day and mostly needs less than an hour. */
export const batchMs = 60 * 60_000;

export const loopback = async (): Promise<Endpoint> => {
  const clock = manualClock();
  const server = await startMessagesServer({ clock, batchDuration: batchMs });
  const env = { ANTHROPIC_API_KEY: "loopback", ANTHROPIC_BASE_URL: server.url };
  return {
    client: new Anthropic({ apiKey: "loopback", baseURL: server.url, maxRetries: 0, logLevel: "off" }),
    env,
    now: () => clock.now(),
    wait: async (ms) => {
      // The log holds every body, and nobody reads it here.
      (server.requests as LoggedRequest[]).length = 0;
      clock.advance(ms);
    },
    forget: async () => clock.advance(7 * 24 * 60 * 60_000),
    expect: (...answers) => {
      server.script = answers.map((input) => ({
        content: [{ type: "tool_use" as const, name: "submit_delta", input }],
      }));
    },
    left: () => undefined,
    spend: () => {},
    batchWait: async () => clock.advance(batchMs),
    close: () => server.close(),
  };
};

export interface Place {
  readonly host: AgentHost;
  /** Every HTTP attempt of the agent. */
  readonly attempts: Attempt[];
  readonly close: () => void;
}

/** What the shipped agent needs of a repository: files, and its context store in a folder of its own. */
export const placeFor = (endpoint: Endpoint, files: () => ReadonlyMap<string, string>): Place => {
  const folder = mkdtempSync(join(tmpdir(), "instride-tokens-"));
  const attempts: Attempt[] = [];
  return {
    attempts,
    host: {
      env: endpoint.env,
      now: endpoint.now,
      files: {
        list: async () => [...files().keys()],
        read: async (path) => files().get(path),
      },
      contexts: contextStore({ commonDir: folder } as Repository, endpoint.now),
      record: async (_, attempt) => void attempts.push(attempt),
    },
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
};
