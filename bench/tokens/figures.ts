// Every arm on every size and gap, as numbers: classes of tokens, US dollars on each model, growth, floor.

import Anthropic from "@anthropic-ai/sdk";
import { estimateTokens, generationOf } from "../../src/cost/estimate.ts";
import { priceOf, promptTokens, ratesOf } from "../../src/cost/prices.ts";
import type { Totals } from "../../src/cost/usage.ts";
import { batchMs, type Endpoint, loopback } from "./endpoint.ts";
import { Stopped } from "./limit.ts";
import { parallelArms } from "./parallel.ts";
import { reconstructionArms } from "./reconstruction.ts";
import { type Arm, meanTokens, type Sent, secondsOf, usdOf } from "./run.ts";
import type { Series, Step } from "./series.ts";

export const arms: readonly Arm[] = [...parallelArms, ...reconstructionArms];

export interface Gap {
  readonly name: string;
  readonly ms: number;
}

export const gaps: readonly Gap[] = [
  { name: "2 minutes", ms: 2 * 60_000 },
  { name: "20 minutes", ms: 20 * 60_000 },
  { name: "a day", ms: 24 * 60 * 60_000 },
];

/** One arm on one series with one gap and one model. */
export interface Figure {
  readonly arm: string;
  readonly lines: number;
  readonly gap: string;
  readonly model: string;
  readonly commits: number;
  /** Mean of a commit. */
  readonly tokens: Totals;
  readonly requests: number;
  readonly usd: number | null;
  readonly seconds: number;
  /** How many commits were answered in which way. */
  readonly ways: Readonly<Record<string, number>>;
  /** Cost of the updates that continued a cached conversation, over that of their floor; only the product has it. */
  readonly warm?: Warm;
  /** Largest prompt of a request. */
  readonly largest: number;
  /** Why there is no number. */
  readonly none?: string;
}

export interface Warm {
  readonly updates: number;
  readonly usd: number;
  readonly floor: number;
  /** Parts of `usd`: what reading from the cache and writing to it cost. */
  readonly read: number;
  readonly write: number;
}

/** An update is warm when most of its prompt was read from the cache. */
const isWarm = ({ usage }: Sent): boolean =>
  usage.every((each) => each.cacheRead > promptTokens(each) / 2) && usage.length > 0;

/** The change's own text at the price of input, and its own answer at the price of output. */
const floorOf = ({ change }: Step, sent: Sent, model: string): number | undefined => {
  const own = estimateTokens(change, { generation: generationOf(model) }).tokens;
  const found = ratesOf(model, own);
  if ("unknown" in found) return undefined;
  const output = sent.usage.at(-1)?.output ?? 0;
  return (own * found.rates.input + output * found.rates.output) / 1e6;
};

const warmOf = (series: Series, sent: readonly Sent[], model: string): Warm | undefined => {
  const sum = { updates: 0, usd: 0, floor: 0, read: 0, write: 0 };
  for (const [index, each] of sent.entries()) {
    const step = series.steps[index];
    if (step === undefined || !isWarm(each)) continue;
    const own = floorOf(step, each, model);
    if (own === undefined) return undefined;
    for (const usage of each.usage) {
      const priced = priceOf(model, usage);
      if ("unknown" in priced) return undefined;
      sum.usd += priced.usd;
      sum.read += priced.parts.cacheRead;
      sum.write += priced.parts.cacheWrite5m + priced.parts.cacheWrite1h;
    }
    sum.updates += 1;
    sum.floor += own;
  }
  const { updates } = sum;
  return updates === 0
    ? undefined
    : {
        updates,
        usd: sum.usd / updates,
        floor: sum.floor / updates,
        read: sum.read / updates,
        write: sum.write / updates,
      };
};

const counted = (sent: readonly Sent[]): Record<string, number> => {
  const ways: Record<string, number> = {};
  for (const { way } of sent) ways[way] = (ways[way] ?? 0) + 1;
  return ways;
};

const noTokens: Totals = { input: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 0, thinking: 0 };

type Variants = readonly (readonly Sent[])[] | string;

