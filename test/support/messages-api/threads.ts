// Conversations that the service holds between two turns. A response can be continued once, so a thread never forks.

import { Failure, invalid } from "./failure.ts";
import { isObject, type JsonObject, objects } from "./json.ts";

const keptFor = 5 * 60_000;

interface Held {
  readonly body: JsonObject;
  readonly at: number;
  continued: boolean;
}

export class Threads {
  readonly #held = new Map<string, Held>();

  /** The request with everything that its thread holds. */
  resolve(body: JsonObject, now: number): JsonObject {
    const thread = body["thread"];
    if (!isObject(thread) || thread["type"] !== "continue") return body;
    const held = this.#held.get(String(thread["previous_message_id"]));
    if (held === undefined || now >= held.at + keptFor)
      throw new Failure(404, "not_found_error", "The thread was not found or has expired.", {
        details: { error_code: "thread_not_found" },
      });
    if (held.continued) throw invalid("thread: this response was continued already");
    held.continued = true;
    return {
      ...held.body,
      ...body,
      messages: [...objects(held.body["messages"]), ...objects(body["messages"])],
    };
  }

  hold(id: string, body: JsonObject, content: readonly JsonObject[], now: number): void {
    if (!isObject(body["thread"])) return;
    const messages = [...objects(body["messages"]), { role: "assistant", content }];
    this.#held.set(id, { body: { ...body, messages }, at: now, continued: false });
  }
}
