// Pieces of schemas for foreign files: only what is read is named, and what else is there is passed over.

import { z } from "zod";
import { type FieldProblem, mostParts } from "./types.ts";

export const text = z.string();
/** Some tools write null for what is not there. */
export const maybe = <T extends z.ZodType>(schema: T): z.ZodOptional<z.ZodNullable<T>> =>
  schema.nullable().optional();
export const list = <T extends z.ZodType>(item: T): z.ZodDefault<z.ZodArray<T>> =>
  z.array(item).max(mostParts).default([]);
/** A list that may be null. */
export const someOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .max(mostParts)
    .nullish()
    .transform((items) => items ?? []);

export type Read<T> = { readonly value: T } | { readonly problems: readonly FieldProblem[] };

/** Reads a document by a schema, all problems at once. */
export const readWith = <T>(schema: z.ZodType<T>, document: unknown): Read<T> => {
  const read = schema.safeParse(document);
  if (read.success) return { value: read.data };
  return { problems: read.error.issues.map(({ path, message }) => ({ path, message })) };
};
