// What `init` says about specs of other tools, and which of instride's spec globs leave them alone.

import { shellLine } from "../../model/shell-word.ts";
import { type Detected, type SpecFormat, specFormats } from "./detect.ts";

const names: Readonly<Record<SpecFormat, string>> = {
  tessl: "Tessl",
  openspec: "OpenSpec",
  "spec-kit": "Spec Kit",
  kiro: "Kiro",
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** One line; empty when nothing was found. */
export const formatsLine = (detected: readonly Detected[]): string => {
  const parts = specFormats.flatMap((format) => {
    const own = detected.filter((each) => each.format === format);
    const specs = own.filter(({ change }) => !change).length;
    const changes = own.length - specs;
    const counts = [
      ...(specs > 0 ? [plural(specs, "spec")] : []),
      ...(changes > 0 ? [plural(changes, "open change")] : []),
    ];
    return counts.length === 0 ? [] : [`${names[format]}: ${counts.join(", ")}`];
  });
  if (parts.length === 0) return "";
  const example = detected.find(({ change }) => !change) ?? (detected[0] as Detected);
  return `found ${parts.join("; ")}; they stay as they are. ${shellLine(["instride", "new", example.name, "--from", example.path])} writes the companion that adds targets and security`;
};

/** Spec Kit's preset of instride gives its specs a front matter and a security section of their own. */
const preset = ".specify/presets/instride/preset.yml";

/**
 * The config's spec globs for a repository that holds these paths: the default, without what is a spec of another tool.
 */
export const specGlobsFor = (
  globs: readonly string[],
  detected: readonly Detected[],
  paths: readonly string[],
): string[] => {
  const has = (format: SpecFormat): boolean => detected.some((each) => each.format === format);
  const hasPreset = paths.includes(preset);
  if (hasPreset) return ["specs/*.md", "specs/*/spec.md", ...(has("tessl") ? ["!specs/*.spec.md"] : [])];
  return [
    ...globs,
    ...(has("spec-kit") ? ["!specs/[0-9][0-9][0-9]*-*/**"] : []),
    ...(has("tessl") ? ["!**/*.spec.md"] : []),
  ];
};
