// What a fork printed: a delta with its tokens, or why there is none. Everything in it is foreign. Pure.

import { z } from "zod";
import type { Delta, DeltaProblem } from "../../model/delta.ts";
import { parseDelta } from "../../model/parse-delta.ts";
import type { Usage } from "../../model/provenance.ts";
import { oneLine } from "../../report/foreign.ts";
import { isSessionId } from "./session.ts";

const count = z.number().int().nonnegative().default(0);

/** Only what is read here; the rest changes from version to version. */
const replySchema = z.object({
  subtype: z.string().optional(),
  is_error: z.boolean().optional(),
  result: z.string().optional(),
  session_id: z.string().optional(),
  structured_output: z.unknown().optional(),
  total_cost_usd: z.number().nonnegative().optional(),
  usage: z
    .object({
      input_tokens: count,
      cache_creation_input_tokens: count,
      cache_read_input_tokens: count,
      output_tokens: count,
      cache_creation: z
        .object({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count })
        .optional(),
    })
    .optional(),
  modelUsage: z.record(z.string(), z.object({ outputTokens: count })).optional(),
});

type Reply = z.infer<typeof replySchema>;

export interface Spent {
  readonly usage: readonly Usage[];
  /** As Claude Code counts it: of the whole session, the runs before the fork included. */
  readonly sessionUsd?: number;
}

/** A delta, or everything that is wrong with what was sent instead of one. */
export type Structured = Spent & {
  /** The fork's own session, to which a correction can be sent. */
  readonly session?: string;
} & ({ readonly delta: Delta } | { readonly problems: readonly DeltaProblem[] });

export type ReadReply = Structured | (Spent & { readonly fault: string });

const shorten = (text: string): string => {
  const line = oneLine(text);
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
};

/** The model that wrote most of it; smaller ones that Claude Code asks may have written the rest. */
const modelOf = ({ modelUsage }: Reply): string => {
  const [first] = Object.entries(modelUsage ?? {}).sort(([, a], [, b]) => b.outputTokens - a.outputTokens);
  return first === undefined ? "claude-code" : shorten(first[0]);
};

const usageOf = (reply: Reply): Usage[] => {
  const { usage } = reply;
  if (usage === undefined) return [];
  const split = usage.cache_creation;
  return [
    {
      model: modelOf(reply),
      input: usage.input_tokens,
      cacheWrite5m: split?.ephemeral_5m_input_tokens ?? usage.cache_creation_input_tokens,
      cacheWrite1h: split?.ephemeral_1h_input_tokens ?? 0,
      cacheRead: usage.cache_read_input_tokens,
      output: usage.output_tokens,
      thinking: 0,
      // The lifetime of what was written is a guess then.
      ...(split === undefined && usage.cache_creation_input_tokens > 0 ? { estimated: true } : {}),
    },
  ];
};

const faultOf = ({ subtype, result }: Reply): string => {
  if (subtype === "error_max_budget_usd") return "the budget of max-usd was used up";
  const said = result === undefined || result === "" ? "" : `: ${shorten(result)}`;
  const what = subtype === undefined || subtype === "success" ? "an error" : shorten(subtype);
  return `it reports ${what}${said}`;
};

const unreadable = (fault: string): ReadReply => ({ fault, usage: [] });

export const readReply = (stdout: string): ReadReply => {
  if (stdout.trim() === "") return unreadable("it printed nothing");
  let value: unknown;
  try {
    value = JSON.parse(stdout);
  } catch {
    return unreadable(`it printed something else than JSON: ${shorten(stdout)}`);
  }
  const parsed = replySchema.safeParse(value);
  if (!parsed.success) return unreadable("its answer has another shape than expected");
  const reply = parsed.data;
  const spent: Spent = {
    usage: usageOf(reply),
    ...(reply.total_cost_usd === undefined ? {} : { sessionUsd: reply.total_cost_usd }),
  };
  if (reply.is_error === true || (reply.subtype !== undefined && reply.subtype !== "success"))
    return { fault: faultOf(reply), ...spent };
  if (reply.structured_output === undefined || reply.structured_output === null)
    return { fault: "it gave no structured output", ...spent };
  const { delta, problems } = parseDelta(reply.structured_output);
  const session = reply.session_id;
  return {
    ...spent,
    ...(session !== undefined && isSessionId(session) ? { session } : {}),
    ...(delta === undefined ? { problems } : { delta }),
  };
};
