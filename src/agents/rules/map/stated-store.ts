// One store under two names: the code shows a product, and the spec calls the same thing in words of its own.

import { slug } from "../../../model/fact.ts";
import { type Sources, seen, selfOf, stated } from "./facts.ts";
import { isComponent, looksLikeStore, productOf, technologyOf, title } from "./names.ts";

const suits = (product: string, name: string): boolean => {
  const technology = technologyOf(name);
  switch (product) {
    case "postgres":
    case "mysql":
    case "sqlite":
      return technology === "relational";
    case "mongo":
    case "dynamo":
      return technology === "document" || /\bdatabase$/i.test(name);
    case "redis":
      return technology === "cache" || technology === "queue" || /\bstore$/i.test(name);
    default:
      return false;
  }
};

/**
 * What the spec calls the store that the code opens with a product; undefined when the spec names the product itself, or
 * when more than one store of the spec, or more than one product of the code, could be meant.
 */
export const statedStoreOf = (sources: Sources, product: string): string | undefined => {
  const self = selfOf(sources);
  const ends = stated(sources, "flow")
    .flatMap(({ fields }) => [fields["from"], fields["to"]])
    .flatMap((end) =>
      end === undefined || isComponent(end, self) || !looksLikeStore(end) ? [] : [title(end)],
    );
  if (ends.some((end) => productOf(end) === product)) return undefined;
  const names = [...new Map(ends.map((end) => [slug(end), end])).values()].filter(
    (end) => productOf(end) === undefined && suits(product, end),
  );
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) return undefined;
  const products = new Set(
    [...seen(sources, "store").values()].flat().flatMap((fact) => productOf(fact.name) ?? []),
  );
  return [...products].some((each) => each !== product && suits(each, name)) ? undefined : name;
};
