// The spend limit of a live run: every request is held to what is left before it is sent.

import { estimateTokensOfLength, generationOf } from "../../src/cost/estimate.ts";
import { ratesOf } from "../../src/cost/prices.ts";
import type { Endpoint } from "./endpoint.ts";

/** An arm could not go on, for a reason that is not the bench's: what other arms measured stands. */
export class Stopped extends Error {}

/** Fewer output tokens than this are of no use. */
const leastOutput = 2000;

/**
 * Output tokens that a request may ask for.
 * @param characters of the prompt, counted at its dearest class and at the upper end of the estimate
 * @throws Stopped
 */
export const affordable = (endpoint: Endpoint, model: string, characters: number, wanted: number): number => {
  const left = endpoint.left();
  if (left === undefined) return wanted;
  const prompt = estimateTokensOfLength(characters, { generation: generationOf(model) }).high;
  const found = ratesOf(model, prompt);
  if ("unknown" in found) throw new Stopped(`the spend limit can't be kept: ${found.unknown}`);
  const { input, output, cacheWrite1h = input * 2 } = found.rates;
  const tokens = Math.floor(((left - (prompt * cacheWrite1h) / 1e6) * 1e6) / output);
  if (tokens < leastOutput)
    throw new Stopped(`the next request could pass the spend limit; $${left.toFixed(4)} of it is left`);
  return Math.min(wanted, tokens);
};