const cheapest = (variants: readonly (readonly Sent[])[], model: string, batch: boolean): readonly Sent[] => {
  const cost = (sent: readonly Sent[]): number =>
    usdOf(
      sent.flatMap(({ usage }) => usage),
      model,
      batch,
    ) ?? Number.POSITIVE_INFINITY;
  return [...variants].sort((a, b) => cost(a) - cost(b))[0] ?? [];
};

export const figureOf = (
  arm: Arm,
  series: Series,
  lines: number,
  gap: string,
  model: string,
  variants: Variants,
): Figure => {
  const at = { arm: arm.id, lines, gap, model, commits: series.steps.length };
  if (typeof variants === "string")
    return {
      ...at,
      tokens: noTokens,
      requests: 0,
      usd: null,
      seconds: 0,
      ways: {},
      largest: 0,
      none: variants,
    };
  const sent = cheapest(variants, model, arm.batch);
  const all = sent.flatMap(({ usage }) => usage);
  const usd = usdOf(all, model, arm.batch);
  const warm = arm.id === "parallel" ? warmOf(series, sent, model) : undefined;
  return {
    ...at,
    tokens: meanTokens(sent),
    requests: all.length / sent.length,
    usd: usd === undefined ? null : usd / sent.length,
    seconds: arm.batch ? batchMs / 1000 : secondsOf(all) / sent.length,
    ways: counted(sent),
    largest: all.reduce((most, each) => Math.max(most, promptTokens(each)), 0),
    ...(warm === undefined ? {} : { warm }),
  };
};

export interface Wanted {
  readonly models: readonly string[];
  readonly gaps: readonly Gap[];
  readonly say: (line: string) => void;
  /** Makes where an arm's requests go; left out: the loopback server. */
  readonly open?: () => Promise<Endpoint>;
  /** Ids of the arms that run; left out: all. */
  readonly arms?: readonly string[];
}

/** What a decision by prices depends on: the classes' ratios to input, and the tiers. */
const kindOfPrices = (model: string): string => {
  const found = ratesOf(model, 0);
  if ("unknown" in found) return model;
  const { models: _, source: __, asOf: ___, from: ____, until: _____, ...row } = found.row;
  const { input, ...others } = found.rates;
  const ratios = Object.values(others).map((rate) => (rate / input).toFixed(6));
  return JSON.stringify(row.tiers === undefined ? ratios : [model, ratios]);
};

/**
 * All arms on one series. An arm runs once and is priced on every model, because the models share one tokenizer generation
 * and every prompt is longer than the smallest that any of them caches; one that decides by prices runs once for each
 * kind of price list.
 */
export const figuresFor = async (series: Series, lines: number, wanted: Wanted): Promise<Figure[]> => {
  const figures: Figure[] = [];
  const open = wanted.open ?? loopback;
  const runOnce = async (arm: Arm, model: string, gapMs: number): Promise<Variants> => {
    const endpoint = await open();
    try {
      return await arm.run(series, endpoint, { model, gapMs });
    } catch (error) {
      if (error instanceof Stopped || (wanted.open !== undefined && error instanceof Anthropic.APIError))
        return error.message;
      throw error;
    } finally {
      await endpoint.close();
    }
  };
  for (const arm of arms.filter(({ id }) => wanted.arms?.includes(id) ?? true)) {
    const began = performance.now();
    for (const gap of arm.gaps ? wanted.gaps : wanted.gaps.slice(0, 1)) {
      const ran = new Map<string, Variants>();
      for (const model of wanted.models) {
        const kind = arm.byPrice ? kindOfPrices(model) : "";
        const variants = ran.get(kind) ?? (await runOnce(arm, model, gap.ms));
        ran.set(kind, variants);
        for (const each of arm.gaps ? [gap] : wanted.gaps)
          figures.push(figureOf(arm, series, lines, each.name, model, variants));
      }
    }
    wanted.say(
      `${arm.id} at ${lines.toLocaleString("en-US")} lines: ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
  }
  return figures;
};

/** Exponent of a power law through (x, y), by least squares over logarithms; undefined below two points. */
export const exponentOf = (points: readonly (readonly [x: number, y: number])[]): number | undefined => {
  if (points.length < 2) return undefined;
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (pick: (p: readonly [number, number]) => number): number =>
    logs.reduce((sum, each) => sum + pick(each), 0) / logs.length;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  const over = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const under = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return under === 0 ? undefined : over / under;
};
