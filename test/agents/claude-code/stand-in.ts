// A stand-in for Claude Code's program: it reports how it was started and answers as it is told.

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

export interface Start {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin: string;
}

export type Act =
  /** What it prints; with another exit code when one is given. */
  { readonly print: string; readonly exit?: number; readonly complain?: string } | "hang";

/** Refuses what the real program refuses: to run inside a session, and a schema that it can't read. */
const source = `#!/usr/bin/env node
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const args = process.argv.slice(2);
if (process.env.CLAUDECODE) {
  console.error("Error: cannot be launched inside another session");
  process.exit(1);
}
let stdin = "";
process.stdin.on("data", (chunk) => { stdin += chunk; });
process.stdin.on("end", () => {
  const { env } = process;
  const starts = existsSync(join(__dirname, "starts.json"))
    ? JSON.parse(readFileSync(join(__dirname, "starts.json"), "utf8"))
    : [];
  starts.push({ args, env, cwd: process.cwd(), stdin });
  writeFileSync(join(__dirname, "starts.json"), JSON.stringify(starts));
  const acts = JSON.parse(readFileSync(join(__dirname, "acts.json"), "utf8"));
  const act = acts[Math.min(starts.length, acts.length) - 1];
  if (act === "hang") {
    setInterval(() => {}, 1000);
    return;
  }
  if (act.complain) console.error(act.complain);
  process.stdout.write(act.print);
  process.exitCode = act.exit ?? 0;
});
`;

export class StandIn {
  readonly folder: string;

  constructor(t: TestContext) {
    this.folder = mkdtempSync(join(tmpdir(), "instride-claude-"));
    t.after(() => rmSync(this.folder, { recursive: true, force: true }));
    writeFileSync(this.command, source);
    chmodSync(this.command, 0o755);
  }

  get command(): string {
    return join(this.folder, "claude");
  }

  /** What it does at each start; the last act is repeated. */
  acts(...acts: readonly Act[]): void {
    writeFileSync(join(this.folder, "acts.json"), JSON.stringify(acts));
  }

  get starts(): readonly Start[] {
    const file = join(this.folder, "starts.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Start[]) : [];
  }

  /** How it was first started; undefined when it never was. */
  get start(): Start | undefined {
    return this.starts[0];
  }
}

/** The session that a fork gets. */
export const forkSession = "9a1c2b3d-0000-4000-8000-00000000000f";

/** What the program prints in its JSON format around a structured output. */
export const reply = (structured: unknown, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    type: "result",
    subtype: "success",
    is_error: false,
    duration_ms: 41_000,
    num_turns: 2,
    result: "",
    session_id: forkSession,
    total_cost_usd: 1.234,
    structured_output: structured,
    usage: {
      input_tokens: 12,
      cache_creation_input_tokens: 900,
      cache_read_input_tokens: 41_000,
      output_tokens: 350,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 900 },
    },
    modelUsage: {
      "claude-haiku-4-5": { inputTokens: 5, outputTokens: 4 },
      "claude-opus-5-5": { inputTokens: 12, outputTokens: 346 },
    },
    ...more,
  });
