// What the benches have measured, read from the files that they wrote. Each is made by a program of its own and may be
// missing, or of another version: then its part of the report says so, and the rest stands.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const count = z.number().nonnegative();

const row = z.looseObject({
  name: z.string(),
  value: z.string(),
  ratio: z.number().optional(),
  shown: z.string().optional(),
  processor: z.string().optional(),
  budget: z.string().optional(),
});
const part = z.looseObject({
  title: z.string(),
  method: z.string(),
  machine: z.string(),
  rows: z.array(row),
});

const totals = z.looseObject({
  input: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  cacheRead: count,
  output: count,
});
const figure = z.looseObject({
  arm: z.string(),
  lines: count,
  gap: z.string(),
  model: z.string(),
  tokens: totals,
  requests: count,
  usd: z.number().nullable(),
  seconds: count,
  warm: z.looseObject({ updates: count, usd: count, floor: count }).optional(),
  /** Why there is no number. */
  none: z.string().optional(),
});
const tokens = z.looseObject({
  conditions: z.looseObject({ prices: z.array(z.string()).default([]) }).default({ prices: [] }),
  figures: z.array(figure).min(1),
});

const group = z.looseObject({ found: z.array(z.unknown()), missed: z.array(z.unknown()) });
const mode = z.looseObject({
  score: z.looseObject({
    recall: z.record(z.string(), group),
    borneOut: count,
    unfounded: z.array(z.unknown()),
    wrong: z.array(z.unknown()),
    stale: z.array(z.unknown()),
    threats: z.looseObject({ living: count, severe: count }),
  }),
  churn: z.looseObject({ before: count, churned: z.array(z.unknown()) }),
});
const accuracyRun = z.looseObject({
  conditions: z.record(z.string(), z.unknown()),
  systems: z
    .array(z.looseObject({ system: z.string(), commits: count, modes: z.record(z.string(), mode) }))
    .min(1),
});

export type LatencyPart = z.infer<typeof part>;
export type TokenFigure = z.infer<typeof figure>;
export type TokenResults = z.infer<typeof tokens>;
export type AccuracyRun = z.infer<typeof accuracyRun>;

/** A part that was measured, or why it is not in the report. */
export type Read<T> = { readonly value: T } | { readonly missing: string };

export interface BenchResults {
  readonly latency: Read<Readonly<Record<string, LatencyPart>>>;
  readonly tokens: Read<TokenResults>;
  /** By the agent that answered. */
  readonly accuracy: Read<Readonly<Record<string, AccuracyRun>>>;
}

/** @param text undefined: there is no such file */
export const readResults = <T>(
  name: string,
  command: string,
  schema: z.ZodType<T>,
  text: string | undefined,
): Read<T> => {
  if (text === undefined) return { missing: `Not measured here: \`${command}\` writes bench/${name}.` };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { missing: `bench/${name} is no JSON; \`${command}\` writes it anew.` };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    missing: `bench/${name} has another shape than this report reads (at ${issue?.path.map(String).join(".") || "its top"}: ${issue?.message}); \`${command}\` writes it anew.`,
  };
};

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/** @param folder of the benches */
export const readBenches = (folder: string): BenchResults => {
  const read = <T>(name: string, command: string, schema: z.ZodType<T>): Read<T> =>
    readResults(name, command, schema, textOf(join(folder, name)));
  return {
    latency: read("results.json", "npm run bench", z.record(z.string(), part)),
    tokens: read("tokens/results.json", "npm run bench:tokens", tokens),
    accuracy: read("accuracy/results.json", "npm run bench:accuracy", z.record(z.string(), accuracyRun)),
  };
};
