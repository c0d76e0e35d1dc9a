// Findings as SARIF 2.1.0 with what GitHub code scanning asks for beyond the schema: every rule described, every
// result placed, no empty text.

import { compare, type Finding, type Place, type Severity } from "../model/finding.ts";
import { markdown, sarifText } from "./foreign.ts";

export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly url?: string;
}

/** What a rule is, for people who meet its code in a list of alerts. */
export interface RuleMetadata {
  readonly id: string;
  readonly short: string;
  readonly full: string;
  /** Markdown. */
  readonly help: string;
}

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** Longest text that code scanning takes for a description. */
const clip = (text: string): string => (text.length <= 1024 ? text : `${text.slice(0, 1023)}…`);

const words = (code: string): string => code.replaceAll("-", " ");

const ruleOf = (code: string, metadata: RuleMetadata | undefined, example: Finding): object => {
  const short = metadata?.short || words(code);
  const said = example.note || example.next || short;
  return {
    id: code,
    shortDescription: { text: clip(short) },
    fullDescription: { text: clip(metadata?.full || short) },
    // Metadata is our own Markdown; what a finding says may quote the tree.
    help: metadata?.help
      ? { text: metadata.help, markdown: metadata.help }
      : { text: sarifText(said), markdown: markdown(said) },
    defaultConfiguration: { level: levels[example.severity] },
    properties: { tags: ["security", "threat-model"], precision: "very-high" },
  };
};

/** A region always has both ends; what is not known falls on the first character of its line. */
const regionOf = ({ line = 1, column = 1, endLine, endColumn }: Place): object => {
  const lastLine = Math.max(endLine ?? line, line);
  const least = lastLine === line ? column + 1 : 1;
  return {
    startLine: line,
    startColumn: column,
    endLine: lastLine,
    endColumn: Math.max(endColumn ?? least, least),
  };
};

const uriOf = (path: string): string =>
  path
    .split("/")
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd")))
    .join("/");

const resultOf = (finding: Finding, index: number): object => ({
  ruleId: finding.code,
  ruleIndex: index,
  level: levels[finding.severity],
  message: {
    text: sarifText([finding.message, finding.next].filter((part) => part).join("\n")) || words(finding.code),
  },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: uriOf(finding.at.path), uriBaseId: "%SRCROOT%" },
        region: regionOf(finding.at),
      },
    },
  ],
  // not `primaryLocationLineHash`: the upload computes that one itself
  partialFingerprints: { "instrideFinding/v1": [finding.code, finding.at.path, finding.message].join("|") },
});

/** A SARIF log as a value, one run. */
export const renderSarif = (
  findings: readonly Finding[],
  tool: Tool,
  rules: readonly RuleMetadata[],
): object => {
  const codes = [...new Set(findings.map((finding) => finding.code))].sort(compare);
  const examples = new Map(findings.map((finding) => [finding.code, finding]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            ...(tool.url === undefined ? {} : { informationUri: tool.url }),
            rules: codes.map((code) =>
              ruleOf(
                code,
                rules.find((rule) => rule.id === code),
                examples.get(code) as Finding,
              ),
            ),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, codes.indexOf(finding.code))),
      },
    ],
  };
};
