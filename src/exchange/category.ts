// Which category of a framework a foreign threat belongs to: as the file words it, else by its weakness, else a guess that
// is reported as one.

import { rules } from "../frameworks/rules/index.ts";
import type { Framework } from "../frameworks/types.ts";
import { slug } from "../model/fact.ts";
import type { ForeignThreat } from "./types.ts";

/** What the rule catalogue calls threats with a weakness; the first rule counts. */
const byWeakness: ReadonlyMap<string, string> = new Map(
  [...rules]
    .reverse()
    .flatMap(({ weakness, category }) => weakness.map((id): [string, string] => [id, category])),
);

export const guessCategory = (
  { categories }: Framework,
  threat: ForeignThreat,
): { readonly category: string; readonly guessed: boolean } => {
  const said = threat.category === undefined ? "" : slug(threat.category);
  const named = categories.find(({ id, title, letter }) =>
    [id, slug(title), letter.toLowerCase()].includes(said),
  );
  if (named !== undefined) return { category: named.id, guessed: false };
  for (const weakness of threat.weakness ?? []) {
    const category = byWeakness.get(weakness);
    if (category !== undefined && categories.some(({ id }) => id === category))
      return { category, guessed: true };
  }
  const words = `-${slug(threat.title)}-`;
  const inTitle = categories.find(({ id }) => words.includes(`-${id}-`));
  const [first] = categories;
  return { category: (inTitle ?? first)?.id ?? "unknown", guessed: true };
};
