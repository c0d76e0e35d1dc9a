// `instride mcp`: serves the Model Context Protocol over standard input and output until the client hangs up.

import { once } from "node:events";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { deskFor } from "../mcp/desk.ts";
import { makeServer } from "../mcp/server.ts";
import { type CommandContext, remark } from "./context.ts";
import type { Outcome } from "./outcome.ts";
import { processContext } from "./terminal.ts";

export const mcp = async (context: CommandContext): Promise<Outcome> => {
  const desk = deskFor(context, () => processContext().today);
  const handle = serveStdio(() => makeServer(desk, context.version), {
    onerror: (error) => remark(context, `instride mcp: ${error.message}`),
  });
  await once(context.stdin, "close");
  await handle.close();
  return "clean";
};
