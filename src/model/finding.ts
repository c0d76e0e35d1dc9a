// A finding is data; its text is a function of it. Every check in instride reports findings, never strings.

/** 1-based place in a file. Columns count UTF-16 code units, as editors do. */
export interface Place {
  /** Repository-relative POSIX path. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

export type Severity = "error" | "warning" | "info";

export interface Finding {
  /** Stable, kebab-case; equals the name of the rule that made it. */
  readonly code: string;
  readonly severity: Severity;
  readonly at: Place;
  /** One line, "Unexpected X, expected Y" where that fits. */
  readonly message: string;
  /** What to do next: a command or an edit. */
  readonly next?: string;
  /** Longer explanation in Markdown. */
  readonly note?: string;
  /** The component that the finding is about. */
  readonly component?: string;
  /** The commit that the finding is about, when history was checked. */
  readonly commit?: string;
}

const byPlace = (a: Finding, b: Finding): number =>
  compare(a.at.path, b.at.path) ||
  (a.at.line ?? 0) - (b.at.line ?? 0) ||
  (a.at.column ?? 0) - (b.at.column ?? 0) ||
  compare(a.code, b.code) ||
  compare(a.message, b.message);

/** Byte-wise comparison: the same on every machine, unlike a locale's. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Findings in the order of their places, so that reports are byte-stable. */
export const sortFindings = (findings: readonly Finding[]): Finding[] => [...findings].sort(byPlace);

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some((finding) => finding.severity === "error");
