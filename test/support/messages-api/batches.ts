// Message batches: created at once, done after a fixed time, results as JSON lines in the order of the requests.

import type { Clock } from "./clock.ts";
import type { Caller, Engine } from "./engine.ts";
import { errorBody, Failure, invalid } from "./failure.ts";
import { hash, isObject, type JsonObject, objects } from "./json.ts";

const maximum = 100_000;

interface Batch {
  readonly id: string;
  readonly createdAt: number;
  readonly size: number;
  readonly results: Promise<readonly JsonObject[]>;
}

export class Batches {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #duration: number;
  readonly #batches = new Map<string, Batch>();

  constructor(engine: Engine, clock: Clock, duration: number) {
    this.#engine = engine;
    this.#clock = clock;
    this.#duration = duration;
  }

  async create(body: unknown, caller: Caller, url: string): Promise<JsonObject> {
    const requests = objects(isObject(body) ? body["requests"] : undefined);
    if (requests.length === 0) throw invalid("requests: at least one request is required");
    if (requests.length > maximum) throw invalid(`requests: at most ${maximum} requests`);
    const ids = requests.map((request) => request["custom_id"]);
    if (new Set(ids).size < ids.length) throw invalid("requests: custom_id must be unique");
    const id = `msgbatch_${hash(this.#batches.size, ids).slice(0, 24)}`;
    const batch = {
      id,
      createdAt: this.#clock.now(),
      size: requests.length,
      results: this.#run(requests, caller),
    };
    this.#batches.set(id, batch);
    return this.#describe(batch, url);
  }

  retrieve(id: string, url: string): Promise<JsonObject> {
    return this.#describe(this.#find(id), url);
  }

  async results(id: string): Promise<string> {
    const batch = this.#find(id);
    if (!this.#ended(batch)) throw invalid("The batch has not ended yet");
    return (await batch.results).map((line) => `${JSON.stringify(line)}\n`).join("");
  }

  async #run(requests: readonly JsonObject[], caller: Caller): Promise<readonly JsonObject[]> {
    const results: JsonObject[] = [];
    for (const { custom_id, params } of requests)
      results.push({ custom_id, result: await this.#one(params, caller) });
    return results;
  }

  async #one(params: unknown, caller: Caller): Promise<JsonObject> {
    try {
      const accepted = this.#engine.accept(params, caller, "batch");
      const { message } = await this.#engine.answer(accepted, undefined);
      this.#engine.begin(accepted);
      return { type: "succeeded", message };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { type: "errored", error: errorBody(error, "req_batch") };
    }
  }

  #find(id: string): Batch {
    const batch = this.#batches.get(id);
    if (batch === undefined) throw new Failure(404, "not_found_error", `No batch '${id}'`);
    return batch;
  }

  #ended(batch: Batch): boolean {
    return this.#clock.now() >= batch.createdAt + this.#duration;
  }

  async #describe(batch: Batch, url: string): Promise<JsonObject> {
    const ended = this.#ended(batch);
    const results = ended ? await batch.results : [];
    const succeeded = results.filter(
      ({ result }) => isObject(result) && result["type"] === "succeeded",
    ).length;
    const day = 24 * 3_600_000;
    return {
      id: batch.id,
      type: "message_batch",
      processing_status: ended ? "ended" : "in_progress",
      request_counts: {
        processing: ended ? 0 : batch.size,
        succeeded,
        errored: results.length - succeeded,
        canceled: 0,
        expired: 0,
      },
      created_at: new Date(batch.createdAt).toISOString(),
      expires_at: new Date(batch.createdAt + day).toISOString(),
      ended_at: ended ? new Date(batch.createdAt + this.#duration).toISOString() : null,
      cancel_initiated_at: null,
      archived_at: null,
      results_url: ended ? `${url}/v1/messages/batches/${batch.id}/results` : null,
    };
  }
}
