// The prices that count in a repository, with the file that its settings or the person name.

import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Config } from "../config/schema.ts";
import type { Pricing } from "../cost/money.ts";
import { type PriceFile, pricingFrom } from "../cost/settings.ts";
import type { Repository } from "../git/repository.ts";
import { readWorktree } from "../git/worktree.ts";
import { UserError } from "./outcome.ts";

const parsePrices = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`'${name}' is no JSON: ${(error as Error).message}`, {
      next: "take LiteLLM's model_prices_and_context_window.json as it is published",
    });
  }
};

const fileFromSettings = async (
  repository: Repository,
  settings: Config["prices"],
): Promise<PriceFile | undefined> => {
  if (settings.file === undefined) return undefined;
  const held = repository.bare ? undefined : await readWorktree(repository.root, settings.file);
  if (held?.kind !== "file")
    throw new UserError(`cannot read '${settings.file}', which prices.file names`, {
      next: "put the file there, or take prices.file out of instride.config.json",
    });
  const asOf = settings["file-as-of"];
  return {
    json: parsePrices(held.bytes.toString("utf8"), settings.file),
    name: settings.file,
    ...(asOf === undefined ? {} : { asOf }),
  };
};

/** The prices that count here: those of the settings, of the file, and ours. @throws UserError */
export const loadPricing = async (
  repository: Repository,
  settings: Config["prices"],
  named?: { readonly cwd: string; readonly path: string },
): Promise<Pricing> => {
  let file: PriceFile | undefined;
  if (named === undefined) file = await fileFromSettings(repository, settings);
  else
    try {
      const text = await readFile(resolve(named.cwd, named.path), "utf8");
      file = { json: parsePrices(text, named.path), name: basename(named.path) };
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`cannot read '${named.path}': ${(error as NodeJS.ErrnoException).code}`, {
        next: "give LiteLLM's model_prices_and_context_window.json with --prices",
      });
    }
  try {
    return pricingFrom(settings, file);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(`'${file?.name}': ${error.message}`, {
      next: "take LiteLLM's model_prices_and_context_window.json as it is published",
    });
  }
};
