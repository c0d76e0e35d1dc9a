// A Messages API on the loopback interface, for clients that are pointed at it by ANTHROPIC_BASE_URL. It follows the
// published rules of the prompt cache. Where those leave something open it assumes the dearer case: thinking, effort and
// format change every level of the cache, a model without a published minimum has the largest known one, and a default
// that is left out differs from the same value stated. It leaves out the hidden tool-use prompt, the framing of
// messages, rate limits, and the automatic breakpoint after results of server tools.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Batches } from "./batches.ts";
import { runningClock } from "./clock.ts";
import { type Caller, Engine } from "./engine.ts";
import { errorBody, Failure, invalid } from "./failure.ts";
import { type Fault, failureOf } from "./faults.ts";
import { modelInfo } from "./models.ts";
import { sendStream, sendWhole } from "./respond.ts";
import type { LoggedRequest, MessagesServer, MessagesServerOptions } from "./types.ts";
import { productUsage } from "./usage.ts";

export const apiVersion = "2026-10-21";

const megabyte = 1024 * 1024;

const read = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (body.length > limit) throw new Failure(413, "request_too_large", `The request exceeds ${limit} bytes`);
  return body;
};

const parse = (raw: Buffer): unknown => {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return undefined;
  }
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

class LoopbackServer {
  readonly requests: LoggedRequest[] = [];
  readonly faults: (Fault | undefined)[];
  readonly clock;
  readonly engine: Engine;
  readonly #batches: Batches;
  readonly #apiKeys: readonly string[] | undefined;

  constructor(options: MessagesServerOptions) {
    this.clock = options.clock ?? runningClock();
    this.faults = [...(options.faults ?? [])];
    this.engine = new Engine(options, this.clock);
    this.#batches = new Batches(this.engine, this.clock, options.batchDuration ?? 0);
    this.#apiKeys = options.apiKeys;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const log: LoggedRequest = {
      number: this.requests.length,
      method: request.method ?? "",
      path: new URL(request.url ?? "/", "http://localhost").pathname,
      headers: request.headers,
      retry: Number(request.headers["x-stainless-retry-count"] ?? 0),
      startedAt: this.clock.now(),
      raw: Buffer.alloc(0),
      body: undefined,
      outcome: "pending",
    };
    this.requests.push(log);
    const requestId = `req_${String(log.number).padStart(6, "0")}`;
    response.setHeader("request-id", requestId);
    response.once("close", () => {
      if (log.outcome === "pending") log.outcome = "aborted";
      log.endedAt = this.clock.now();
    });
    try {
      log.raw = await read(request, (log.path.endsWith("/batches") ? 256 : 32) * megabyte);
      log.body = parse(log.raw);
      await this.#route(request, response, log);
    } catch (error) {
      if (response.destroyed || response.headersSent) return;
      // A script that throws is a defect of the test: a status that no client retries brings it to light at once.
      const failure =
        error instanceof Failure ? error : new Failure(400, "api_error", `The script failed: ${error}`);
      log.outcome = "failed";
      log.status = failure.status;
      log.error = failure.message;
      for (const [name, value] of Object.entries(failure.options.headers ?? {}))
        response.setHeader(name, value);
      send(response, failure.status, errorBody(failure, requestId));
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, log: LoggedRequest): Promise<void> {
    const key = `${log.method} ${log.path}`;
    const fault = key === "POST /v1/messages" ? this.faults.shift() : undefined;
    if (fault !== undefined) log.fault = fault;
    if (fault?.kind === "reset") {
      log.outcome = "reset";
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === "status") throw failureOf(fault);

    const caller = this.#admit(log);
    response.setHeader("anthropic-workspace-id", caller.workspace);
    response.setHeader("anthropic-organization-id", "org_loopback");
    if (log.method === "POST" && log.body === undefined) throw invalid("The request body is not valid JSON");
    if (key === "POST /v1/messages") return this.#message(response, log, caller, fault);

    const done = (body: unknown): void => {
      log.outcome = "answered";
      log.status = 200;
      send(response, 200, body);
    };
    if (key === "POST /v1/messages/count_tokens")
      return done({ input_tokens: this.engine.countTokens(log.body, caller) });
    const url = `http://${request.headers.host}`;
    if (key === "POST /v1/messages/batches") return done(await this.#batches.create(log.body, caller, url));
    const [, batch, results] = /^\/v1\/messages\/batches\/([^/]+)(\/results)?$/.exec(log.path) ?? [];
    if (log.method === "GET" && batch !== undefined) {
      if (results === undefined) return done(await this.#batches.retrieve(batch, url));
      const lines = await this.#batches.results(batch);
      log.outcome = "answered";
      log.status = 200;
      response.writeHead(200, { "content-type": "application/x-jsonl" }).end(lines);
      return;
    }
    if (log.method === "GET" && /^\/v1\/models(\/|$)/.test(log.path)) return done(this.#models(log.path));
    throw new Failure(404, "not_found_error", `Not found: ${key}`);
  }

  /** A workspace is what the header names, or else what the key belongs to. */
  #admit({ headers, startedAt }: LoggedRequest): Caller {
    const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? "") ?? [];
    if (token === undefined)
      throw new Failure(401, "authentication_error", "Authorization: Bearer token required");
    if (this.#apiKeys !== undefined && !this.#apiKeys.includes(token))
      throw new Failure(401, "authentication_error", "invalid bearer token");
    if (headers["anthropic-version"] !== apiVersion)
      throw invalid(`anthropic-version: expected '${apiVersion}'`);
    const workspace = headers["anthropic-workspace-id"];
    return { headers, startedAt, workspace: typeof workspace === "string" ? workspace : `key:${token}` };
  }

  async #message(
    response: ServerResponse,
    log: LoggedRequest,
    caller: Caller,
    fault: Fault | undefined,
  ): Promise<void> {
    const accepted = this.engine.accept(log.body, caller, "message");
    log.prompt = accepted.positions;
    const answer = await this.engine.answer(accepted, fault);
    const begin = (): void => {
      this.engine.begin(accepted);
      log.status = 200;
      log.messageId = answer.id;
      log.hits = accepted.plan.hits;
      log.usage = productUsage(accepted.model.id, { ...answer.spent, output: 1, thinking: 0 });
      log.firstByteAt = this.clock.now();
    };
    const sending = { response, log, clock: this.clock, fault, begin };
    const outcome = await (accepted.body["stream"] === true ? sendStream : sendWhole)(answer, sending);
    if (log.outcome !== "pending") return;
    log.outcome = outcome;
    if (outcome === "answered") log.usage = productUsage(accepted.model.id, answer.spent);
  }

  #models(path: string): unknown {
    const { models } = this.engine;
    const id = path.split("/")[3];
    if (id === undefined)
      return {
        data: models.map(modelInfo),
        has_more: false,
        first_id: models[0]?.id,
        last_id: models.at(-1)?.id,
      };
    const found = models.find((model) => model.id === id);
    if (found === undefined) throw new Failure(404, "not_found_error", `model: ${id}`);
    return modelInfo(found);
  }
}

/** Listens on a free port of 127.0.0.1. */
export const startMessagesServer = async (options: MessagesServerOptions = {}): Promise<MessagesServer> => {
  const loopback = new LoopbackServer(options);
  const http = createServer((request, response) => void loopback.handle(request, response));
  http.requestTimeout = 0;
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: loopback.requests,
    faults: loopback.faults,
    clock: loopback.clock,
    get script() {
      return loopback.engine.script;
    },
    set script(script) {
      loopback.engine.script = script;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
};
