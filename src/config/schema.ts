// The settings file `instride.config.json`: data only, never code.

import { z } from "zod";
import { modes } from "../model/provenance.ts";
import { levels } from "../model/schema.ts";

/** Git would take an absolute path or `..` for a place outside; files are written beside what these match. */
const glob = z
  .string()
  .min(1)
  .regex(
    /^(?!\/)(?![A-Za-z]:)[^\\]*$/,
    "expected a glob from the repository's root, with `/` between folders",
  )
  .regex(
    /^(?!(?:.*\/)?\.\.(?:\/|$))/,
    "expected a glob from the repository's root, with `/` between folders and no `..`",
  );

const globs = z.array(glob);

const usdPerMillion = z.number().nonnegative();
const rates = {
  input: usdPerMillion,
  output: usdPerMillion,
  "cache-write-5m": usdPerMillion.exactOptional(),
  "cache-write-1h": usdPerMillion.exactOptional(),
  "cache-read": usdPerMillion.exactOptional(),
};
const day = z.string().regex(/^\d{4}-\d{2}(?:-\d{2})?$/, "expected a day, such as 2026-11-20");

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  specs: globs.default(["specs/**/*.md"]).describe("git globs of the specs; `*.threats.md` is never a spec"),
  code: globs
    .default([])
    .describe("git globs of the code that must be paired with a spec; empty: no such demand"),
  framework: z.string().default("stride"),
  agent: z
    .enum(["rules", "claude", "claude-code"])
    .default("rules")
    .describe(
      "who answers when no submission fits; rules needs no key and no network, claude asks the Messages API, claude-code forks the developer's own session",
    ),
  claude: z
    .strictObject({
      model: z.string().min(1).default("claude-opus-5-5"),
      through: z
        .enum(["anthropic", "bedrock", "vertex"])
        .default("anthropic")
        .describe(
          "which client asks; bedrock and vertex need their own SDK beside instride (docs/endpoints.md)",
        ),
      effort: z
        .enum(["default", "low", "medium", "high", "xhigh", "max"])
        .default("medium")
        .describe("how hard the model thinks, the same in every branch; default: the setting is not sent"),
      "cache-ttl": z
        .enum(["5m", "1h"])
        .default("5m")
        .describe(
          "how long the provider keeps a conversation; 1h costs 2 instead of 1.25 times the input to write. A record that changes are answered from is kept for as long as pays, whatever stands here",
        ),
      prefer: z
        .enum(["auto", "live", "resumed"])
        .default("auto")
        .describe("how a change is answered: in the live conversation, from its record, or as costs less"),
      "without-context": z
        .enum(["rules", "reconstruct"])
        .default("rules")
        .describe("who answers for a component that no stored conversation knows"),
      fallback: z
        .enum(["rules", "fail"])
        .default("rules")
        .describe("what a commit does when the model gives no answer"),
      "commit-seconds": z.number().min(1).max(3600).default(60).describe("the longest that a commit waits"),
      "max-usd": z.number().positive().optional().describe("US dollars that one command may spend"),
      "max-output-tokens": z.number().int().min(1000).max(128_000).default(32_000),
      check: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "program and arguments that the agent may run on a copy, such as npm, test; only generate runs it, and only where the person allows it: --allow-check, or INSTRIDE_ALLOW_CHECK=1",
        ),
      "check-seconds": z.number().min(1).max(3600).default(120),
      secrets: z
        .enum(["redact", "refuse"])
        .default("redact")
        .describe("what happens when a credential is found in what would be sent"),
    })
    .prefault({}),
  "claude-code": z
    .strictObject({
      "timeout-seconds": z.number().int().min(1).max(3600).default(120),
      "max-usd": z.number().positive().optional().describe("what one fork may spend; left out: no limit"),
    })
    .prefault({}),
  session: z
    .strictObject({
      handover: z
        .enum(["auto", "always", "never"])
        .default("auto")
        .describe("whether the hook stops once for a coding agent: auto detects one in the environment"),
    })
    .prefault({}),
  controls: glob
    .optional()
    .describe("path of a house mapping: controls of your own that instride controls reports on"),
  prices: z
    .strictObject({
      file: glob
        .exactOptional()
        .describe(
          "LiteLLM's model_prices_and_context_window.json as it is published, by its path from the root",
        ),
      "file-as-of": day.exactOptional().describe("day of that file"),
      geo: z.enum(["us"]).exactOptional().describe("inference is pinned to the United States"),
      models: z
        .record(
          z.string().min(1),
          z.strictObject({
            ...rates,
            tiers: z
              .array(z.strictObject({ ...rates, "above-prompt": z.number().int().positive() }))
              .exactOptional()
              .describe("rates that count instead once the whole prompt has more tokens than above-prompt"),
            batch: z.number().positive().exactOptional().describe("factor of the batch interface"),
            "geo-us": z
              .number()
              .positive()
              .exactOptional()
              .describe("factor of inference in the United States"),
            "as-of": day,
            source: z.string().min(1).exactOptional(),
          }),
        )
        .default({})
        .describe(
          "US dollars per million tokens; a class that is left out has no known price, which is not free",
        ),
    })
    .prefault({})
    .describe("prices that count before the price file's, which count before instride's own table"),
  policy: z
    .strictObject({
      "max-open": z
        .enum(levels)
        .default("high")
        .describe("the highest level that an open threat may have; above it a commit or verify fails"),
      "expired-acceptance": z.enum(["error", "warning"]).default("error"),
      modes: z.array(z.enum(modes)).optional().describe("modes that may stand in this tree; left out: all"),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
