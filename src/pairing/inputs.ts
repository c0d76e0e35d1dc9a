// Which files belong to which component.

import { compare } from "../model/finding.ts";
import { mayBeSpec, modelPathOf, readablePathOf } from "./files.ts";
import { matcher } from "./targets.ts";

export interface Blob {
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
}

const submodule = "160000";

/** The inputs of one component: its spec and every blob that its targets match, but nothing that instride generates. */
export const inputsOf = (
  spec: { readonly path: string; readonly targets: readonly string[] },
  blobs: readonly Blob[],
): Map<string, string> => {
  const matches = matcher(spec.targets);
  const generated = new Set([modelPathOf(spec.path), readablePathOf(spec.path)]);
  const inputs = new Map<string, string>();
  for (const { path, mode, oid } of blobs) {
    if (mode === submodule || generated.has(path) || path.startsWith(".instride/")) continue;
    if (path === spec.path || matches(path)) inputs.set(path, oid);
  }
  return inputs;
};

/** Blobs that the config's spec globs match. */
export const specBlobs = <T extends Blob>(globs: readonly string[], blobs: readonly T[]): T[] => {
  const matches = matcher(globs);
  return blobs.filter((blob) => blob.mode !== submodule && mayBeSpec(blob.path) && matches(blob.path));
};

/** Code under the config's `code` globs that no component pairs, sorted. */
export const unpairedCode = (
  codeGlobs: readonly string[],
  paired: ReadonlySet<string>,
  blobs: readonly Blob[],
  isCode: (path: string) => boolean,
): string[] => {
  const matches = matcher(codeGlobs);
  return blobs
    .filter(
      (blob) => blob.mode !== submodule && !paired.has(blob.path) && matches(blob.path) && isCode(blob.path),
    )
    .map((blob) => blob.path)
    .sort(compare);
};
