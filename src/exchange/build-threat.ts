// One foreign threat as a threat of ours. What the file says of its standing is a claim, and a mitigation without evidence is
// planned.

import { slug } from "../model/fact.ts";
import {
  anchorSchema,
  attackSchema,
  idPattern,
  type Mitigation,
  type Threat,
  weaknessSchema,
} from "../model/schema.ts";
import { clip, Names } from "./text.ts";
import type { ForeignThreat } from "./types.ts";

export const longestId = 60;

/** A model's texts are one paragraph each, and never empty. */
export const folded = (text: string | undefined): string | undefined =>
  text?.replace(/\s+/g, " ").trim() || undefined;

interface Check {
  readonly safeParse: (value: unknown) => { readonly success: boolean };
}

/** The values that a schema takes, each once. */
export const validOf = (schema: Check, values: readonly string[] = []): string[] => [
  ...new Set(values.filter((value) => schema.safeParse(value).success)),
];

export interface ThreatContext {
  /** The format's name, as people know it. */
  readonly from: string;
  /** Foreign id → key of the part of our model that it stands for. */
  readonly known: ReadonlyMap<string, string>;
  /** Our ids of assets, by the refs of the file. */
  readonly assets: (refs?: readonly string[]) => string[];
}

const mitigationsOf = (
  threat: ForeignThreat,
  known: ReadonlyMap<string, string>,
): Record<string, Mitigation> => {
  const names = new Names();
  const ours = (ref: string): string | undefined => {
    const key = known.get(ref);
    return key?.startsWith("mitigations/") === true ? key.slice(key.lastIndexOf("/") + 1) : undefined;
  };
  return Object.fromEntries(
    threat.mitigations.flatMap(({ ref, text, kind, evidence }): [string, Mitigation][] => {
      const words = folded(text);
      if (words === undefined) return [];
      const shown = validOf(anchorSchema, evidence);
      const wanted = slug(words).split("-").slice(0, 5).join("-").slice(0, longestId).replace(/-+$/, "");
      const id = names.take(ours(ref) ?? (idPattern.test(wanted) ? wanted : "mitigation"));
      const is = kind === "code" && shown.length === 0 ? "planned" : (kind ?? "planned");
      return [[id, { text: words, kind: is, evidence: shown }]];
    }),
  );
};

export const threatOf = (said: ForeignThreat, { from, known, assets }: ThreatContext): Threat => {
  const title = clip(folded(said.title) ?? "Untitled threat", 300);
  const claimed = folded(said.claims);
  const next = folded(said.next);
  const check = folded(said.check);
  const unreasoned = `${said.level === undefined ? "Not rated" : "Rated without a reason"} in ${from}.`;
  return {
    title,
    scenario: folded(said.scenario) ?? title,
    weakness: validOf(weaknessSchema, said.weakness),
    attack: validOf(attackSchema, said.attack),
    assets: assets(said.assets),
    "entry-points": [],
    code: validOf(anchorSchema, said.code),
    covers: [],
    severity: { level: said.level ?? "medium", reason: folded(said.reason) ?? unreasoned },
    status: "open",
    mitigations: mitigationsOf(said, known),
    ...(check === undefined ? {} : { check }),
    ...(next === undefined ? {} : { next }),
    ...(claimed === undefined ? {} : { claimed: `${claimed} (${from})` }),
  };
};
