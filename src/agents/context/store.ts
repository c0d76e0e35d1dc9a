// The port through which agents keep their contexts. Files and locks are src/git/contexts.ts.

import type { Context } from "./context.ts";
import type { EntryBody } from "./entry.ts";

export interface ContextStore {
  /** The newest usable context of a component; undefined when there is none. */
  latest(component: string): Promise<Context | undefined>;
  /**
   * Adds entries to a context, or begins one when `id` is left out. Returns it as it is then.
   * @throws Error when the context is gone, damaged, full, or held by another process for too long.
   */
  append(component: string, bodies: readonly EntryBody[], id?: string): Promise<Context>;
}
