// The order and shape in which a model is printed, read off its schema so that the two cannot drift apart.

import { z } from "zod";
import { modelSchema } from "./schema.ts";

export interface Layout {
  /** Known fields of an object in the order of the schema; undefined for records, lists and scalars. */
  readonly fields?: ReadonlyMap<string, Field>;
  /** Layout of a record's values or of a list's items. */
  readonly items?: Layout;
  /** Children are set apart by blank lines, which also keeps changes to neighbours from touching in a merge. */
  readonly spaced: boolean;
}

export interface Field {
  readonly layout: Layout;
  /** Left out when empty, because parsing fills it in. */
  readonly omitEmpty: boolean;
}

/** Layout of what no schema describes. */
export const plainLayout: Layout = { spaced: false };

const spacedPaths = new Set(["", "map", "map.*", "answers", "answers.*", "answers.*.*.threats", "sign-offs"]);

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
/** Sections of the map are alike. */
const place = (path: string): string => path.replace(/^map\.[a-z-]+/, "map.*");

/** Layout of a schema; `path` is where it stands in the model. */
export const layoutOf = (schema: z.core.$ZodType, path: string): Layout => {
  const spaced = spacedPaths.has(place(path));
  if (schema instanceof z.ZodObject) {
    const fields = new Map<string, Field>();
    for (const [key, field] of Object.entries(schema.shape as z.core.$ZodShape))
      fields.set(key, { layout: layoutOf(field, join(path, key)), omitEmpty: field instanceof z.ZodDefault });
    return { fields, spaced };
  }
  if (schema instanceof z.ZodRecord) return { items: layoutOf(schema.valueType, join(path, "*")), spaced };
  if (schema instanceof z.ZodArray) return { items: layoutOf(schema.element, join(path, "*")), spaced };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return layoutOf(schema.unwrap(), path);
  return plainLayout;
};

export const modelLayout: Layout = layoutOf(modelSchema, "");

/** The fields that a layout knows at a path. */
export const fieldsAt = (layout: Layout, path: readonly PropertyKey[]): Iterable<string> => {
  let here: Layout | undefined = layout;
  for (const key of path) here = here?.fields?.get(String(key))?.layout ?? here?.items;
  return here?.fields?.keys() ?? [];
};
