// The tool `submit_threat_model`: takes the answers to a brief, and says everything that is wrong with them at once.

import { CLIENT_INFO_META_KEY, type McpServer, type ServerContext } from "@modelcontextprotocol/server";
import { z } from "zod";
import { claimedName } from "../agents/session/detect.ts";
import { takeSubmission } from "../commands/submit.ts";
import { describeSubmitted } from "../commands/submitted.ts";
import { answer, type Desk } from "./desk.ts";

// The operations are not described here: a client shows this schema to its model in every session, the brief only when
// there is something to answer. Nor are they checked here: a protocol error names the first problem, our answer all.
const input = z.object({
  brief: z.string().optional().describe("the id that the brief gave"),
  component: z.string().optional().describe("instead of brief: the component's id"),
  operations: z.unknown().describe("a list of operations, in the shape that the brief shows"),
  agent: z.string().optional().describe("your own name, kept as a claim"),
});

const output = z.object({
  accepted: z.boolean(),
  component: z.string().optional(),
  brief: z.string().optional(),
  staged: z.array(z.string()).optional(),
  left: z.array(z.string()).optional(),
  problems: z.array(
    z.object({
      path: z.string(),
      rule: z.string(),
      message: z.string(),
      expected: z.string().optional(),
    }),
  ),
});

/** Some models send a list as the text of one. */
const operationsOf = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const clientName = (server: McpServer, request: ServerContext): string | undefined => {
  const envelope = request.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
  const info = envelope?.[CLIENT_INFO_META_KEY] as { name?: unknown } | undefined;
  return typeof info?.name === "string" ? info.name : server.server.getClientVersion()?.name;
};

export const addSubmit = (server: McpServer, desk: Desk): void => {
  server.registerTool(
    "submit_threat_model",
    {
      title: "Answer a brief",
      description:
        "Answers a brief with operations on the threat model. All problems come back at once and nothing is kept until there is none; then the next git commit applies the answers. With the id of a component that is in step, what you came to know of it since is staged at once. Accepting a risk is a person's act.",
      inputSchema: input,
      outputSchema: output,
      annotations: { destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    ({ brief, component, operations, agent }, request) =>
      answer(desk, async () => {
        const text = JSON.stringify({
          ...(brief === undefined ? {} : { brief }),
          ...(component === undefined ? {} : { component }),
          operations: operationsOf(operations),
        });
        const name = claimedName(agent) ?? claimedName(clientName(server, request));
        const result = await takeSubmission(desk.context(), await desk.repository(), text, name);
        const accepted = result.problems.length === 0;
        return {
          text: describeSubmitted(result),
          value: { accepted, ...result },
          refused: !accepted,
        };
      }),
  );
};
