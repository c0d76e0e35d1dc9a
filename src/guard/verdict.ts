// What the guard answers.

export interface Verdict {
  readonly allowed: boolean;
  /** Why not, for the agent that wanted to run it. */
  readonly reason?: string;
  /** What to do instead. */
  readonly instead?: string;
}

export const allowed: Verdict = { allowed: true };

export const refused = (reason: string, instead: string): Verdict => ({ allowed: false, reason, instead });

/** The way that a commit is meant to go. */
export const throughHooks =
  "run it without going around the hooks; when a hook stops the commit it prints what is missing (npx instride brief, then npx instride submit, then commit again)";
