// Changes to one question of a model, for tests that merge two of them.

import fc from "fast-check";
import { questionsOf } from "../../src/frameworks/index.ts";
import { stride } from "../../src/frameworks/stride.ts";
import { answerSchema, levels, type ThreatModel, threatSchema } from "../../src/model/schema.ts";
import { sessionService } from "./session-service.ts";

export interface Edit {
  /** Index among the questions of the model. */
  readonly cell: number;
  readonly kind: "add" | "retire" | "reword" | "settle" | "not-applicable" | "clear";
  readonly level: number;
  /** Few words on purpose: equal lines are what leads a line-wise merge astray. */
  readonly word: string;
}

export const questions = questionsOf(stride, sessionService);

export const edits: fc.Arbitrary<Edit> = fc.record({
  cell: fc.nat(questions.length - 1),
  kind: fc.constantFrom("add", "retire", "reword", "settle", "not-applicable", "clear"),
  level: fc.nat(levels.length - 1),
  word: fc.constantFrom("token", "store", "caller"),
});

const threatId = (letter: string, cell: number, count: number): string => {
  const digits = "abcdefghijklmnopqrstuvwxyz234567";
  return `${letter}-${digits[cell % 32]}${digits[cell >> 5]}${digits[count % 32]}aa`;
};

/** The model with one answer changed; the given one stays as it is. */
export const applyEdit = (model: ThreatModel, { cell, kind, level, word }: Edit): ThreatModel => {
  const changed = structuredClone(model);
  const { element, category } = questions[cell] as (typeof questions)[number];
  changed.answers[element] ??= {};
  const answers = changed.answers[element];
  if (kind === "clear") {
    delete answers[category];
    return changed;
  }
  answers[category] ??= answerSchema.parse({});
  const answer = answers[category];
  const threats = Object.values(answer.threats);
  const severity = { level: levels[level] ?? "low", reason: `whoever has a ${word}` };
  const letter = stride.categories.find(({ id }) => id === category)?.letter ?? "X";
  switch (kind) {
    case "add":
      answer.threats[threatId(letter, cell, threats.length)] = threatSchema.parse({
        title: `Stolen ${word}`,
        scenario: `Somebody takes a ${word}.`,
        severity,
        status: "open",
        mitigations: {
          check: { text: `The ${word} is checked`, kind: "code", evidence: ["src/check.ts#check"] },
        },
        next: `Bind the ${word}`,
      });
      delete answer["not-applicable"];
      break;
    case "retire":
      for (const threat of threats) {
        threat.status = "retired";
        threat.retired = { reason: `The ${word} is gone` };
      }
      break;
    case "reword":
      for (const threat of threats) Object.assign(threat, { title: `A ${word} is stolen`, severity });
      break;
    case "settle":
      for (const threat of threats) {
        threat.acceptance = {
          by: "Ada Okafor",
          reason: `The ${word} is public`,
          on: "2026-02-01",
          until: "2027-02-01",
        };
      }
      break;
    case "not-applicable":
      answer["not-applicable"] = { reason: `There is no ${word}`, "rests-on": [] };
      break;
  }
  return changed;
};
