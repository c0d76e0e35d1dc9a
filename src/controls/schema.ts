// The schema of a control mapping: what a framework asks, in our own words, and which of instride's data serves it. The
// built-in frameworks and a house mapping go through the same one.

import { z } from "zod";

/** What instride can lay before an auditor. */
export const dataKinds = [
  "threats",
  "coverage",
  "change",
  "identity",
  "time",
  "review",
  "risks",
  "check",
  "retention",
  "package",
  "exceptions",
] as const;
export type DataKind = (typeof dataKinds)[number];

/**
 * How far instride's data carries. `direct`: it answers what the control asks, for the code that is paired. `partial`: it
 * is one part of the answer. `indirect`: it is input for a process that lives elsewhere.
 */
export const supports = ["direct", "partial", "indirect"] as const;
export type Support = (typeof supports)[number];

const text = z.string().trim().min(1);

export const controlSchema = z.strictObject({
  id: text.describe("as the framework writes it"),
  asks: text.describe("what it asks, in your own words"),
  support: z
    .enum(supports)
    .describe("direct: answers it for paired code; partial: one part; indirect: input for another process"),
  data: z.array(z.enum(dataKinds)).min(1).describe("which of instride's data serves it"),
  adds: z.array(text).min(1).describe("what the organisation adds, because instride does not have it"),
});

const unservedSchema = z.strictObject({ id: text, why: text });

export const frameworkSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "expected lower-case letters, digits and hyphens"),
  name: text,
  version: text.describe("edition or date, so that a reader knows which text is meant"),
  notes: z.array(text).default([]).describe("what a reader of every control of it should know"),
  controls: z.array(controlSchema).min(1),
  unserved: z
    .array(unservedSchema)
    .default([])
    .describe("controls that look near and get nothing from instride"),
});

export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  frameworks: z.array(frameworkSchema).min(1),
});

export type Control = z.infer<typeof controlSchema>;
export type ControlFramework = z.infer<typeof frameworkSchema>;
