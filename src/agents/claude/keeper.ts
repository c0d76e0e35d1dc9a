// Stores a conversation while it grows, so that nothing is lost when it is interrupted.

import type { EntryBody, StoredMessage } from "../context/entry.ts";
import type { Run } from "./run.ts";

/** Keeps the conversation as it grows, so that nothing is lost when it is interrupted. */
export class Keeper {
  readonly #run: Run;
  #id: string | undefined;
  #digest: string | undefined;
  #kept = 0;
  #isLost = false;
  #last: Promise<void> = Promise.resolve();

  constructor(run: Run) {
    this.#run = run;
  }

  get digest(): string | undefined {
    return this.#digest;
  }

  /** Attempts are kept in their order before what is added. */
  add(bodies: readonly EntryBody[]): Promise<void> {
    const attempts = this.#run.attempts
      .slice(this.#kept)
      .map((attempt): EntryBody => ({ kind: "attempt", attempt }));
    this.#kept = this.#run.attempts.length;
    const all =
      this.#id === undefined && bodies[0]?.kind === "open"
        ? [...bodies, ...attempts]
        : [...attempts, ...bodies];
    this.#last = this.#last.then(async () => {
      if (this.#isLost) return;
      try {
        const { id, digest } = await this.#run.host.contexts.append(this.#run.component, all, this.#id);
        this.#id = id;
        this.#digest = digest;
      } catch (error) {
        // Half a conversation would be continued as if it were whole: from here on none is kept.
        this.#isLost = true;
        this.#digest = undefined;
        this.#run.host.remark?.(`the conversation can't be stored: ${(error as Error).message}`);
      }
    });
    return this.#last;
  }

  messages(added: readonly StoredMessage[]): Promise<void> {
    return this.add(added.map((message): EntryBody => ({ kind: "message", message })));
  }
}
