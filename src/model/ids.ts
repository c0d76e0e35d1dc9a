// Threat ids. Code mints them, so that the same threat gets the same id on every branch and in every reconstruction.

import { createHash } from "node:crypto";
import { slug } from "./fact.ts";

/** What makes a threat the one that it is, at the moment when it is first added. */
export interface ThreatIdentity {
  readonly component: string;
  readonly element: string;
  readonly category: string;
  /** The category's letter; the id begins with it. */
  readonly letter: string;
  readonly weakness: readonly string[];
  readonly anchors: readonly string[];
  readonly title: string;
  /** Tells it from another threat with the same weakness under the same question. */
  readonly distinct?: string | undefined;
}

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** Where a threat stands, as one string: `element/category`. */
export const questionKey = (element: string, category: string): string => `${element}/${category}`;

/** The symbol of `path#symbol`; a bare path stands for itself. */
const symbolOf = (anchor: string): string => anchor.slice(anchor.indexOf("#") + 1);

/**
 * The part of a threat's identity that survives rewording: its first weakness, else the symbol of its first
 * anchor (a file may move, a symbol stays), else its title as a slug.
 */
export const identityKey = (
  identity: Pick<ThreatIdentity, "weakness" | "anchors" | "title" | "distinct">,
): string => {
  const [weakness] = identity.weakness;
  const [anchor] = identity.anchors;
  const key = weakness ?? (anchor === undefined ? slug(identity.title) : symbolOf(anchor));
  return identity.distinct === undefined ? key : `${key} ${slug(identity.distinct)}`;
};

const fiveChars = (parts: readonly (string | number)[]): string => {
  let bits = createHash("sha256").update(JSON.stringify(parts)).digest().readUInt32BE(0) >>> 7;
  let chars = "";
  for (let i = 0; i < 5; i++) {
    chars = `${alphabet[bits & 31]}${chars}`;
    bits >>>= 5;
  }
  return chars;
};

/**
 * Mints the id of a threat: its category's letter and five base-32 characters of a SHA-256 over component, element,
 * category and identity key.
 *
 * `taken` maps every id of the model to the question (`questionKey`) under which it stands. An id that is taken under
 * the same question is the same threat, and is returned. An id that is taken under another question is a collision of
 * hashes (25 bits, so about once in 33 million pairs), and the next counter is tried, so that the result depends on
 * the model's ids alone.
 */
export const mintThreatId = (identity: ThreatIdentity, taken: ReadonlyMap<string, string>): string => {
  const question = questionKey(identity.element, identity.category);
  const parts = [identity.component, identity.element, identity.category, identityKey(identity)];
  for (let counter = 0; ; counter++) {
    const id = `${identity.letter}-${fiveChars(counter === 0 ? parts : [...parts, counter])}`;
    const holder = taken.get(id);
    if (holder === undefined || holder === question) return id;
  }
};
