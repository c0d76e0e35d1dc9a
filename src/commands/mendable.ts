// Which findings an agent is asked about.

/** Findings that an agent can mend; any other needs a person. */
export const mendable: ReadonlySet<string> = new Set([
  "stale",
  "model-missing",
  "unanswered-question",
  "fact-of-spec-unaccounted",
  "fact-of-code-unaccounted",
  "statement-unsupported",
  "anchor-unresolved",
]);
