// Findings for people: one line a finding, grouped by file, the next step under it.

import pico from "picocolors";
import { compare, type Finding, type Place, type Severity } from "../model/finding.ts";
import { oneLine } from "./foreign.ts";
import { displayWidth, padTo } from "./width.ts";

/** `path:line:column` as far as it is known. */
export const placeText = ({ path, line, column }: Place): string =>
  oneLine(
    [path, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":"),
  );

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

const closing = (findings: readonly Finding[]): string => {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const parts = [
    [count("error"), "error"],
    [count("warning"), "warning"],
    [count("info"), "remark"],
  ] as const;
  const files = new Set(findings.map((finding) => finding.at.path)).size;
  const counted = parts.filter(([number]) => number > 0).map(([number, word]) => plural(number, word));
  return `${counted.join(", ")} in ${plural(files, "file")}`;
};

export const renderText = (findings: readonly Finding[], colour: boolean): string => {
  const paint = pico.createColors(colour);
  const levels = { error: paint.red, warning: paint.yellow, info: paint.cyan } as const;
  const group = (inFile: readonly Finding[]): string => {
    const places = Math.max(...inFile.map((finding) => displayWidth(placeText(finding.at))));
    const words = Math.max(...inFile.map((finding) => finding.severity.length));
    return inFile
      .flatMap((finding) => [
        [
          padTo(placeText(finding.at), places),
          levels[finding.severity](finding.severity) + " ".repeat(words - finding.severity.length),
          oneLine(finding.message),
          paint.dim(oneLine(finding.code)),
        ].join("  "),
        ...(finding.next === undefined ? [] : [paint.dim(`    next: ${oneLine(finding.next)}`)]),
      ])
      .join("\n");
  };
  const paths = [...new Set(findings.map((finding) => finding.at.path))].sort(compare);
  const groups = paths.map((path) => group(findings.filter((finding) => finding.at.path === path)));
  return [...groups, paint.bold(closing(findings))].join("\n\n");
};
