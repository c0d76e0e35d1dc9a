// The service without HTTP: from a request's body to a message, with everything that is remembered in between.

import type { IncomingHttpHeaders } from "node:http";
import { checkThinking, replyDigest, sign } from "./binding.ts";
import { type CachePlan, PromptCache } from "./cache.ts";
import type { Clock } from "./clock.ts";
import { type CountText, defaultCount } from "./count.ts";
import { diagnose, type Fingerprint, fingerprint } from "./diagnostics.ts";
import { Failure, invalid } from "./failure.ts";
import { breaksStream, disturb, type Fault } from "./faults.ts";
import { hash, isObject, isThinking, type JsonObject, objects } from "./json.ts";
import { knownModels, type ModelFacts } from "./models.ts";
import { lastUserTurn, layOut, type Position } from "./prompt.ts";
import { type BuiltReply, buildReply } from "./reply.ts";
import type { StreamedMessage } from "./stream.ts";
import { Threads } from "./threads.ts";
import type { MessagesServerOptions, Reply, Script } from "./types.ts";
import { type Spent, usageOf } from "./usage.ts";
import { modelOf, type Purpose, validate } from "./validate.ts";

export interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly workspace: string;
  readonly startedAt: number;
}

/** A request that was accepted, with what it will read and write. */
export interface Accepted {
  readonly body: JsonObject;
  readonly model: ModelFacts;
  readonly count: CountText;
  readonly positions: readonly Position[];
  readonly plan: CachePlan;
  readonly diagnostics: JsonObject | null;
  readonly fingerprint: Fingerprint;
  readonly caller: Caller;
  readonly batch: boolean;
}

export interface Answer extends StreamedMessage {
  readonly id: string;
  readonly spent: Spent;
  readonly reply: Reply;
}

const betasOf = ({ headers }: Caller): string => String(headers["anthropic-beta"] ?? "");

const preWarmed: BuiltReply = {
  content: [],
  rawInputs: new Map(),
  tokens: [],
  stopReason: "max_tokens",
  stopSequence: null,
  stopDetails: null,
  outputTokens: 0,
  thinkingTokens: 0,
};

export class Engine {
  script: Script;
  readonly models: readonly ModelFacts[];
  readonly #clock: Clock;
  readonly #countTokens: (text: string, model: string) => number;
  readonly #cache = new PromptCache();
  readonly #threads = new Threads();
  readonly #answered = new Map<string, Fingerprint>();
  /** Replies with thinking by the ids of their tool calls. */
  readonly #thoughtful = new Map<string, string>();
  #turns = 0;

  constructor(options: MessagesServerOptions, clock: Clock) {
    this.script = options.script ?? [];
    this.#clock = clock;
    this.#countTokens = options.countTokens ?? defaultCount;
    const own = options.models ?? [];
    this.models = [...own, ...knownModels.filter(({ id }) => !own.some((model) => model.id === id))];
  }

  #resolve(body: unknown, caller: Caller, purpose: Purpose) {
    if (!isObject(body)) throw invalid("The request body must be a JSON object");
    const resolved = this.#threads.resolve(body, caller.startedAt);
    const model = modelOf(resolved, this.models);
    validate(resolved, model, purpose);
    const checked = checkThinking(resolved, model, betasOf(caller), this.#thoughtful);
    const count: CountText = (text) => this.#countTokens(text, model.id);
    return { body: checked, model, count, context: { workspace: caller.workspace, model, count } };
  }

  /** Tokens of the prompt, without thinking of earlier turns. */
  countTokens(raw: unknown, caller: Caller): number {
    const { body, context } = this.#resolve(raw, caller, "count");
    const before = lastUserTurn(objects(body["messages"]));
    const messages = objects(body["messages"]).map((message, i) =>
      Array.isArray(message["content"]) && i < before
        ? { ...message, content: objects(message["content"]).filter((block) => !isThinking(block)) }
        : message,
    );
    return layOut({ ...body, messages }, context).at(-1)?.total ?? 0;
  }

  /** @throws {Failure} when the service would refuse the request. */
  accept(raw: unknown, caller: Caller, purpose: "message" | "batch"): Accepted {
    const { body, model, count, context } = this.#resolve(raw, caller, purpose);
    const positions = layOut(body, context);
    const total = positions.at(-1)?.total ?? 0;
    if (total > model.maxInput)
      throw invalid(`prompt is too long: ${total} tokens > ${model.maxInput} maximum`);
    const print = fingerprint(body, betasOf(caller), caller.workspace, positions);
    const asked = isObject(body["diagnostics"]) ? body["diagnostics"]["previous_message_id"] : undefined;
    return {
      body,
      model,
      count,
      positions,
      plan: this.#cache.plan(positions, model.minimumPrefix, caller.startedAt),
      diagnostics: diagnose(print, asked, (id) => this.#answered.get(id)),
      fingerprint: print,
      caller,
      batch: purpose === "batch",
    };
  }

  /** Asks the script. */
  async answer(accepted: Accepted, fault: Fault | undefined): Promise<Answer> {
    const { body, model, count, positions, caller, plan } = accepted;
    const turn = this.#turns++;
    const seed = positions.at(-1)?.digest;
    const warm = body["max_tokens"] === 0;
    const reply = warm ? { content: [] } : disturb(await this.#say(body, caller, turn, fault), fault);
    let calls = 0;
    const built = warm
      ? preWarmed
      : buildReply(reply, body, count, () => `toolu_${hash(seed, turn, calls++).slice(0, 24)}`);

    const id = `msg_${hash(seed, turn).slice(0, 24)}`;
    const content = sign(body, model.id, built.content, built.tokens);
    if (content.some(isThinking))
      for (const block of content)
        if (block["type"] === "tool_use") this.#thoughtful.set(String(block["id"]), replyDigest(content));
    this.#answered.set(id, accepted.fingerprint);
    this.#threads.hold(id, body, content, this.#clock.now());
    const spent: Spent = {
      classes: plan.classes,
      output: built.outputTokens,
      thinking: built.thinkingTokens,
    };
    const usage = usageOf(spent, body, accepted.batch);
    const message = {
      id,
      type: "message",
      role: "assistant",
      model: model.id,
      content,
      stop_reason: built.stopReason,
      stop_sequence: built.stopSequence,
      stop_details: built.stopDetails,
      container: null,
      diagnostics: accepted.diagnostics,
      usage: usage.whole,
    };
    return { id, message, rawInputs: built.rawInputs, usage, spent, reply };
  }

  /** Called with the first byte of the response: from here on, others can read what this request wrote. */
  begin({ plan }: Accepted): void {
    this.#cache.commit(plan);
  }

  /** A reply whose stream will break stays in the list, because the client has to ask for it again. */
  async #say(body: JsonObject, { headers }: Caller, turn: number, fault: Fault | undefined): Promise<Reply> {
    const list = Array.isArray(this.script) ? this.script : [this.script];
    const step = list[0];
    if (step === undefined)
      throw new Failure(400, "api_error", "The script of the loopback server has no reply left");
    if (!breaksStream(fault)) list.shift();
    return typeof step === "function" ? step({ body, headers, turn }) : step;
  }
}
