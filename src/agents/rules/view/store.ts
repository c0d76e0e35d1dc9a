// What kind of store an element of the map is.

import { technologyOf } from "../map/names.ts";
import type { Component } from "./component.ts";

/** By what the code opens, else by the store's name. */
export const storeTechnology = ({ map, sources }: Component, id: string): string => {
  const store = map.stores[id];
  const keys = [`store:${id}`, ...(store?.covers ?? [])];
  const observed = sources.code
    .filter(({ kind, key }) => kind === "store" && keys.includes(key))
    .map(({ name }) => name);
  return technologyOf([...observed, store?.name ?? id, store?.description ?? ""].join(" "));
};
