// Which heading names which part of a spec. Names are read forgivingly: case, numbering, punctuation and qualifiers don't count.

import type { SubsectionKind } from "./types.ts";

/** Words of a heading in lower case, without numbering and punctuation: "4.2 Data-Flows:" is "data flows". */
export const headingWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/&|\//g, " and ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/^(?:\d+ )+(?=\p{L})/u, "")
    .replace(/^(?:(?:the|our|key|main|security|list of|protected|relevant) )+(?=\p{L})/u, "");

const subsectionNames: readonly (readonly [SubsectionKind, RegExp])[] = [
  ["asset", /^(?:data |information |critical |sensitive )?assets(?: and data)?$|^what we protect$/],
  ["entry", /^entry ?points?(?: and .*)?$|^attack surface$|^endpoints$|^exposed (?:interfaces|endpoints)$/],
  ["boundary", /^trust (?:boundar(?:y|ies)|zones)(?: and .*)?$|^boundaries$|^zones of trust$/],
  ["flow", /^(?:data ?)?flows?(?: of data)?$|^data ?flow diagram$/],
  [
    "auth",
    /^(?:authentication|authori[sz]ation|auth|authn|authz|access controls?|access|permissions|identity)(?: and (?:authentication|authori[sz]ation|authn|authz|access controls?|access|permissions|access management))*(?: decisions| model)?$/,
  ],
  [
    "control",
    /^(?:compensating |external |other |mitigating )?controls(?: (?:outside|beyond|around)(?: of)?(?: the)? (?:code|component|service|system))?$|^compensations$/,
  ],
  [
    "risk",
    /^(?:known |accepted |residual |and )*(?:accepted |residual |known )?risks?(?: acceptances?| accepted| we accept)?$|^risk acceptances?$/,
  ],
  ["assumption", /^assumptions?(?: and .*)?$|^what we assume$/],
  ["out-of-scope", /^(?:out of|not in) scope$|^non goals$|^exclusions$|^scope exclusions$/],
];

const memo = new Map<string, SubsectionKind | undefined>();

/** The subsection of the security section that a heading names. */
export const subsectionKind = (text: string): SubsectionKind | undefined => {
  const words = headingWords(text);
  if (words.length > 60) return undefined;
  if (memo.has(words)) return memo.get(words);
  const kind = subsectionNames.find(([, pattern]) => pattern.test(words))?.[0];
  // The same few headings come back in every spec; the bound keeps a stream of odd ones from growing the table.
  if (memo.size < 1000) memo.set(words, kind);
  return kind;
};

export const isSecurityHeading = (text: string): boolean =>
  /^(?:\d[\d.)]*\s+)?security(?:\s+(?:considerations|model|section|notes|and privacy|properties))?\s*:?$/i.test(
    text.trim(),
  );

export const isInterfaceHeading = (text: string): boolean =>
  /^(?:public |http |rest |external |cli )*(?:interfaces?|apis?|routes|commands|endpoints|operations)(?: and (?:routes|commands|interfaces?|endpoints))?$/.test(
    headingWords(text),
  );

/** How each subsection is called in messages. */
export const subsectionTitles: Readonly<Record<SubsectionKind, string>> = {
  asset: "Assets",
  entry: "Entry points",
  boundary: "Trust boundaries",
  flow: "Data flows",
  auth: "Authentication and authorization",
  control: "Compensating controls",
  risk: "Accepted risks",
  assumption: "Assumptions",
  "out-of-scope": "Out of scope",
};
