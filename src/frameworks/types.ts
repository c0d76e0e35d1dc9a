// A framework is data: which questions are asked of which kind of element, and the rules that answer them offline.

import type { ElementKind, Level } from "../model/schema.ts";

export interface Category {
  /** Kebab-case: `information-disclosure`. */
  readonly id: string;
  /** One to three upper-case letters that begin threat ids. Unique in its framework. */
  readonly letter: string;
  readonly title: string;
}

export interface Framework {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly categories: readonly Category[];
  /** For each kind of element: category → the question in words; `{name}` is the element's name. */
  readonly questions: Readonly<Record<ElementKind, Readonly<Record<string, string>>>>;
}

/** One (element, category) pair of a model. */
export interface Question {
  readonly element: string;
  readonly kind: ElementKind;
  readonly category: string;
  readonly text: string;
}

export type { ElementKind, Level };
