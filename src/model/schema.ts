// The threat model's schema: what `specs/<name>.threats.yaml` may hold. The published JSON schema is made from it.

import { z } from "zod";
import { idPattern } from "./id-pattern.ts";

export { idPattern } from "./id-pattern.ts";

/** Most texts are folded already, and looking is a fifth of replacing. */
const unfolded = /[^\S ]|^ | $| {2}/;
const fold = (text: string): string => (unfolded.test(text) ? text.replace(/\s+/g, " ").trim() : text);

/** Text of one paragraph; white space is folded so that printing and parsing agree. */
export const textSchema = z.string().transform(fold).pipe(z.string().min(1));
const text = textSchema;

const id = z.string().regex(idPattern).describe("kebab-case id, unique on the whole map");

export const threatIdPattern: RegExp = /^[A-Z]{1,3}-[a-z2-7]{5}$/;
export const threatIdSchema = z.string().regex(threatIdPattern);

/** `path#symbol` or `path`; never a line number. */
export const anchorSchema = z
  .string()
  .regex(/^[^\s#:][^#\n]*(?:#[^\n]+)?$/)
  .refine((value) => !/:\d+$/.test(value), "an anchor names a symbol, never a line number")
  .describe("path or path#symbol in the repository");

export const factKeySchema = z.string().regex(/^[a-z]+:\S.*$/);
export const weaknessSchema = z.string().regex(/^CWE-\d+$/);
export const attackSchema = z.string().regex(/^CAPEC-\d+$/);

const anchors = z.array(anchorSchema).default([]);
const covers = z
  .array(factKeySchema)
  .default([])
  .describe("keys of facts (of the spec or the code) that this accounts for under another name");

/** What every entry of the map has. */
const entry = {
  name: text,
  description: text.optional(),
  code: anchors,
  covers,
  because: text.optional().describe("why it is on the map although neither spec nor code shows it"),
};

export const externalSchema = z.looseObject({ ...entry, boundary: id.optional(), trust: text.optional() });
export const processSchema = z.looseObject({ ...entry, boundary: id.optional(), runs: text.optional() });
export const storeSchema = z.looseObject({
  ...entry,
  boundary: id.optional(),
  holds: z.array(id).default([]).describe("ids of assets"),
});
export const flowSchema = z.looseObject({
  ...entry,
  from: id,
  to: id,
  data: text.optional(),
  protocol: text.optional(),
  assets: z.array(id).default([]),
  protection: text.optional(),
});
export const boundarySchema = z.looseObject({ ...entry, inside: z.array(id).default([]) });
export const assetSchema = z.looseObject({
  ...entry,
  sensitivity: z.enum(["public", "internal", "confidential", "secret"]).optional(),
});
export const entryPointSchema = z.looseObject({
  ...entry,
  process: id,
  from: z.array(id).default([]).describe("ids of the external entities or processes that call it"),
  authentication: text.optional(),
  authorization: text.optional(),
});
/** An authentication or authorization decision: what is decided, on what, and what it does not cover. */
export const decisionSchema = z.looseObject({ ...entry, decides: text, leaves: text.optional() });
/** A control that lives outside the code: gateway limits, network segments, alarms. */
export const controlSchema = z.looseObject({ ...entry, owner: text.optional(), leaves: text.optional() });
export const assumptionSchema = z.looseObject({ ...entry, owner: text.optional() });
/** An accepted risk as the spec states it, and the threats that carry it. */
export const riskSchema = z.looseObject({
  ...entry,
  owner: text.optional(),
  reason: text.optional(),
  expires: z.string().optional(),
  threats: z.array(threatIdSchema).default([]),
});
export const setAsideSchema = z.looseObject({ reason: text });

const byId = <T extends z.ZodType>(schema: T): z.ZodDefault<z.ZodRecord<typeof id, T>> =>
  z.record(id, schema).default({} as never);

export const mapSchema = z.strictObject({
  externals: byId(externalSchema),
  processes: byId(processSchema),
  stores: byId(storeSchema),
  flows: byId(flowSchema),
  boundaries: byId(boundarySchema),
  assets: byId(assetSchema),
  "entry-points": byId(entryPointSchema),
  decisions: byId(decisionSchema),
  controls: byId(controlSchema),
  assumptions: byId(assumptionSchema),
  risks: byId(riskSchema),
  "set-aside": z
    .record(z.string(), setAsideSchema)
    .default({})
    .describe("facts that are deliberately not on the map, by key, each with its reason"),
});

export const levels = ["none", "low", "medium", "high", "critical"] as const;
export type Level = (typeof levels)[number];
export const levelSchema = z.enum(levels);

export const severitySchema = z.strictObject({
  level: levelSchema.describe("what is left after the controls whose evidence holds"),
  vector: z.string().optional().describe("CVSS 4.0 or 3.1 vector"),
  reason: text.describe("who can reach it, what they need, what they get, what detects it"),
});

export const mitigationSchema = z.looseObject({
  text,
  kind: z.enum(["code", "compensating", "planned"]),
  evidence: anchors.describe("code: at least one anchor that shows it"),
  control: id.optional().describe("compensating: the control on the map"),
  owner: text.optional(),
  leaves: text.optional().describe("what it does not cover"),
});

/** Fields that people own. No agent's delta can set them. */
export const acceptanceSchema = z.looseObject({
  by: text,
  reason: text,
  on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
});
export const falsePositiveSchema = z.looseObject({ by: text, reason: text });
export const overrideSchema = z.looseObject({ level: levelSchema, by: text, reason: text });
export const signOffSchema = z.looseObject({
  by: text,
  on: z.string(),
  digest: z.string(),
  note: text.optional(),
});
export const ownedByPeople = ["acceptance", "false-positive", "override", "notes"] as const;

export const threatSchema = z.looseObject({
  title: text,
  scenario: text.describe("who, from where, with what; what happens; which asset"),
  weakness: z.array(weaknessSchema).default([]),
  attack: z.array(attackSchema).default([]),
  assets: z.array(id).default([]),
  "entry-points": z.array(id).default([]),
  code: anchors,
  severity: severitySchema,
  status: z.enum(["open", "mitigated", "retired"]),
  mitigations: z.record(id, mitigationSchema).default({}),
  check: text.optional().describe("one test or query that shows whether it holds"),
  next: text.optional().describe("the smallest next step"),
  covers,
  provisional: z
    .boolean()
    .optional()
    .describe("answered by the rules agent; nobody who knows the code has looked yet"),
  retired: z.strictObject({ reason: text, change: text.optional() }).optional(),
  disagreement: text.optional().describe("what an agent holds against a person's decision"),
  acceptance: acceptanceSchema.optional(),
  "false-positive": falsePositiveSchema.optional(),
  override: overrideSchema.optional(),
  notes: text.optional(),
});

export const notApplicableSchema = z.looseObject({
  reason: text.describe("names the fact that makes it so"),
  "rests-on": z.array(z.string()).default([]).describe("ids on the map, fact keys or anchors"),
  provisional: z.boolean().optional(),
});

/** All threats of one question, living and retired, or why there is none. */
export const answerSchema = z.strictObject({
  "not-applicable": notApplicableSchema.optional(),
  threats: z.record(threatIdSchema, threatSchema).default({}),
});

/** What two branches say differently of one thing; a person decides. */
export const conflictSchema = z.strictObject({
  path: z.string().describe("what it is about, e.g. threats.S-7f3ka.title"),
  base: z.string().describe("what both branches began with, in words"),
  ours: z.string().describe("what this branch says, which stands in the model"),
  theirs: z.string().describe("what the other branch says"),
});

export const modelSchema = z.strictObject({
  instride: z.literal(1),
  component: z.string().regex(idPattern),
  framework: z.string(),
  conflicts: z
    .array(conflictSchema)
    .optional()
    .describe("what a merge could not decide: put the right value in its place, then remove the entry"),
  summary: text
    .optional()
    .describe("what this component does and where its risk lies, for a reader in an incident"),
  map: mapSchema,
  answers: z.record(id, z.record(z.string(), answerSchema)).default({}),
  "sign-offs": z.record(z.string(), signOffSchema).default({}),
});

export type ThreatModel = z.infer<typeof modelSchema>;
export type ArchitectureMap = z.infer<typeof mapSchema>;
export type Threat = z.infer<typeof threatSchema>;
export type Mitigation = z.infer<typeof mitigationSchema>;
export type Answer = z.infer<typeof answerSchema>;
export type NotApplicable = z.infer<typeof notApplicableSchema>;
export type External = z.infer<typeof externalSchema>;
export type Process = z.infer<typeof processSchema>;
export type Store = z.infer<typeof storeSchema>;
export type Flow = z.infer<typeof flowSchema>;
export type Boundary = z.infer<typeof boundarySchema>;
export type Asset = z.infer<typeof assetSchema>;
export type EntryPoint = z.infer<typeof entryPointSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type Control = z.infer<typeof controlSchema>;
export type Assumption = z.infer<typeof assumptionSchema>;
export type Risk = z.infer<typeof riskSchema>;

/** The sections of the map whose entries have ids, in the order in which they are printed. */
export const mapSections = [
  "externals",
  "processes",
  "stores",
  "flows",
  "boundaries",
  "assets",
  "entry-points",
  "decisions",
  "controls",
  "assumptions",
  "risks",
] as const;
export type MapSection = (typeof mapSections)[number];

/** The sections whose entries are elements: the framework asks questions of them. */
export const elementSections = ["externals", "processes", "stores", "flows"] as const;
export type ElementKind = "external" | "process" | "store" | "flow";
