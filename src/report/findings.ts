// One list of findings, four formats. Formats are functions of the same values, so that none can say more than another.

import { type Finding, sortFindings } from "../model/finding.ts";
import { renderGithub } from "./findings-github.ts";
import { type RuleMetadata, renderSarif, type Tool } from "./findings-sarif.ts";
import { renderText } from "./findings-text.ts";

export type FindingsFormat = "text" | "json" | "sarif" | "github";

export interface FindingsOptions {
  readonly format: FindingsFormat;
  readonly colour?: boolean;
  readonly tool: Tool;
  /** What the rules behind the codes are; SARIF prints them. */
  readonly rules?: readonly RuleMetadata[];
  /** What was looked at, as in `3 specs`; an empty list then says "no findings: 3 specs". */
  readonly looked?: string;
}

export interface FindingsSummary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export const summaryOf = (findings: readonly Finding[]): FindingsSummary => {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), infos: count("info") };
};

/** Renders findings sorted by place, with a final newline. An empty list says so in words, or as an empty list. */
export const renderFindings = (findings: readonly Finding[], options: FindingsOptions): string => {
  const sorted = sortFindings(findings);
  const nothing = options.looked === undefined ? "no findings" : `no findings: ${options.looked}`;
  switch (options.format) {
    case "text":
      return `${sorted.length === 0 ? nothing : renderText(sorted, options.colour ?? false)}\n`;
    case "github":
      return `${sorted.length === 0 ? nothing : renderGithub(sorted)}\n`;
    case "json":
      return `${JSON.stringify({ findings: sorted, summary: summaryOf(sorted) }, null, 2)}\n`;
    case "sarif":
      return `${JSON.stringify(renderSarif(sorted, options.tool, options.rules ?? []), null, 2)}\n`;
  }
};

export type { RuleMetadata, Tool };
