// How far an agent is, on one line.

import { oneLine } from "./foreign.ts";

export interface ProgressFacts {
  readonly phase: string;
  readonly files: number;
  readonly answered: number;
  readonly questions: number;
  readonly tokens: number;
  /** US dollars; undefined when not known. */
  readonly usd?: number;
  readonly elapsedMs: number;
}

const time = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
};

const count = (tokens: number): string => (tokens < 1000 ? String(tokens) : `${(tokens / 1000).toFixed(1)}k`);

/** `instride: writing code · 4 files · 31 of 52 questions · 84.2k tokens · $0.31 · 1m12s`. An unknown cost is said to be unknown. */
export const progressLine = (progress: ProgressFacts): string =>
  [
    `instride: ${oneLine(progress.phase)}`,
    ...(progress.files > 0 ? [`${progress.files} ${progress.files === 1 ? "file" : "files"}`] : []),
    ...(progress.questions > 0 ? [`${progress.answered} of ${progress.questions} questions`] : []),
    ...(progress.tokens > 0
      ? [
          `${count(progress.tokens)} tokens`,
          progress.usd === undefined
            ? "cost unknown"
            : `$${progress.usd.toFixed(progress.usd < 0.1 ? 4 : 2)}`,
        ]
      : []),
    time(progress.elapsedMs),
  ].join(" · ");
