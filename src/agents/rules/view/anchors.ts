// Anchors of several things, as few as say the same.

import { anchorAt, splitAnchor } from "../../../model/anchor.ts";
import { compare } from "../../../model/finding.ts";
import type { Component } from "./component.ts";

const fewest = 3;

/** `routes.ts#routes` in place of three or more of its members, so that one more member changes nothing. */
export const collapse = ({ sources }: Pick<Component, "sources">, anchors: readonly string[]): string[] => {
  const unique = [...new Set(anchors)];
  const parentOf = (anchor: string): string | undefined => {
    const { path, symbol } = splitAnchor(anchor);
    const parent = symbol?.includes(".") === true ? symbol.slice(0, symbol.indexOf(".")) : undefined;
    const known = sources.observation.files[path]?.symbols;
    return parent !== undefined && known !== undefined && Object.hasOwn(known, parent)
      ? anchorAt(path, parent)
      : undefined;
  };
  const counts = new Map<string, number>();
  for (const anchor of unique) {
    const parent = parentOf(anchor);
    if (parent !== undefined) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return [
    ...new Set(
      unique.map((anchor) => {
        const parent = parentOf(anchor);
        return parent !== undefined && (counts.get(parent) ?? 0) >= fewest ? parent : anchor;
      }),
    ),
  ].sort(compare);
};
