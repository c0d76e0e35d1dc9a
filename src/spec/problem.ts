// What parsing itself reports: text that could not be read. Everything else is a lint rule of its own.

import type { Finding, Place, Severity } from "../model/finding.ts";

export const problemSeverities = {
  "invalid-encoding": "error",
  "byte-order-mark": "info",
  "spec-too-large": "error",
  "nested-too-deep": "error",
  "too-many-marks": "error",
  "unclosed-comment": "warning",
  "missing-front-matter": "error",
  "front-matter-unreadable": "error",
  "front-matter-alias": "error",
  "front-matter-value": "error",
  "duplicate-front-matter-key": "error",
  "interface-input-unreadable": "warning",
  "unnamed-row": "warning",
} as const satisfies Record<string, Severity>;

export type ProblemCode = keyof typeof problemSeverities;

export interface Problem {
  readonly code: ProblemCode;
  readonly at: Place;
  readonly message: string;
  readonly next?: string;
}

export type Report = (problem: Problem) => void;

export const findingOf = (problem: Problem): Finding => ({
  code: problem.code,
  severity: problemSeverities[problem.code],
  at: problem.at,
  message: problem.message,
  ...(problem.next === undefined ? {} : { next: problem.next }),
});
