// One changed field in words. Values may be anything that a model holds; the words stay short enough for one line.

import type { FieldChange } from "../model/diff.ts";

type Values = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Values | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : undefined;

const asText = (value: unknown): string =>
  value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);

/** Longest value that is quoted beside the one it replaces. */
const short = 40;

const arrow = (field: string, before: unknown, after: unknown): string =>
  `${field} ${asText(before)} → ${asText(after)}`;

const severity = (before: Values, after: Values): string[] => {
  const reason = asText(after["reason"]);
  const level =
    before["level"] === after["level"]
      ? []
      : [`${arrow("severity", before["level"], after["level"])}: ${reason}`];
  const vector =
    before["vector"] === after["vector"] ? [] : [arrow("vector", before["vector"], after["vector"])];
  const reworded =
    level.length === 0 && before["reason"] !== after["reason"] ? [`severity reason: ${reason}`] : [];
  return [...level, ...vector, ...reworded];
};

/** What people decide: who, until when, why. */
const decision = (verb: string, withdrawn: string, after: Values | undefined): string => {
  if (after === undefined) return withdrawn;
  const until = after["until"] === undefined ? "" : ` until ${asText(after["until"])}`;
  return `${verb}${until} by ${asText(after["by"])}: ${asText(after["reason"])}`;
};

const mitigation = (before: Values | undefined, after: Values | undefined): string => {
  if (before === undefined) return `mitigation added: ${asText(after?.["text"])}`;
  if (after === undefined) return `mitigation removed: ${asText(before["text"])}`;
  const kind =
    before["kind"] === after["kind"] ? "" : ` (${asText(before["kind"])} → ${asText(after["kind"])})`;
  return `mitigation changed${kind}: ${asText(after["text"])}`;
};

const list = (field: string, before: readonly unknown[], after: readonly unknown[]): string => {
  const [old, now] = [before.map(asText), after.map(asText)];
  const added = now.filter((each) => !old.includes(each)).map((each) => `+${each}`);
  const removed = old.filter((each) => !now.includes(each)).map((each) => `-${each}`);
  const changes = [...added, ...removed];
  return changes.length === 0 ? `${field} reordered` : `${field} ${changes.join(", ")}`;
};

const plain = (field: string, before: unknown, after: unknown): string => {
  if (Array.isArray(before) || Array.isArray(after)) {
    return list(field, Array.isArray(before) ? before : [], Array.isArray(after) ? after : []);
  }
  if (before === undefined) return `${field}: ${asText(after)}`;
  if (after === undefined) return `${field} removed`;
  const [old, now] = [asText(before), asText(after)];
  if (old.length <= short && now.length <= short) return arrow(field, before, after);
  return `${field} now: ${now}`;
};

/** Nearly always one phrase; several when a severity changed in more than its level. */
export const describeField = ({ field, before, after }: FieldChange): string[] => {
  const [old, now] = [asObject(before), asObject(after)];
  if (field === "severity" && old !== undefined && now !== undefined) return severity(old, now);
  if (field === "acceptance") return [decision("accepted", "acceptance withdrawn", now)];
  if (field === "false-positive") return [decision("false positive", "no longer a false positive", now)];
  if (field === "override") {
    return [decision(`severity set to ${asText(now?.["level"])}`, "severity override withdrawn", now)];
  }
  if (field === "provisional") return [after === true ? "provisional" : "no longer provisional"];
  if (field.startsWith("mitigations.")) return [mitigation(old, now)];
  return [plain(field, before, after)];
};
