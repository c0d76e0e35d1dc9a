// Labelled values inside a statement of a list: "… Owner: Ada. Expires: 2027-01-01", "accepted by Ada until 2027-01-01".

import type { Columns } from "./columns.ts";
import type { SubsectionKind } from "./types.ts";

interface LabelPattern {
  readonly pattern: RegExp;
  readonly fieldOf: ReadonlyMap<string, string>;
}

const patterns = new Map<Columns, LabelPattern>();

const patternOf = (columns: Columns): LabelPattern => {
  const known = patterns.get(columns);
  if (known !== undefined) return known;
  const fieldOf = new Map<string, string>();
  for (const [field, headers] of columns) {
    if (field === "name") continue;
    for (const header of headers) if (!fieldOf.has(header)) fieldOf.set(header, field);
  }
  const labels = [...fieldOf.keys()].sort((a, b) => b.length - a.length).map(literally);
  const made = {
    // A label starts a clause; inside a clause "data:" is part of a sentence.
    pattern: new RegExp(`(^|[.;,(—–|]\\s*|\\s-\\s)(${labels.join("|")})\\s*[:=]\\s*`, "gi"),
    fieldOf,
  };
  patterns.set(columns, made);
  return made;
};

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The labelled values of a text by field. The first of two equal labels counts. */
export const readLabels = (text: string, columns: Columns): Record<string, string> => {
  const { pattern, fieldOf } = patternOf(columns);
  const fields: Record<string, string> = {};
  const found = [...text.matchAll(pattern)];
  found.forEach((match, index) => {
    const field = fieldOf.get((match[2] as string).toLowerCase());
    if (field === undefined || fields[field] !== undefined) return;
    const following = text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length);
    const value = clause(following);
    if (value !== "") fields[field] = value;
  });
  return fields;
};

/** Up to the end of the clause: a semicolon, a bracket that closes, or a full stop before white space. */
const clause = (text: string): string =>
  (/^.*?(?=;|\)(?:[\s.;,]|$)|\.\s|\.?$)/s.exec(text)?.[0] ?? "").replace(/[,\s]+$/, "");

const inWords: Partial<Record<SubsectionKind, readonly (readonly [string, RegExp])[]>> = {
  risk: [
    ["expires", /\b(?:until|expires(?: on)?|review(?:ed)? by|valid to)\s+(\d{4}-\d{2}-\d{2})\b/i],
    [
      "owner",
      /\b(?:accepted|owned|approved) by (?:the )?([^,.;:()]+?)(?=[,.;:()]|\s+(?:until|because|on|for|as)\b|$)/i,
    ],
    ["reason", /\b(?:because|since) ([^.;]+?)(?=[.;]|$)/i],
  ],
  control: [
    ["owner", /\((?:the )?([\p{L}][\p{L} -]*\bteam)\)/iu],
    [
      "owner",
      /\b(?:owned|run|operated|maintained|managed) by (?:the )?([^,.;:()]+?)(?=[,.;:()]|\s+(?:and|because|on|for|as)\b|$)/i,
    ],
  ],
  assumption: [["owner", /\bowned by (?:the )?([^,.;:()]+?)(?=[,.;:()]|$)/i]],
  asset: [
    [
      "sensitivity",
      /\((public|internal|confidential|secret|restricted|sensitive|personal(?: data)?|pii|high|medium|low|critical)\)/i,
    ],
  ],
};

/** Values that a sentence states without a label. */
export const readInWords = (text: string, kind: SubsectionKind): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const [field, pattern] of inWords[kind] ?? []) {
    const value = pattern.exec(text)?.[1]?.trim();
    if (value !== undefined && value !== "") fields[field] ??= value;
  }
  return fields;
};
