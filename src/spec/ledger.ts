// What the security section has stated so far.

import type { Fact } from "../model/fact.ts";
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
    if (first !== undefined) {
      this.#repeated.push({ fact, first });
      return;
    }
    this.#facts.set(kept.key, kept);
    if (places !== undefined) this.#cells.set(kept, places);
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
