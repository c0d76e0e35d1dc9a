// Findings for people: one line a finding, grouped by file, the next step under it. What is said of many files in the
// same words is said once.

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

/** So many files of which the same is said, and nothing else, share one line. */
const alike = 3;

/** Findings by what is said, where it is all that is said of at least three whole files. */
const sayings = (findings: readonly Finding[]): Finding[][] => {
  const perFile = new Map<string, number>();
  for (const { at } of findings) perFile.set(at.path, (perFile.get(at.path) ?? 0) + 1);
  const said = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { at, code, severity, message, next } = finding;
    if (at.line !== undefined || perFile.get(at.path) !== 1) continue;
    const key = JSON.stringify([severity, code, message, next]);
    const others = said.get(key);
    if (others === undefined) said.set(key, [finding]);
    else others.push(finding);
  }
  return [...said.values()].filter((each) => each.length >= alike);
};

export const renderText = (findings: readonly Finding[], colour: boolean): string => {
  const paint = pico.createColors(colour);
  const levels = { error: paint.red, warning: paint.yellow, info: paint.cyan } as const;
  const next = (finding: Finding): string[] =>
    finding.next === undefined ? [] : [paint.dim(`    next: ${oneLine(finding.next)}`)];
  const shared = (finding: Finding, files: readonly Finding[]): string =>
    [
      [
        plural(files.length, "file"),
        levels[finding.severity](finding.severity),
        oneLine(finding.message),
        paint.dim(oneLine(finding.code)),
      ].join("  "),
      ...files.map(({ at }) => `    ${placeText(at)}`),
      ...next(finding),
    ].join("\n");
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
        ...next(finding),
      ])
      .join("\n");
  };
  const together = sayings(findings);
  const apart = new Set(together.flat());
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (apart.has(finding)) continue;
    const inFile = byPath.get(finding.at.path);
    if (inFile === undefined) byPath.set(finding.at.path, [finding]);
    else inFile.push(finding);
  }
  const groups = [...byPath].sort(([a], [b]) => compare(a, b)).map(([, inFile]) => group(inFile));
  return [
    ...groups,
    ...together.map((files) => shared(files[0] as Finding, files)),
    paint.bold(closing(findings)),
  ].join("\n\n");
};
