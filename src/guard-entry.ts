// The guard's own entrance, `node dist/guard-entry.js AGENT`: it runs before every shell command of a coding agent, so
// it loads nothing but the guard. Whatever goes wrong here is allowed, and said.

import process from "node:process";
import { guardRequest, readAll } from "./commands/guard.ts";
import { type AgentFormat, agentFormats } from "./guard/index.ts";
import { oneLine } from "./report/foreign.ts";

const format = process.argv[2] ?? "claude";
if (!(agentFormats as readonly string[]).includes(format)) {
  process.stderr.write(
    `instride guard: unknown agent '${oneLine(format)}', expected ${agentFormats.join(", ")}\n`,
  );
} else {
  try {
    const place = { cwd: process.cwd(), env: process.env };
    const { status, stdout, stderr } = await guardRequest(
      format as AgentFormat,
      await readAll(process.stdin),
      place,
    );
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = status;
  } catch (error) {
    process.stderr.write(`instride guard: allowed unread: ${oneLine(String(error))}\n`);
  }
}
