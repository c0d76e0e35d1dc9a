// What git's commands do with their options, from its manual (2.39 to 2.52). Data, and how one option is looked up.

/** Options of one git command, as far as a reader of its arguments must know them. */
export interface GitOptions {
  /** Short options that take a value: the rest of the cluster, or the next argument. */
  readonly short: string;
  /** Short options that take the rest of the cluster as a value, if there is a rest. */
  readonly shortOptional: string;
  /** Long options that take a value, stuck on by `=` or as the next argument. */
  readonly long: readonly string[];
  /** Long options without a separate value: they matter for abbreviations. */
  readonly flags: readonly string[];
  /** The short option that leaves hooks out. */
  readonly bypass: string;
  /** Options whose value is a command line for a shell. */
  readonly scripts: readonly string[];
}

const words = (text: string): string[] => text.split(" ");

/** Commands that run hooks and can be told not to. `-n` is `--no-verify` for commit and am alone. */
export const guarded: Readonly<Record<string, GitOptions>> = {
  commit: {
    short: "mFCct",
    shortOptional: "uS",
    long: words(
      "message file author date reedit-message reuse-message fixup squash trailer template cleanup pathspec-from-file unified inter-hunk-context",
    ),
    flags: words(
      "quiet verbose reset-author signoff edit status gpg-sign no-gpg-sign all include interactive patch only no-verify verify dry-run short branch ahead-behind porcelain long null amend no-post-rewrite untracked-files pathspec-file-nul allow-empty allow-empty-message no-edit no-status no-signoff",
    ),
    bypass: "n",
    scripts: [],
  },
  merge: {
    short: "sXmF",
    shortOptional: "S",
    long: words("strategy strategy-option message file into-name cleanup"),
    flags: words(
      "stat no-stat summary compact-summary log no-log squash no-squash commit no-commit edit no-edit ff no-ff ff-only rerere-autoupdate verify-signatures no-verify-signatures verbose quiet abort quit continue allow-unrelated-histories progress gpg-sign no-gpg-sign autostash no-autostash overwrite-ignore signoff no-signoff no-verify verify",
    ),
    bypass: "",
    scripts: [],
  },
  push: {
    short: "o",
    shortOptional: "",
    long: words("repo receive-pack exec push-option recurse-submodules"),
    flags: words(
      "verbose quiet all branches mirror delete tags dry-run porcelain force force-with-lease force-if-includes thin no-thin set-upstream progress prune no-verify verify follow-tags signed atomic ipv4 ipv6",
    ),
    bypass: "",
    scripts: [],
  },
  am: {
    short: "Cp",
    shortOptional: "S",
    long: words("quoted-cr whitespace directory exclude include patch-format resolvemsg empty"),
    flags: words(
      "interactive 3way quiet signoff utf8 keep keep-non-patch message-id keep-cr no-keep-cr scissors ignore-space-change ignore-whitespace reject continue resolved retry skip abort quit show-current-patch allow-empty committer-date-is-author-date ignore-date rerere-autoupdate gpg-sign no-verify verify",
    ),
    bypass: "n",
    scripts: [],
  },
  rebase: {
    short: "CxsX",
    shortOptional: "Sr",
    long: words("onto whitespace empty exec strategy strategy-option"),
    flags: words(
      "keep-base no-verify verify quiet verbose no-stat stat signoff committer-date-is-author-date reset-author-date ignore-whitespace force-rebase no-ff ff continue skip abort quit edit-todo show-current-patch apply merge interactive rerere-autoupdate autosquash no-autosquash update-refs gpg-sign autostash no-autostash rebase-merges fork-point root reschedule-failed-exec reapply-cherry-picks",
    ),
    bypass: "",
    scripts: ["x", "exec"],
  },
  pull: {
    short: "sXo",
    shortOptional: "Srj",
    long: words(
      "strategy strategy-option upload-pack depth shallow-since shallow-exclude deepen refmap server-option negotiation-tip cleanup",
    ),
    flags: words(
      "verbose quiet progress recurse-submodules rebase no-rebase stat no-stat log no-log signoff squash commit no-commit edit no-edit ff no-ff ff-only verify no-verify verify-signatures no-verify-signatures autostash no-autostash gpg-sign allow-unrelated-histories all append force tags no-tags prune jobs dry-run keep unshallow update-shallow ipv4 ipv6 show-forced-updates set-upstream",
    ),
    bypass: "",
    scripts: [],
  },
};

/** git's own options, before the command's name, that take the next argument as their value. */
export const globalWithValue: ReadonlySet<string> = new Set(
  words("-C -c --git-dir --work-tree --namespace --super-prefix --config-env --attr-source"),
);

/** Whether a long option, perhaps abbreviated as git allows it, takes the next argument as its value. */
export const takesNext = (options: GitOptions, name: string): boolean => {
  if (options.long.includes(name)) return true;
  if (options.flags.includes(name)) return false;
  const matches = [...options.long, ...options.flags].filter((each) => each.startsWith(name));
  return matches.length === 1 && options.long.includes(matches[0] as string);
};

/**
 * Whether a long option's name, without its dashes, is `no-verify` or an abbreviation. git refuses the shortest of
 * them as ambiguous, which of them depends on its version, so all are taken for it.
 */
export const isNoVerify = (name: string): boolean => name.length >= 4 && "no-verify".startsWith(name);

/** Commands that git has itself: no alias can take their names. */
export const builtins: ReadonlySet<string> = new Set(
  words(
    "add am annotate apply archive bisect blame branch bugreport bundle cat-file check-attr check-ignore check-mailmap check-ref-format checkout checkout-index cherry cherry-pick citool clean clone column commit commit-graph commit-tree config count-objects credential describe diagnose diff diff-files diff-index diff-tree difftool fast-export fast-import fetch fetch-pack filter-branch fmt-merge-msg for-each-ref for-each-repo format-patch fsck gc grep gui hash-object help hook index-pack init instaweb interpret-trailers lfs log ls-files ls-remote ls-tree mailinfo mailsplit maintenance merge merge-base merge-file merge-index merge-tree mergetool mktag mktree multi-pack-index mv name-rev notes pack-objects pack-refs patch-id prune pull push quiltimport range-diff read-tree rebase reflog remote repack replace request-pull rerere reset restore rev-list rev-parse revert rm send-email send-pack shell shortlog show show-branch show-index show-ref sparse-checkout stage stash status stripspace submodule subtree switch symbolic-ref tag unpack-file unpack-objects update-index update-ref update-server-info var verify-commit verify-pack verify-tag version whatchanged worktree write-tree",
  ),
);
