// The catalogue of gaps: what each kind is called, and why an auditor should care. Its order is the order of the report.

export interface GapKind {
  readonly title: string;
  readonly why: string;
  /** A note is said, and does not make the command end with findings. */
  readonly note?: true;
}

export const gapKinds = {
  "history-rewritten": {
    title: "History was rewritten",
    why: "Commits that an earlier package or the start names are no longer part of the history: a force-push took them out.",
  },
  "period-gap": {
    title: "Period does not begin where the last one ended",
    why: "Commits between two packages are in neither of them, or in both.",
  },
  "start-off-chain": {
    title: "START is not on the first-parent chain of END",
    why: "A merge with its parents swapped hid the branch; every commit of the range is listed instead.",
  },
  "bypassed-hook": {
    title: "Commits that went past the hooks",
    why: "The code of a component changed and no record considers the change.",
  },
  "not-in-step": {
    title: "Commits that left a component out of step",
    why: "From here on the threat model does not describe the code or the spec.",
  },
  "record-edited": {
    title: "Records that were edited",
    why: "A record is evidence; its name is made from its content, and the two differ.",
  },
  "record-deleted": {
    title: "Records that were deleted",
    why: "Evidence of a change that was considered is gone.",
  },
  "threat-deleted": {
    title: "Threats that were deleted",
    why: "A threat is retired with a reason; it never vanishes.",
  },
  "model-without-record": {
    title: "Threat models edited without a record",
    why: "Somebody changed the model by hand, and nothing says why.",
  },
  "component-ended": {
    title: "Components that ended",
    why: "Nothing checks this code any more, or it is gone.",
  },
  "unpaired-code": {
    title: "Code without a threat model",
    why: "The settings demand that this code is paired with a spec, and it is not.",
  },
  "acceptance-expired": {
    title: "Accepted risks that have expired",
    why: "Somebody accepted the risk until a day that is over; nobody has decided since.",
  },
  "bot-sign-off": {
    title: "Decisions that no person made",
    why: "A sign-off or an acceptance is by a bot or a coding agent, or was committed by one.",
  },
  "decision-by-another": {
    title: "Decisions committed by somebody else",
    why: "The person who is named did not author the commit that says so.",
  },
  "sign-off-outdated": {
    title: "Sign-offs of an earlier model",
    why: "The threat model has changed since it was read and signed off.",
  },
  "no-sign-off": {
    title: "Components that nobody signed off",
    why: "No person has said that they read this threat model.",
    note: true,
  },
  "provisional-mode": {
    title: "Answers by rules alone",
    why: "The deterministic agent answered; nobody who knows the code has looked yet.",
  },
  reconstructed: {
    title: "Answers from a fresh reading",
    why: "The conversation that wrote the code did not answer; a fresh reading of it did.",
    note: true,
  },
  "signature-bad": {
    title: "Signatures that do not fit",
    why: "The commit is not what was signed.",
  },
  "wrong-signer": {
    title: "Signed by somebody else",
    why: "The key belongs to an allowed person who is neither author nor committer.",
  },
  "expired-key": {
    title: "Signed with a key outside its time",
    why: "The key's time was over, or had not begun, when the commit can have been made.",
  },
  "unknown-key": {
    title: "Signed with an unknown key",
    why: "The key is not among the allowed signers of the base revision.",
  },
  "signature-uncheckable": {
    title: "Signatures that could not be checked",
    why: "There is a signature, and nothing here to hold it to a person.",
  },
  unsigned: {
    title: "Unsigned commits",
    why: "Author and committer are claims that nothing supports.",
  },
  "no-allowed-signers": {
    title: "No allowed signers in the base revision",
    why: "No signature can be held to a person.",
  },
  "date-before-parent": {
    title: "Dates that can't be true",
    why: "A commit claims to be older than a commit that it builds on.",
  },
  "date-in-the-future": {
    title: "Dates after this package",
    why: "A commit claims a day that had not come when the package was made.",
  },
  "date-against-forge": {
    title: "Dates that the forge contradicts",
    why: "A commit claims to have been made after the forge had merged it.",
  },
  "merge-own-content": {
    title: "Merges with content of their own",
    why: "The merge's tree is not what merging its parents gives: a conflict was resolved, or something was added, that no branch had.",
  },
  "merge-not-bound": {
    title: "Merges that differ from what was reviewed",
    why: "What landed has neither the tree nor the patch of the reviewed commits.",
  },
  "direct-push": {
    title: "Changes without a merge",
    why: "The forge's list has no pull or merge request for it.",
  },
  "merge-missing": {
    title: "Merges that are not in the population",
    why: "The forge's list names a commit that the period does not hold.",
  },
  "merge-list-unreadable": {
    title: "Entries of the merge list that could not be read",
    why: "The reconciliation leaves them out.",
  },
  "self-review": {
    title: "Reviewed by nobody but author or bot",
    why: "Every reviewer that is named is an author of the change, a bot or a coding agent.",
  },
  "review-before-last-commit": {
    title: "Reviewed before the last commit",
    why: "The reviewer read an earlier state than what was merged.",
  },
  "no-reviewer": {
    title: "Changes without a known reviewer",
    why: "Neither the forge's list nor a trailer names one.",
  },
  "settings-changed": {
    title: "Changes of the rules",
    why: "Settings, hooks or allowed signers changed; the package judges by those of the base revision.",
    note: true,
  },
  "policy-of-tree": {
    title: "The base revision has no settings",
    why: "Each commit is judged by the policy of its own tree.",
    note: true,
  },
} as const satisfies Readonly<Record<string, GapKind>>;

export type GapKindName = keyof typeof gapKinds;

export const gapKind = (name: string): GapKind =>
  (gapKinds as Readonly<Record<string, GapKind>>)[name] as GapKind;

export const isNote = (name: string): boolean => gapKind(name).note === true;
