// What the front matter of specs says, for whoever walks a history: read plainly where that is enough, else parsed.

import type { Cache } from "../git/cache.ts";
import { digest } from "../model/digest.ts";
import type { SpecHead } from "../pairing/sweep-layout.ts";
import { plainHead } from "../spec/front-matter.ts";

/** Reads the front matter of specs, each content once in the life of the cache. */
export const headReader =
  (cache: Cache<SpecHead>) =>
  async (texts: ReadonlyMap<string, string>): Promise<Map<string, SpecHead>> => {
    const heads = new Map<string, SpecHead>();
    for (const [path, text] of texts) {
      const key = digest([path, text], 32);
      let head = cache.get(key);
      if (head === undefined) {
        const plain = plainHead(text);
        if (plain === undefined) {
          const { spec, findings } = (await import("../spec/parse.ts")).parseSpec(path, text);
          head =
            spec === undefined
              ? { problems: findings }
              : { spec: { id: spec.id, path, targets: spec.targets }, problems: [] };
        } else head = { spec: { ...plain, path }, problems: [] };
        cache.set(key, head);
      }
      heads.set(path, head);
    }
    return heads;
  };
