// A delta is a list of typed operations on a threat model. Agents send deltas; they never rewrite a model.

import { z } from "zod";
import {
  anchorSchema,
  attackSchema,
  factKeySchema,
  idPattern,
  mapSections,
  mitigationSchema,
  severitySchema,
  textSchema,
  threatIdSchema,
  threatSchema,
  weaknessSchema,
} from "./schema.ts";

const reason = textSchema;
const id = z.string().regex(idPattern);

/** A threat as an agent may write it: without an id (code mints it) and without the fields that people own. */
export const newThreatSchema = threatSchema
  .omit({
    retired: true,
    acceptance: true,
    "false-positive": true,
    override: true,
    notes: true,
    disagreement: true,
    provisional: true,
  })
  .strict()
  .extend({ status: z.enum(["open", "mitigated"]).default("open") });

/** The fields of a threat that an update may set. A mitigation set to null is removed. */
export const threatPatchSchema = z
  .strictObject({
    title: textSchema,
    scenario: textSchema,
    weakness: z.array(weaknessSchema),
    attack: z.array(attackSchema),
    assets: z.array(id),
    "entry-points": z.array(id),
    code: z.array(anchorSchema),
    severity: severitySchema,
    status: z.enum(["open", "mitigated"]),
    mitigations: z.record(id, mitigationSchema.nullable()),
    check: textSchema.nullable(),
    next: textSchema.nullable(),
    covers: z.array(factKeySchema),
  })
  .partial();

export const operationSchema = z.discriminatedUnion("op", [
  z
    .strictObject({
      op: z.literal("put"),
      section: z.enum(mapSections),
      id,
      value: z
        .record(z.string(), z.unknown())
        .describe("the entry's fields; fields left out keep their value, null removes one"),
    })
    .describe("add an entry to the map, or change fields of one"),
  z
    .strictObject({ op: z.literal("drop"), section: z.enum(mapSections), id, reason })
    .describe("take an entry off the map; its threats must be retired or moved in the same delta"),
  z
    .strictObject({
      op: z.literal("add"),
      element: id,
      category: z.string(),
      threat: newThreatSchema,
      distinct: z
        .string()
        .optional()
        .describe("a short word that tells it from a threat with the same weakness at the same place"),
    })
    .describe("add a threat; the id is minted by code"),
  z.strictObject({ op: z.literal("update"), id: threatIdSchema, set: threatPatchSchema }),
  z.strictObject({ op: z.literal("retire"), id: threatIdSchema, reason }),
  z
    .strictObject({
      op: z.literal("answer"),
      element: id,
      category: z.string(),
      reason,
      "rests-on": z.array(z.string()).default([]),
    })
    .describe("not applicable, with the fact that makes it so"),
  z
    .strictObject({ op: z.literal("no-change"), reason, about: z.array(z.string()).default([]) })
    .describe(
      "the change was looked at and the model still holds; about: ids, `element/category` or fact keys",
    ),
  z.strictObject({ op: z.literal("set-aside"), fact: z.string(), reason }),
  z
    .strictObject({ op: z.literal("disagree"), id: threatIdSchema, text: reason })
    .describe("keep an objection beside a person's acceptance, false positive or override"),
  z.strictObject({ op: z.literal("summarise"), text: reason }),
]);

export const deltaSchema = z.strictObject({ operations: z.array(operationSchema) });

export type Operation = z.infer<typeof operationSchema>;
export type Delta = z.infer<typeof deltaSchema>;
export type NewThreat = z.infer<typeof newThreatSchema>;
export type ThreatPatch = z.infer<typeof threatPatchSchema>;

/** What is wrong with one operation, in words that an agent can act on. */
export interface DeltaProblem {
  /** `operations[3].threat.weakness[0]`. */
  readonly path: string;
  /** Kebab-case rule id, e.g. `unknown-element`, `owned-by-people`, `anchor-not-found`. */
  readonly rule: string;
  readonly message: string;
  readonly expected?: string;
}
