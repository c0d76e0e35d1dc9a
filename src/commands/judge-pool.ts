// Judges many components of one tree, some in other threads while this one is busy with something else, the rest here.
// Where threads can't be had or fail, everything is judged here: what is found is the same.

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Config } from "../config/schema.ts";
import type { Repository } from "../git/repository.ts";
import type { Finding } from "../model/finding.ts";
import type { SweptComponent } from "../pairing/sweep.ts";

/** What a thread is sent. It is started with the repository. */
export interface JudgeOrder {
  readonly number: number;
  readonly components: readonly SweptComponent[];
  /** With the policy that counts. */
  readonly config: Config;
  /** `YYYY-MM-DD`: acceptances end by it. */
  readonly day: string;
}

/** What it answers: findings by component. */
export interface JudgeAnswer {
  readonly number: number;
  readonly verdicts: readonly (readonly [id: string, findings: readonly Finding[]])[];
}

/** Fewer components than this are judged before a thread has loaded what it takes to judge one. */
const worthAThread = 20;
const mostThreads = 4;
/** Small enough for nobody to wait long for the last one, large enough for few messages. */
const perOrder = 4;
/** Orders that a thread has at a time: it never waits for this one, which may be busy. */
const ahead = 2;

/**
 * Orders left for each thread that are worth helping with. Code that has not run yet is slow, and making it fast takes
 * the processor from the threads: on two cores, half of 200 components cost more here than they spared there.
 */
const worthHelping = 50;

/** How many threads pay on this machine for about so many components; this thread has work of its own. */
export const threadsFor = (components: number): number =>
  Math.min(availableParallelism() - 1, mostThreads, Math.floor(components / worthAThread));

export class JudgePool {
  readonly #left: JudgeOrder[] = [];
  readonly #found = new Map<string, readonly Finding[]>();
  /** Threads, each with the orders that it has not answered. */
  readonly #threads = new Map<Worker, Map<number, JudgeOrder>>();
  #moved: () => void = () => {};

  /** Starts the threads: they load what they need before there is anything to judge. None is fine. */
  constructor(repository: Repository, threads: number) {
    const { env } = repository;
    for (let at = 0; at < threads; at += 1) this.#start({ ...repository, env: { ...env } });
  }

  /** Has the components judged, from now on and in their order. */
  begin(components: readonly SweptComponent[], config: Config, day: string): void {
    for (let at = 0; at < components.length; at += perOrder)
      this.#left.push({ number: at, components: components.slice(at, at + perOrder), config, day });
    for (let at = 0; at < ahead; at += 1) for (const thread of this.#threads.keys()) this.#send(thread);
  }

  /**
   * Judges here what no thread has begun, where that pays or no thread is left, and waits for the threads.
   * @param judge judges one component in this thread; its errors are thrown
   * @returns findings by component
   */
  async finish(
    judge: (component: SweptComponent) => Promise<readonly Finding[]>,
  ): Promise<ReadonlyMap<string, readonly Finding[]>> {
    let helps = false;
    for (;;) {
      const busy = [...this.#threads.values()].some((orders) => orders.size > 0);
      helps ||= !busy || this.#left.length > worthHelping * this.#threads.size;
      const order = helps ? this.#left.pop() : undefined;
      if (order !== undefined)
        for (const component of order.components) this.#found.set(component.spec.id, await judge(component));
      else if (!busy) return this.#found;
      else
        await new Promise<void>((resolve) => {
          this.#moved = resolve;
        });
    }
  }

  /** Ends the threads, whether they are done or not. */
  stop(): void {
    for (const thread of this.#threads.keys()) void thread.terminate();
    this.#threads.clear();
  }

  #start(repository: Repository): void {
    try {
      const thread = new Worker(new URL("./judge-worker.js", import.meta.url), { workerData: repository });
      thread.on("message", (answer: JudgeAnswer) => this.#take(thread, answer));
      thread.on("error", () => this.#lose(thread));
      thread.on("exit", () => this.#lose(thread));
      this.#threads.set(thread, new Map());
    } catch {
      // No threads here (a permission, a limit): this one judges everything.
    }
  }

  #send(thread: Worker): void {
    const order = this.#left.shift();
    if (order === undefined) return;
    this.#threads.get(thread)?.set(order.number, order);
    thread.postMessage(order);
  }

  #take(thread: Worker, { number, verdicts }: JudgeAnswer): void {
    if (this.#threads.get(thread)?.delete(number) !== true) return;
    for (const [id, findings] of verdicts) this.#found.set(id, findings);
    this.#send(thread);
    this.#moved();
  }

  /** What a thread has not answered is left again. */
  #lose(thread: Worker): void {
    this.#left.push(...(this.#threads.get(thread)?.values() ?? []));
    this.#threads.delete(thread);
    this.#moved();
  }
}
