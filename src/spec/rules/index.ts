// All lint rules, in the order in which they are documented.

import { assetWithoutSensitivity } from "./asset-without-sensitivity.ts";
import { byteOrderMark } from "./byte-order-mark.ts";
import { controlWithoutOwner } from "./control-without-owner.ts";
import { duplicateFact } from "./duplicate-fact.ts";
import { duplicateFrontMatterKey } from "./duplicate-front-matter-key.ts";
import { duplicateHeading } from "./duplicate-heading.ts";
import { duplicateId } from "./duplicate-id.ts";
import { duplicateInterfaceRow } from "./duplicate-interface-row.ts";
import { emptySecuritySection } from "./empty-security-section.ts";
import { emptySubsection } from "./empty-subsection.ts";
import { entryWithoutAuth } from "./entry-without-auth.ts";
import { flowEndUnknown } from "./flow-end-unknown.ts";
import { flowWithoutData } from "./flow-without-data.ts";
import { flowWithoutEnds } from "./flow-without-ends.ts";
import { flowWithoutProtection } from "./flow-without-protection.ts";
import { frontMatterAlias } from "./front-matter-alias.ts";
import { frontMatterUnreadable } from "./front-matter-unreadable.ts";
import { frontMatterValue } from "./front-matter-value.ts";
import { hiddenCharacter } from "./hidden-character.ts";
import { idNotKebabCase } from "./id-not-kebab-case.ts";
import { interfaceEntryNotInSecurity } from "./interface-entry-not-in-security.ts";
import { interfaceInputUnreadable } from "./interface-input-unreadable.ts";
import { invalidEncoding } from "./invalid-encoding.ts";
import { misplacedSubsection } from "./misplaced-subsection.ts";
import { missingFrontMatter } from "./missing-front-matter.ts";
import { missingId } from "./missing-id.ts";
import { missingSecuritySection } from "./missing-security-section.ts";
import { missingSubsection } from "./missing-subsection.ts";
import { missingSummary } from "./missing-summary.ts";
import { missingTitle } from "./missing-title.ts";
import { nestedTooDeep } from "./nested-too-deep.ts";
import { noTargets } from "./no-targets.ts";
import { placeholderLeft } from "./placeholder-left.ts";
import { riskExpiryUnreadable } from "./risk-expiry-unreadable.ts";
import { riskWithoutExpiry } from "./risk-without-expiry.ts";
import { riskWithoutOwner } from "./risk-without-owner.ts";
import { riskWithoutReason } from "./risk-without-reason.ts";
import type { Rule, SetRule } from "./rule.ts";
import { sameTarget } from "./same-target.ts";
import { securityEntryNotInInterface } from "./security-entry-not-in-interface.ts";
import { specTooLarge } from "./spec-too-large.ts";
import { targetNotAGlob } from "./target-not-a-glob.ts";
import { tooManyMarks } from "./too-many-marks.ts";
import { unclosedComment } from "./unclosed-comment.ts";
import { unknownFrontMatterKey } from "./unknown-front-matter-key.ts";
import { unknownSubsection } from "./unknown-subsection.ts";
import { unnamedRow } from "./unnamed-row.ts";
import { unreadText } from "./unread-text.ts";

/** Rules that look at one spec. */
export const rules: readonly Rule[] = [
  invalidEncoding,
  byteOrderMark,
  hiddenCharacter,
  specTooLarge,
  nestedTooDeep,
  tooManyMarks,
  unclosedComment,
  missingFrontMatter,
  frontMatterUnreadable,
  frontMatterAlias,
  frontMatterValue,
  duplicateFrontMatterKey,
  interfaceInputUnreadable,
  unnamedRow,
  missingId,
  idNotKebabCase,
  missingTitle,
  missingSummary,
  noTargets,
  targetNotAGlob,
  unknownFrontMatterKey,
  duplicateHeading,
  placeholderLeft,
  missingSecuritySection,
  emptySecuritySection,
  missingSubsection,
  emptySubsection,
  unknownSubsection,
  misplacedSubsection,
  unreadText,
  duplicateFact,
  flowWithoutEnds,
  flowEndUnknown,
  flowWithoutData,
  flowWithoutProtection,
  riskWithoutOwner,
  riskWithoutReason,
  riskWithoutExpiry,
  riskExpiryUnreadable,
  entryWithoutAuth,
  interfaceEntryNotInSecurity,
  securityEntryNotInInterface,
  duplicateInterfaceRow,
  assetWithoutSensitivity,
  controlWithoutOwner,
];

/** Rules that compare specs. */
export const setRules: readonly SetRule[] = [duplicateId, sameTarget];
