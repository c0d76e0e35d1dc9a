// What an agent may use of the place where it runs. Commands hand it in; agents reach for nothing by themselves.

import type { Pricing } from "../cost/money.ts";
import type { Attempt } from "./context/entry.ts";
import type { ContextStore } from "./context/store.ts";

export interface Progress {
  readonly phase: string;
  /** Files written so far. */
  readonly files: number;
  readonly answered: number;
  /** Questions in all; 0 while it is not known. */
  readonly questions: number;
  /** Tokens in and out so far, all classes. */
  readonly tokens: number;
  /** US dollars so far; undefined when a price or a count is not known. */
  readonly usd?: number;
  readonly elapsedMs: number;
}

export interface Checked {
  readonly passed: boolean;
  readonly output: string;
  /** Why nothing was run. */
  readonly refused?: string;
}

export interface AgentHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly files: {
    /** Paths of the repository, as git lists them. */
    readonly list: () => Promise<readonly string[]>;
    /** Text of a file; undefined when it is absent, binary, a link or too large. */
    readonly read: (path: string) => Promise<string | undefined>;
  };
  readonly contexts: ContextStore;
  /** Keeps an attempt in the ledger, whatever becomes of the rest. */
  readonly record: (component: string, attempt: Attempt) => Promise<void>;
  /** Hands on what was measured. Returns within a second and never throws. */
  readonly flush?: () => Promise<void>;
  readonly progress?: (progress: Progress) => void;
  /** Nothing is waited for any more. */
  readonly progressEnd?: () => void;
  /** One line for the person who waits. */
  readonly remark?: (line: string) => void;
  /**
   * Runs the project's own check on a copy that holds these files, where the person allows it; left out when the config
   * names none. That the tool is declared follows from the config alone, so that each command can share the cache.
   */
  readonly check?: (files: ReadonlyMap<string, string>, signal: AbortSignal) => Promise<Checked>;
  /** Prices that count here; left out: the table that instride ships. */
  readonly pricing?: Pricing;
  /** Spend limit of this command in US dollars. */
  readonly maxUsd?: number;
}
