// What a commit's signature is worth: git's own verdict, held to who the commit says made it, and to when it can have
// been made. git's verdict alone is not enough: it takes the committer date, which anyone sets, for the time of signing,
// and any allowed key for any author.

import { type AllowedSigner, speaksFor } from "./allowed-signers.ts";
import { type Person, samePerson } from "./person.ts";

/** What git says of a signature, as `%G?`, `%GS` and `%GF` print it. */
export interface GitSignature {
  /** G good, U unknown validity, B bad, X and Y expired, R revoked, E cannot be checked, N none. */
  readonly state: string;
  readonly signer: string;
  readonly fingerprint: string;
  /** The commit object has a signature, whatever git makes of it. */
  readonly present: boolean;
}

export const signatureVerdicts = [
  "good", // an allowed key of the author or committer, within its time
  "none",
  "wrong-signer", // an allowed key, of somebody who is neither author nor committer
  "expired-key",
  "unknown-key",
  "revoked",
  "bad", // the bytes are not what was signed
  "uncheckable", // no allowed signers in the base revision, or a kind of signature that this version can't check
] as const;
export type SignatureVerdict = (typeof signatureVerdicts)[number];

export interface JudgedSignature {
  readonly verdict: SignatureVerdict;
  /** git's letter. */
  readonly state: string;
  /** Whose key it is, as the allowed-signers file says; empty when it does not. */
  readonly signer: string;
  readonly fingerprint: string;
  /** One sentence. */
  readonly why: string;
}

export interface SignedCommit {
  readonly author: Person;
  readonly committer: Person;
  /** The committer's claim, seconds since 1970. */
  readonly committed: number;
  /**
   * The earliest time at which it can have been made, seconds since 1970: the forge's time of merging, or the latest
   * date that its ancestors claim. A date that is forged into the past does not move it.
   */
  readonly floor: number;
}

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** @param allowed undefined when the base revision has no allowed-signers file */
export const judgeSignature = (
  seen: GitSignature,
  allowed: readonly AllowedSigner[] | undefined,
  commit: SignedCommit,
): JudgedSignature => {
  const { state, fingerprint } = seen;
  const own = fingerprint === "" ? [] : (allowed ?? []).filter((each) => each.fingerprint === fingerprint);
  const principals = own.flatMap((each) => each.principals);
  const signer = principals.length > 0 ? principals.join(",") : seen.signer;
  const say = (verdict: SignatureVerdict, why: string): JudgedSignature => ({
    verdict,
    state,
    signer,
    fingerprint,
    why,
  });
  if (state === "N")
    return seen.present
      ? say("uncheckable", "the commit has a signature of a kind that git can't read here")
      : { ...say("none", "the commit is not signed"), signer: "" };
  if (state === "B") return say("bad", "the signature does not fit the commit");
  if (state === "R") return say("revoked", "the key was revoked");
  if (state === "X" || state === "Y") return say("expired-key", "signature or key had expired");
  if (state === "E" || !fingerprint.startsWith("SHA256:"))
    return say(
      "uncheckable",
      "this is no SSH signature; only SSH signatures are held to the allowed signers",
    );
  if (allowed === undefined)
    return say("uncheckable", "the base revision has no allowed-signers file to hold the key to");
  const late = own.filter(({ validBefore }) => validBefore !== undefined && commit.floor >= validBefore);
  if (own.length > 0 && late.length === own.length) {
    const end = day(Math.max(...late.map(({ validBefore }) => validBefore as number)));
    return say(
      "expired-key",
      commit.committed < commit.floor
        ? `the key was valid until ${end}; the commit claims ${day(commit.committed)}, but can't be older than ${day(commit.floor)}`
        : `the key was valid until ${end}`,
    );
  }
  if (state === "U")
    return own.length === 0
      ? { ...say("unknown-key", "the key is not among the allowed signers of the base revision"), signer: "" }
      : say(
          "expired-key",
          "the key was not valid at the date that the commit claims, or not for signing commits",
        );
  if (state !== "G") return say("uncheckable", `git says ${state}`);
  const persons = principals.length > 0 ? principals : [seen.signer];
  if (speaksFor(persons, commit.author.email)) return say("good", "signed by its author");
  if (speaksFor(persons, commit.committer.email))
    return say(
      "good",
      samePerson(commit.author, commit.committer)
        ? "signed by its author"
        : "signed by its committer, who is not its author",
    );
  return say("wrong-signer", `signed with the key of ${signer}, who is neither author nor committer`);
};
