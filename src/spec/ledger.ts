// What the security section has stated so far.

import { type Fact, sentenceKinds, slug } from "../model/fact.ts";
import type { Place } from "../model/finding.ts";
import { withProtection } from "./facts.ts";
import { oneLine, saysNone, takesSomethingBack } from "./text.ts";
import type { SpecReading, UnreadText } from "./types.ts";

export interface Stated extends Pick<SpecReading, "repeated" | "cells"> {
  readonly facts: readonly Fact[];
  readonly outOfScope: readonly string[];
  readonly unread: readonly UnreadText[];
}

/** A sentence after the "None.", or a cell beside it that takes something out of it. */
const saysMore = ({ name, text, fields }: Fact): boolean =>
  (text.startsWith(name) && !saysNone(text)) || Object.values(fields).some(takesSomethingBack);

/** Collects what the section states; a fact stated twice is kept once. */
export class Ledger {
  readonly #facts = new Map<string, Fact>();
  /** Facts by all that they say, and how many begin with the words of a key. */
  readonly #sentences = new Map<string, Fact>();
  readonly #alike = new Map<string, number>();
  readonly #repeated: { fact: Fact; first: Fact }[] = [];
  readonly #cells = new Map<Fact, Readonly<Record<string, Place>>>();
  readonly #outOfScope: string[] = [];
  readonly #unread: UnreadText[] = [];
  #statements = 0;

  /** How many statements were taken down so far, repeated and unread ones included. */
  get statements(): number {
    return this.#statements;
  }

  state(fact: Fact, places?: Readonly<Record<string, Place>>): void {
    if (saysNone(fact.name)) {
      if (saysMore(fact)) this.leave(fact.kind, fact.text, fact.at);
      return;
    }
    if (!/[\p{L}\p{N}\p{S}]/u.test(fact.name)) {
      this.leave(fact.kind, fact.text, fact.at);
      return;
    }
    this.#statements += 1;
    let kept = fact;
    let first = this.#facts.get(kept.key);
    if (
      first !== undefined &&
      fact.kind === "flow" &&
      first.fields["protection"] !== fact.fields["protection"]
    ) {
      kept = withProtection(fact);
      first = this.#facts.get(kept.key);
    }
    if (sentenceKinds.has(fact.kind)) {
      // Keys hold the beginning of a sentence only: another sentence that begins alike is another fact.
      const whole = `${fact.kind}:${slug(fact.name)}`;
      first = this.#sentences.get(whole);
      if (first === undefined) kept = { ...fact, key: this.#freeKey(fact.key) };
      this.#sentences.set(whole, first ?? kept);
    }
    if (first !== undefined) {
      this.#repeated.push({ fact, first });
      return;
    }
    this.#facts.set(kept.key, kept);
    if (places !== undefined) this.#cells.set(kept, places);
  }

  #freeKey(key: string): string {
    let count = this.#alike.get(key) ?? 0;
    let free = key;
    do free = ++count === 1 ? key : `${key}-${count}`;
    while (this.#facts.has(free));
    this.#alike.set(key, count);
    return free;
  }

  leave(section: string, text: string, at: Place): void {
    this.#statements += 1;
    this.#unread.push({ section, text: oneLine(text), at });
  }

  exclude(statements: readonly string[]): void {
    const real = statements.filter((statement) => statement !== "" && !saysNone(statement));
    this.#statements += real.length;
    this.#outOfScope.push(...real);
  }

  result(): Stated {
    return {
      facts: [...this.#facts.values()],
      repeated: this.#repeated,
      cells: this.#cells,
      outOfScope: this.#outOfScope,
      unread: this.#unread,
    };
  }
}
