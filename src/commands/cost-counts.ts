// Tokens of contents, by blob id: o200k_base in this process, or the provider's own count where the person asks for it.
// A content is counted once and remembered by its id.

import { clientFor } from "../agents/claude/client.ts";
import type { Config } from "../config/schema.ts";
import { loadO200k } from "../cost/o200k.ts";
import type { Spend } from "../cost/spend.ts";
import { readBlobs } from "../git/blobs.ts";
import { believing, Cache } from "../git/cache.ts";
import type { Repository } from "../git/repository.ts";
import { redactSecrets } from "../safety/secrets.ts";
import { type CommandContext, remark } from "./context.ts";
import { UserError } from "./outcome.ts";
import { nameServices, servicesOf } from "./service.ts";

/** Contents in memory at a time. */
const batchSize = 256;

const blobsOf = (spends: readonly Spend[]): readonly string[] => [
  ...new Set(
    spends.flatMap(({ size }) =>
      size === undefined ? [] : [...size.inputs, size.model].map(({ oid }) => oid),
    ),
  ),
];

type CountText = (text: string) => number | Promise<number>;

const countAll = async (
  repository: Repository,
  cacheName: string,
  oids: readonly string[],
  begin: (missing: number) => Promise<CountText>,
): Promise<Map<string, number>> => {
  const cache = await Cache.open<number>(believing(repository), cacheName);
  const counts = new Map<string, number>();
  const missing: string[] = [];
  for (const oid of oids) {
    const known = cache.get(oid);
    if (known === undefined) missing.push(oid);
    else counts.set(oid, known);
  }
  if (missing.length === 0) return counts;
  const countText = await begin(missing.length);
  try {
    for (let at = 0; at < missing.length; at += batchSize)
      for (const [oid, bytes] of await readBlobs(repository, missing.slice(at, at + batchSize))) {
        if (bytes.includes(0)) continue; // no text: its length tells as much
        const tokens = await countText(bytes.toString("utf8"));
        counts.set(oid, tokens);
        cache.set(oid, tokens);
      }
  } finally {
    await cache.save();
  }
  return counts;
};

/** o200k_base tokens of every file that the counterfactuals read or write. */
export const countO200k = (
  repository: Repository,
  spends: readonly Spend[],
): Promise<ReadonlyMap<string, number>> => countAll(repository, "o200k", blobsOf(spends), loadO200k);

/**
 * The provider's own count. Contents leave the machine, without what looks like a credential.
 * @throws UserError without a key, or when the provider does not answer
 */
export const countByProvider = async (
  context: CommandContext,
  repository: Repository,
  settings: Config["claude"],
  model: string,
  spends: readonly Spend[],
): Promise<ReadonlyMap<string, number>> => {
  const keys = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"];
  if (settings.through === "anthropic" && keys.every((name) => (context.env[name] ?? "") === ""))
    throw new UserError("--count-tokens asks the provider, and no key is set", {
      next: "set ANTHROPIC_API_KEY, or leave --count-tokens out: tokens are estimated then",
    });
  nameServices(context, servicesOf({ agent: "claude", claude: settings }, context.env));
  const client = await clientFor(settings, context.env);
  return countAll(
    repository,
    `count-tokens-${model.replace(/[^\w.-]/g, "_")}`,
    blobsOf(spends),
    async (missing) => {
      remark(
        context,
        `instride: ${model} counts ${missing} files; their contents are sent without credentials`,
      );
      return async (text) => {
        if (text.trim() === "") return 0; // an empty message is refused
        try {
          const counted = await client.messages.countTokens(
            { model, messages: [{ role: "user", content: redactSecrets(text).text }] },
            context.signal === undefined ? {} : { signal: context.signal },
          );
          return counted.input_tokens;
        } catch (error) {
          throw new UserError(`the provider did not count tokens: ${(error as Error).message}`, {
            next: "try again: what was counted is remembered; or leave --count-tokens out",
            cause: error,
          });
        }
      };
    },
  );
};
