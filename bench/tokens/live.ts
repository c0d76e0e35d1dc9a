// The real service, or whatever ANTHROPIC_BASE_URL names: time passes by itself, answers are the model's own, and what
// is spent is held to a limit.

import Anthropic from "@anthropic-ai/sdk";
import type { Endpoint } from "./endpoint.ts";

const batchPollMs = 30_000;
const minute = 60_000;

export interface Purse {
  readonly limit: number;
  spent: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Undefined without a key. */
export const liveEndpoint = (
  env: Env,
  purse: Purse,
  say: (line: string) => void,
): (() => Promise<Endpoint>) | undefined => {
  const apiKey = env["ANTHROPIC_API_KEY"];
  if (apiKey === undefined || apiKey === "") return undefined;
  const sleep = async (ms: number, why: string): Promise<void> => {
    if (ms >= minute) say(`waiting ${Math.round(ms / minute)} minutes ${why}`);
    await new Promise((resolve) => setTimeout(resolve, ms));
  };
  const baseURL = env["ANTHROPIC_BASE_URL"];
  return async () => ({
    client: new Anthropic({
      apiKey,
      ...(baseURL === undefined || baseURL === "" ? {} : { baseURL }),
      logLevel: "off",
    }),
    env,
    now: () => Date.now(),
    wait: (ms) => sleep(ms, "between two commits"),
    forget: () => sleep(61 * minute, "until the cache is empty"),
    expect: () => {},
    left: () => purse.limit - purse.spent,
    spend: (usd) => {
      purse.spent += usd;
    },
    batchWait: () => sleep(batchPollMs, "for the batch"),
    close: async () => {},
  });
};
