// The settings file `instride.config.json`: data only, never code.

import { z } from "zod";
import { modes } from "../model/provenance.ts";
import { levels } from "../model/schema.ts";

const globs = z.array(z.string().min(1));

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  specs: globs.default(["specs/**/*.md"]).describe("git globs of the specs; `*.threats.md` is never a spec"),
  code: globs
    .default([])
    .describe("git globs of the code that must be paired with a spec; empty: no such demand"),
  framework: z.string().default("stride"),
  agent: z
    .enum(["rules"])
    .default("rules")
    .describe("who answers when no submission fits; rules needs no key and no network"),
  session: z
    .strictObject({
      handover: z
        .enum(["auto", "always", "never"])
        .default("auto")
        .describe("whether the hook stops once for a coding agent: auto detects one in the environment"),
    })
    .prefault({}),
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
