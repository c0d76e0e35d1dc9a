// The arms that are the product: the shipped agent answers each commit, live, resumed, or as it chooses itself.

import { claudeAgent } from "../../src/agents/claude/agent.ts";
import type { ClaudeSettings } from "../../src/agents/claude/settings.ts";
import { AgentFailure } from "../../src/agents/failure.ts";
import { configSchema } from "../../src/config/schema.ts";
import { seed } from "./conversation.ts";
import { placeFor } from "./endpoint.ts";
import { Stopped } from "./limit.ts";
import { type Arm, type Sent, usdOf } from "./run.ts";

const settingsFor = (model: string, prefer: ClaudeSettings["prefer"]): ClaudeSettings => ({
  ...configSchema.parse({}).claude,
  model,
  prefer,
  "commit-seconds": 3600,
});

const productArm = (id: string, title: string, prefer: ClaudeSettings["prefer"], model: string): Arm => ({
  id,
  title,
  model,
  batch: false,
  gaps: true,
  byPrice: prefer === "auto",
  run: async (series, endpoint, setting) => {
    const settings = settingsFor(setting.model, prefer);
    let files: ReadonlyMap<string, string> = new Map(series.start.files).set(
      series.specPath,
      series.start.spec,
    );
    const place = placeFor(endpoint, () => files);
    try {
      const { readable, tokens } = await seed(series, settings, endpoint, place);
      if (prefer === "live" && !readable)
        return `the conversation that wrote the code has ${tokens.toLocaleString("en-US")} tokens, more than a model reads`;
      const sent: Sent[] = [];
      for (const step of series.steps) {
        await endpoint.wait(step.gapMs ?? setting.gapMs);
        files = new Map(step.snapshot.files).set(series.specPath, step.snapshot.spec);
        endpoint.expect(step.answer);
        const left = endpoint.left();
        const host = { ...place.host, ...(left === undefined ? {} : { maxUsd: left }) };
        const { usage, notes = [] } = await claudeAgent(settings, host)
          .update(step.request)
          .catch((error: unknown) => {
            if (!(error instanceof AgentFailure)) throw error;
            throw new Stopped(`${step.kind}: ${error.message}`, { cause: error });
          });
        endpoint.spend(usdOf(usage, setting.model, false) ?? 0);
        sent.push({ usage, way: /\((.*?)\):/.exec(notes[0] ?? "")?.[1] ?? "" });
      }
      return [sent];
    } finally {
      place.close();
    }
  },
});

export const parallelArms: readonly Arm[] = [
  productArm(
    "parallel",
    "parallel: the product's own choice",
    "auto",
    "The shipped agent with its default settings (`prefer: auto`, five-minute cache). It decides at each commit, from prices and from what is still cached, how the conversation is continued.",
  ),
  productArm(
    "live",
    "live context only",
    "live",
    "The shipped agent with `prefer: live`: the whole conversation that wrote the code is continued at every commit, cached or not.",
  ),
  productArm(
    "resumed",
    "resumed context only",
    "resumed",
    "The shipped agent with `prefer: resumed`: the conversation is continued from its stored, compacted record.",
  ),
];
