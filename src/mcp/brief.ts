// The tool `brief`: what a change asks of the agent that made it.

import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { renderBriefs } from "../agents/session/brief.ts";
import { briefs } from "../commands/brief.ts";
import { answer, type Desk } from "./desk.ts";

const input = z.object({
  component: z.string().optional().describe("a component's id; left out: every one that has changed"),
  staged: z.boolean().optional().describe("what is staged alone; default: the work tree"),
});

const answerLine = (id: string): string =>
  `Answer: submit_threat_model with {"brief":"${id}","operations":[…]}.`;

export const addBrief = (server: McpServer, desk: Desk): void => {
  server.registerTool(
    "brief",
    {
      title: "Brief for a threat model",
      description:
        "After you changed code or a spec: the few questions that your change raised for its threat model, and the shape of the answer. Answer with submit_threat_model before git commit.",
      inputSchema: input,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ component, staged }) =>
      answer(desk, async () => {
        const asked = await briefs(desk.context(), await desk.repository(), {
          ...(component === undefined ? {} : { component }),
          staged: staged === true,
        });
        return {
          text:
            asked.length === 0
              ? "every component is in step; nothing to answer"
              : renderBriefs(
                  asked.map(({ brief }) => brief),
                  answerLine,
                ),
        };
      }),
  );
};
