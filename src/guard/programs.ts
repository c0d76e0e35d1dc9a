// Other programs that take hooks out, or commit past them.

import type { Field } from "./fields.ts";
import { refused, throughHooks, type Verdict } from "./verdict.ts";

/** Tools that make commits and hand `--no-verify` on to git. */
const committing = /^(?:standard-version|commit-and-tag-version|release-it|np|lerna|cz|git-cz|commitizen)$/;

/** Names that shell profiles commonly give to git, `gc`, `gcam`, `gp`. */
const shortcut =
  /^(?!(?:grep|gcc|gdb|gem|gh|ghc|ghci|glab|go|gofmt|gpg|gpgv|gsed|gawk|ggrep|gtar|gmake|gulp|grunt|gzip|gunzip|gcloud|gradle)$)g[a-z]{1,5}!?$/;

export const judgeTool = (name: string, args: readonly Field[]): Verdict | undefined => {
  const texts = args.map(({ text }) => text);
  if (texts.includes("--no-verify") && (committing.test(name) || shortcut.test(name)))
    return refused(`${name} --no-verify skips git hooks`, throughHooks);
  const [verb] = texts;
  if (/^(?:husky|lefthook|pre-commit|simple-git-hooks)$/.test(name) && verb === "uninstall")
    return refused(`${name} uninstall takes the git hooks out`, throughHooks);
  return undefined;
};
