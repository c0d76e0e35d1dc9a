// Breakpoints of the prompt cache: how many, where, and in which order of lifetimes.

import { invalid } from "./failure.ts";
import { blocksOf, isObject, type JsonObject, objects } from "./json.ts";
import { isCacheable } from "./prompt.ts";

const slots = 4;

const lifetimeOf = (control: unknown, path: string): string | undefined => {
  if (control === undefined || control === null) return undefined;
  if (!isObject(control) || control["type"] !== "ephemeral")
    throw invalid(`${path}.cache_control: expected ephemeral`);
  const ttl = control["ttl"] ?? "5m";
  if (ttl !== "5m" && ttl !== "1h") throw invalid(`${path}.cache_control.ttl: expected '5m' or '1h'`);
  return ttl;
};

/** Every block in the order of the cache, deferred tools left out. */
const placed = (body: JsonObject): readonly { readonly path: string; readonly block: JsonObject }[] => [
  ...objects(body["tools"])
    .map((block, i) => ({ path: `tools.${i}`, block }))
    .filter(({ block }) => block["defer_loading"] !== true),
  ...blocksOf(body["system"]).map((block, i) => ({ path: `system.${i}`, block })),
  ...objects(body["messages"]).flatMap((message, i) =>
    blocksOf(message["content"]).map((block, j) => ({ path: `messages.${i}.content.${j}`, block })),
  ),
];

/** @throws {Failure} with status 400. */
export const checkMarks = (body: JsonObject): void => {
  const blocks = placed(body);
  const lifetimes = blocks.map(({ path, block }) => {
    const lifetime = lifetimeOf(block["cache_control"], path);
    if (lifetime !== undefined && !isCacheable(block))
      throw invalid(
        `${path}.cache_control: cannot be set on ${block["type"]} blocks without text of their own`,
      );
    return lifetime;
  });

  const automatic = lifetimeOf(body["cache_control"], "body");
  const last = blocks.map(({ block }) => isCacheable(block)).lastIndexOf(true);
  if (automatic !== undefined && last !== -1) {
    const explicit = lifetimes[last];
    if (explicit !== undefined && explicit !== automatic)
      throw invalid(`cache_control: '${automatic}' conflicts with '${explicit}' on ${blocks[last]?.path}`);
    lifetimes[last] = automatic;
  }

  const set = lifetimes.filter((lifetime) => lifetime !== undefined);
  if (set.length > slots)
    throw invalid(`A maximum of ${slots} blocks with cache_control may be provided. Found ${set.length}.`);
  if (set.lastIndexOf("1h") > set.indexOf("5m") && set.includes("5m"))
    throw invalid("cache_control: a breakpoint of 1h must not come after one of 5m");
};
