// Which coding agent runs this commit, as far as the environment claims it. A variable proves only that an agent is
// among the ancestors of this process; it is a claim, shown as one, and never proof.

/** Name → variables that its own shell sets. Order matters: the more specific first. Source: the agents' own docs. */
const markers: readonly (readonly [name: string, variables: readonly string[]])[] = [
  ["claude-code", ["CLAUDECODE"]],
  ["cursor", ["CURSOR_AGENT"]],
  ["codex", ["CODEX_SANDBOX", "CODEX_THREAD_ID", "CODEX_SESSION_ID"]],
  ["gemini-cli", ["GEMINI_CLI"]],
  ["copilot", ["COPILOT_CLI", "COPILOT_AGENT", "COPILOT_AGENT_SESSION_ID"]],
  ["opencode", ["OPENCODE"]],
  ["augment", ["AUGMENT_AGENT"]],
  ["qwen-code", ["QWEN_CODE"]],
  ["pi", ["PI_CODING_AGENT"]],
  ["amp", ["AMP_CURRENT_THREAD_ID"]],
  ["goose", ["GOOSE_PROVIDER"]],
];

export interface Detected {
  readonly name: string;
  /** More than one agent left its mark: nested, so which one asks is not known. */
  readonly ambiguous: boolean;
}

/** `AI_AGENT` names an agent outright (a convention); markers are tried after it. */
export const detectAgent = (env: Readonly<Record<string, string | undefined>>): Detected | undefined => {
  const set = (name: string): boolean => {
    const value = env[name];
    return value !== undefined && value !== "" && value !== "0" && value !== "false";
  };
  const found = markers.filter(([, variables]) => variables.some(set)).map(([name]) => name);
  const named = env["AI_AGENT"];
  if (set("AI_AGENT") && named !== undefined) {
    const clean = named
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40);
    if (clean !== "" && clean !== "1" && clean !== "true") return { name: clean, ambiguous: false };
    if (found.length === 0) return { name: "coding-agent", ambiguous: false };
  }
  const [first] = found;
  return first === undefined ? undefined : { name: first, ambiguous: found.length > 1 };
};

/** A name that an agent gives itself, as a record may hold it: short, of plain characters. Undefined: it gives none. */
export const claimedName = (name: string | undefined): string | undefined => {
  const clean = name
    ?.replace(/[^\w./ -]+/g, "-")
    .trim()
    .slice(0, 60);
  return clean === "" ? undefined : clean;
};

/**
 * Whether the hook should stop once and hand over. A person at a terminal never meets it: an agent reads the output
 * through a pipe, a person's terminal that inherited the agent's variables is a terminal still.
 */
export const handsOver = (
  wish: "auto" | "always" | "never",
  detected: Detected | undefined,
  isTerminal: boolean,
): boolean => wish === "always" || (wish === "auto" && detected !== undefined && !isTerminal);
