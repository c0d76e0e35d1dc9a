// One command's work with the model: the client, what it has spent, how far it is, and when it must end.

import type Anthropic from "@anthropic-ai/sdk";
import type { Usage, UsagePurpose } from "../../model/provenance.ts";
import { redactAllSecrets } from "../../safety/secretlint.ts";
import type { Attempt } from "../context/entry.ts";
import { AgentFailure } from "../failure.ts";
import type { AgentHost, Progress } from "../host.ts";
import { Budget } from "./budget.ts";
import { clientFor } from "./client.ts";
import type { ClaudeSettings } from "./settings.ts";

/** Phases of `generate` that are not for the threat model alone. */
const purposes: Readonly<Record<string, UsagePurpose>> = { code: "code", map: "shared" };

export interface RunOptions {
  readonly settings: ClaudeSettings;
  readonly host: AgentHost;
  readonly component: string;
  /** The user's own wish to stop. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which everything ends; left out: no limit. */
  readonly limitMs?: number;
  /** Base of the growing pause between attempts, in milliseconds. */
  readonly pauseMs?: number;
}

export class Run {
  readonly settings: ClaudeSettings;
  readonly host: AgentHost;
  readonly component: string;
  readonly signal: AbortSignal;
  readonly budget: Budget;
  readonly pauseMs: number;
  /** Milliseconds since the epoch; undefined when there is no limit. */
  readonly deadline: number | undefined;
  readonly attempts: Attempt[] = [];
  readonly #user: AbortSignal | undefined;
  readonly #ending = new AbortController();
  readonly #end = (): void => this.#ending.abort();
  #timer: NodeJS.Timeout | undefined;
  #cause: AgentFailure | undefined;
  readonly #startedAt: number;
  readonly #unkept: Promise<void>[] = [];
  #state: Pick<Progress, "phase" | "files" | "answered" | "questions"> = {
    phase: "reading",
    files: 0,
    answered: 0,
    questions: 0,
  };
  #client: Promise<Anthropic> | undefined;

  constructor(options: RunOptions) {
    this.settings = options.settings;
    this.host = options.host;
    this.component = options.component;
    this.#user = options.signal;
    this.pauseMs = options.pauseMs ?? 500;
    this.#startedAt = options.host.now();
    this.deadline = options.limitMs === undefined ? undefined : this.#startedAt + options.limitMs;
    this.signal = this.#ending.signal;
    this.reopen();
    if (options.limitMs !== undefined) this.#timer = setTimeout(this.#end, options.limitMs);
    this.budget = new Budget(options.host.maxUsd ?? options.settings["max-usd"], options.host.pricing);
  }

  /** Why the signal fired. */
  get ended(): AgentFailure {
    if (this.#cause !== undefined) return this.#cause;
    return this.#user?.aborted === true
      ? new AgentFailure("interrupted", "it was interrupted")
      : new AgentFailure("too-slow", `no answer within ${this.settings["commit-seconds"]} seconds`);
  }

  /** How an attempt ended that this run broke off: what made the other branch fail is not its own outcome. */
  get brokenOff(): AgentFailure {
    return this.#cause === undefined
      ? this.ended
      : new AgentFailure("interrupted", "the other branch failed");
  }

  get usage(): readonly Usage[] {
    return this.attempts.flatMap(({ usage, phase }) => {
      const purpose = purposes[phase];
      return usage === undefined ? [] : [purpose === undefined ? usage : { ...usage, purpose }];
    });
  }

  client(): Promise<Anthropic> {
    this.#client ??= clientFor(this.settings, this.host.env);
    return this.#client;
  }

  /** Keeps an attempt, also when nothing comes of it. */
  keep(attempt: Attempt, isCostKnown: boolean): void {
    this.attempts.push(attempt);
    if (attempt.usage !== undefined) this.budget.spend(attempt.usage, isCostKnown);
    this.#unkept.push(this.host.record(this.component, attempt));
    this.report({});
  }

  /** Listens to the person's wish, with a listener of its own, so that it can be seen that this will end in good order. */
  reopen(): void {
    this.#user?.addEventListener("abort", this.#end, { once: true });
    if (this.#user?.aborted === true) this.#end();
  }

  /** Ends everything that still runs, for this reason: one branch has failed, and the other would be paid for in vain. */
  fail(cause: AgentFailure): void {
    if (!this.signal.aborted) this.#cause = cause;
    this.#end();
  }

  /** Ends the limits and stops listening, until it is reopened. */
  close(): void {
    clearTimeout(this.#timer);
    this.#user?.removeEventListener("abort", this.#end);
    this.host.progressEnd?.();
  }

  /** Waits until the ledger is written. */
  async settle(): Promise<void> {
    await Promise.all(this.#unkept.splice(0));
  }

  report(change: Partial<Pick<Progress, "phase" | "files" | "answered" | "questions">>): void {
    this.#state = { ...this.#state, ...change };
    const tokens = this.usage.reduce(
      (sum, each) => sum + each.input + each.cacheRead + each.cacheWrite5m + each.cacheWrite1h + each.output,
      0,
    );
    const { usd } = this.budget;
    this.host.progress?.({
      ...this.#state,
      tokens,
      ...(usd === undefined ? {} : { usd }),
      elapsedMs: this.host.now() - this.#startedAt,
    });
  }

  /** Text as it may be sent. @throws AgentFailure when the settings refuse to send what holds a credential. */
  async outgoing(text: string, where: string): Promise<string> {
    const { text: clean, kinds } = await redactAllSecrets(text);
    if (kinds.length === 0) return text;
    if (this.settings.secrets === "refuse")
      throw new AgentFailure("secret", `${where} holds a credential (${kinds.join(", ")}); nothing was sent`);
    this.host.remark?.(`${where} holds a credential (${kinds.join(", ")}); it is sent without it`);
    return clean;
  }
}
