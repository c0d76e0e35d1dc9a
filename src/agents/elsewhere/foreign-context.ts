// Conversations and attributions that other tools keep beside the code, as text that may be read and shown: without
// credentials, without characters that hide or move text, and bounded. Nothing here is ever written to, and no agent
// takes any of it unless it is asked to: whoever does names the provenance.

import { visible } from "../../safety/delimit.ts";
import { redactSecrets } from "../../safety/secrets.ts";

export const foreignSources = ["entire", "git-ai", "specstory"] as const;
export type ForeignSource = (typeof foreignSources)[number];

/** Where a text comes from. Names of agents and tools are what the source says, a claim. */
export interface ForeignProvenance {
  /** A ref, a note or a path of the repository. */
  readonly where: string;
  /** The commit that names it, or to which it is attached. */
  readonly commit?: string;
  readonly agent?: string;
}

export interface FoundContext {
  readonly source: ForeignSource;
  /** Unique within its source. */
  readonly id: string;
  readonly provenance: ForeignProvenance;
}

export interface ForeignContext extends FoundContext {
  readonly text: string;
  /** Characters before the text that were left out, because the end of a conversation counts most. */
  readonly cut: number;
  /** Kinds of credentials that were taken out. */
  readonly removed: readonly string[];
}

/** Characters of one context; about 25,000 tokens. */
export const maxText = 60_000;

/** Bytes of one stored file that are read at all. */
export const maxStored = 8 * 1024 * 1024;

/** Takes credentials out before anything is cut, so that no half of one is left. */
export const foreignContext = (found: FoundContext, raw: string, limit = maxText): ForeignContext => {
  const { text, kinds } = redactSecrets(visible(raw));
  const cut = Math.max(0, text.length - limit);
  // Not in the middle of a pair of surrogates.
  const from = cut > 0 && /[\udc00-\udfff]/.test(text.charAt(cut)) ? cut + 1 : cut;
  return { ...found, text: text.slice(from), cut: from, removed: kinds };
};
