// The same modes with Claude as the agent, under a limit of what may be spent.

import { priceOfAll } from "../../src/cost/usage.ts";
import type { Usage } from "../../src/model/provenance.ts";
import { conditionsOf, corpusOf } from "./conditions.ts";
import type { SystemResult } from "./evaluate.ts";
import { runSystem } from "./modes.ts";
import type { Settings } from "./repository.ts";
import type { Results } from "./results.ts";
import type { System } from "./truth.ts";

export interface LiveOptions {
  /** `ANTHROPIC_API_KEY`, and `ANTHROPIC_BASE_URL` when it is not the service's own. */
  readonly env: Readonly<Record<string, string>>;
  /** US dollars for the whole run. */
  readonly limit: number;
  readonly model: string;
}

/**
 * One system after the other until one does not come to its end, mostly because the limit is near; that one and the rest are
 * named as not run. Fresh models are made of each series' end alone, since each costs a whole reading.
 * @throws Error when a model's price is not known, so that no limit could be kept
 */
export const runClaude = async (
  systems: readonly System[],
  { env, limit, model }: LiveOptions,
): Promise<Results> => {
  console.error(`bench: ${model}, at most $${limit} in all`);
  const done: SystemResult[] = [];
  const notRun: string[] = [];
  let usd = 0;
  const spent = (usage: readonly Usage[]): void => {
    const priced = priceOfAll(usage);
    if ("unknown" in priced) throw new Error(`what was spent is not known (${priced.unknown})`);
    usd += priced.usd;
  };
  const settings = (): Settings => ({
    agent: "claude",
    claude: {
      model,
      "without-context": "reconstruct",
      fallback: "fail",
      "commit-seconds": 600,
      "max-usd": Math.max(smallest, limit - usd),
    },
  });
  for (const system of systems) {
    if (notRun.length > 0) {
      notRun.push(system.id);
      continue;
    }
    console.error(`bench: ${system.id}, $${usd.toFixed(4)} spent …`);
    try {
      done.push(await runSystem(system, { settings, env, spent }, { onlyLast: true }));
    } catch (error) {
      console.error(`bench: ${system.id} is left out: ${(error as Error).message}`);
      notRun.push(system.id);
    }
  }
  return {
    conditions: conditionsOf(model),
    corpus: corpusOf(systems.filter(({ id }) => done.some(({ system }) => system === id))),
    systems: done,
    spend: { usd, limit, notRun },
  };
};

/** The settings take no limit of nothing. */
const smallest = 0.000001;
