// A plain client for the tests of the loopback server: what is sent is exactly what a test says.

import type { TestContext } from "node:test";
import { type MovableClock, manualClock } from "../../support/messages-api/clock.ts";
import { startMessagesServer } from "../../support/messages-api/server.ts";
import type { MessagesServer, MessagesServerOptions } from "../../support/messages-api/types.ts";

export interface TestServer extends MessagesServer {
  readonly clock: MovableClock;
}

/** One token a character, so that tests can state exact numbers. */
export const perCharacter = (text: string): number => text.length;

/** A server that says "ok", on a clock that stands still, closed after the test. */
export const start = async (t: TestContext, options: MessagesServerOptions = {}): Promise<TestServer> => {
  const clock = manualClock();
  const server = await startMessagesServer({
    script: () => ({ content: "ok" }),
    countTokens: perCharacter,
    clock,
    ...options,
  });
  t.after(() => server.close());
  return server as TestServer;
};

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON that the tests take apart
export type Any = any;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Any;
}

export const headers: Readonly<Record<string, string>> = {
  "anthropic-version": "2026-10-21",
  authorization: "Bearer test-key",
  "content-type": "application/json",
};

const opus = { model: "claude-opus-5", max_tokens: 100 };

export const call = async (
  server: MessagesServer,
  method: string,
  path: string,
  body?: unknown,
  extra: Readonly<Record<string, string>> = {},
): Promise<Answered> => {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...extra },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
};

/** `POST /v1/messages` with Opus 5 unless the body says otherwise. */
export const post = (server: MessagesServer, body: object, extra: Readonly<Record<string, string>> = {}) =>
  call(server, "POST", "/v1/messages", { ...opus, ...body }, extra);

export interface Event {
  readonly name: string;
  readonly data: Any;
}

export const events = (text: string): readonly Event[] =>
  text
    .split("\n\n")
    .filter((part) => part !== "")
    .map((part) => {
      const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(part) ?? [];
      return { name: name ?? "", data: JSON.parse(data ?? "null") };
    });

export const stream = async (server: MessagesServer, body: object): Promise<readonly Event[]> =>
  events((await post(server, { ...body, stream: true })).body);

export const user = (...content: readonly unknown[]) => ({
  role: "user",
  content: content.map((part) => (typeof part === "string" ? { type: "text", text: part } : part)),
});
export const assistant = (...content: readonly unknown[]) => ({ ...user(...content), role: "assistant" });

/** Text of exactly so many tokens. */
export const text = (tokens: number, letter = "x") => ({ type: "text", text: letter.repeat(tokens) });
export const marked = <T extends object>(block: T, ttl?: "5m" | "1h") => ({
  ...block,
  cache_control: { type: "ephemeral", ...(ttl && { ttl }) },
});

/** The classes in a response's usage: [input, 5m write, 1h write, read]. */
export const classes = ({ body }: Answered): readonly number[] => [
  body.usage.input_tokens,
  body.usage.cache_creation.ephemeral_5m_input_tokens,
  body.usage.cache_creation.ephemeral_1h_input_tokens,
  body.usage.cache_read_input_tokens,
];
