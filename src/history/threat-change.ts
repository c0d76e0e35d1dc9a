// One change of a threat as events: what a person asks of a log (severity, status, acceptance, …) each on its own, the
// wording of the rest by name.

import type { FieldChange, ThreatChange } from "../model/diff.ts";
import type { Threat } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";

export const eventKinds = [
  "born",
  "present", // was there where the history begins
  "returned", // vanished, and is in the model again
  "title",
  "severity",
  "status",
  "accepted",
  "renewed",
  "acceptance changed",
  "acceptance withdrawn",
  "false positive",
  "false positive withdrawn",
  "override",
  "mitigation",
  "moved",
  "retired",
  "reopened",
  "vanished",
  "details",
] as const;
export type EventKind = (typeof eventKinds)[number];

export interface EventText {
  readonly kind: EventKind;
  readonly text: string;
}

type Acceptance = NonNullable<Threat["acceptance"]>;

const until = ({ until: day }: Acceptance): string => (day === undefined ? "without an end" : `until ${day}`);

/** An acceptance whose end moves out, or that is given again on another day, is a renewal: a decision of its own. */
export const acceptanceEvent = (
  before: Acceptance | undefined,
  after: Acceptance | undefined,
): EventText | undefined => {
  if (after === undefined)
    return before === undefined ? undefined : { kind: "acceptance withdrawn", text: `${before.by}'s` };
  const said = `${until(after)} by ${after.by}: ${after.reason}`;
  if (before === undefined) return { kind: "accepted", text: said };
  const later = before.until !== undefined && (after.until === undefined || before.until < after.until);
  return { kind: later || before.on < after.on ? "renewed" : "acceptance changed", text: said };
};

const severityEvent = ({ before, after }: FieldChange): EventText | undefined => {
  const [old, now] = [before, after] as (Threat["severity"] | undefined)[];
  if (old?.level !== now?.level)
    return { kind: "severity", text: `${old?.level} → ${now?.level}: ${now?.reason}` };
  return old?.vector === now?.vector
    ? undefined
    : { kind: "severity", text: `vector ${now?.vector ?? "removed"}` };
};

const mitigationEvent = ({ field, before, after }: FieldChange): EventText => {
  const [old, now] = [before, after] as ({ readonly text?: string; readonly kind?: string } | undefined)[];
  const name = field.slice("mitigations.".length);
  const text = now?.text ?? old?.text ?? name;
  if (old === undefined) return { kind: "mitigation", text: `added (${now?.kind ?? ""}): ${text}` };
  if (now === undefined) return { kind: "mitigation", text: `removed: ${text}` };
  return {
    kind: "mitigation",
    text: old.kind === now.kind ? `reworded: ${text}` : `${old.kind} → ${now.kind}: ${text}`,
  };
};

const fieldEvent = (change: FieldChange): EventText | undefined => {
  const { field, before, after } = change;
  switch (field) {
    case "title":
      return { kind: "title", text: String(after) };
    case "severity":
      return severityEvent(change);
    case "status":
      return { kind: "status", text: `${String(before)} → ${String(after)}` };
    case "acceptance":
      return acceptanceEvent(before as Acceptance | undefined, after as Acceptance | undefined);
    case "false-positive": {
      const said = after as Threat["false-positive"];
      return said === undefined
        ? { kind: "false positive withdrawn", text: "" }
        : { kind: "false positive", text: `by ${said.by}: ${said.reason}` };
    }
    case "override": {
      const said = after as Threat["override"];
      return said === undefined
        ? { kind: "override", text: "withdrawn" }
        : { kind: "override", text: `${said.level} by ${said.by}: ${said.reason}` };
    }
    default:
      return field.startsWith("mitigations.") ? mitigationEvent(change) : undefined;
  }
};

/** The events of one change; at least one. @param first what the first sight of the threat is called */
export const describeChange = (
  { kind, threat, fields, element, category }: ThreatChange,
  first: "born" | "present" | "returned",
): [EventText, ...EventText[]] => {
  if (kind === "added") {
    const provisional = threat.provisional === true ? ", provisional" : "";
    const born: EventText = {
      kind: first,
      text: `${effectiveLevel(threat)}, ${threat.status}${provisional}`,
    };
    const decided = acceptanceEvent(undefined, threat.acceptance);
    return decided === undefined ? [born] : [born, decided];
  }
  if (kind === "removed") return [{ kind: "vanished", text: "no longer in the model, without a reason" }];
  const ended = kind === "retired";
  const events: EventText[] = ended
    ? [{ kind: "retired", text: threat.retired?.reason ?? "no reason given" }]
    : kind === "reopened"
      ? [{ kind: "reopened", text: `${effectiveLevel(threat)}, ${threat.status}` }]
      : [];
  const told = new Set(ended || kind === "reopened" ? ["status", "retired"] : []);
  if (fields.some(({ field }) => field === "element" || field === "category"))
    events.push({ kind: "moved", text: `to ${element} / ${category}` });
  for (const field of ["element", "category"]) told.add(field);
  const rest: string[] = [];
  for (const change of fields) {
    if (told.has(change.field)) continue;
    const event = fieldEvent(change);
    if (event === undefined) rest.push(change.field === "severity" ? "severity reason" : change.field);
    else events.push(event);
  }
  const details: EventText = { kind: "details", text: rest.join(", ") };
  const [head, ...tail] = rest.length === 0 ? events : [...events, details];
  return head === undefined ? [details] : [head, ...tail];
};
