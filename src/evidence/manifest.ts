// The manifest: every file of a package with its digest, under a digest of its own. It is the one file that signatures
// and time stamps are about.

import { hash } from "node:crypto";
import { compare } from "../model/finding.ts";

export interface ListedFile {
  readonly path: string;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface Manifest {
  readonly instride: 1;
  readonly kind: "evidence";
  readonly start: string;
  readonly end: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Digest of the manifest of the package before this one. */
  readonly previous?: string;
  readonly files: readonly ListedFile[];
  /** SHA-256 of this manifest without this field. */
  readonly digest: string;
}

export const manifestPath = "manifest.json";
export const envelopePath = "manifest.dsse.json";
export const stampRequestPath = "manifest.tsq";
/** What a time stamp authority answered; the user puts it there. */
export const stampPath = "manifest.tsr";

/** Files beside the manifest that are about it, and that it therefore can't list. */
export const unlisted: readonly string[] = [manifestPath, envelopePath, stampRequestPath, stampPath];

const print = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const sealed = ({ digest: _, ...rest }: Manifest): string => hash("sha256", print(rest), "hex");

export const listFiles = (files: ReadonlyMap<string, Buffer>): ListedFile[] =>
  [...files]
    .map(([path, bytes]) => ({ path, sha256: hash("sha256", bytes, "hex"), size: bytes.length }))
    .sort((a, b) => compare(a.path, b.path));

export const makeManifest = (
  of: Omit<Manifest, "instride" | "kind" | "files" | "digest">,
  files: ReadonlyMap<string, Buffer>,
): Manifest => {
  const { start, end, counts, previous } = of;
  const open: Manifest = {
    instride: 1,
    kind: "evidence",
    start,
    end,
    counts,
    ...(previous === undefined ? {} : { previous }),
    files: listFiles(files),
    digest: "",
  };
  return { ...open, digest: sealed(open) };
};

export const printManifest = (manifest: Manifest): string => print(manifest);

const isManifest = (value: unknown): value is Manifest => {
  if (typeof value !== "object" || value === null) return false;
  const { instride, kind, start, end, files, digest } = value as Readonly<Record<string, unknown>>;
  return (
    instride === 1 &&
    kind === "evidence" &&
    [start, end, digest].every((each) => typeof each === "string") &&
    Array.isArray(files) &&
    files.every(
      (file) =>
        typeof file?.path === "string" && typeof file?.sha256 === "string" && typeof file?.size === "number",
    )
  );
};

/** Reads a manifest's bytes. A problem is one sentence. */
export const parseManifest = (bytes: Buffer): { manifest?: Manifest; problems: string[] } => {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    return { problems: [`${manifestPath} is no JSON: ${(error as Error).message}`] };
  }
  if (!isManifest(value)) return { problems: [`${manifestPath} is no manifest of evidence`] };
  const problems: string[] = [];
  if (!Buffer.from(print(value)).equals(bytes))
    problems.push(`${manifestPath} is not written as instride writes it: it was changed`);
  if (sealed(value) !== value.digest)
    problems.push(`${manifestPath} does not have the digest that it names: it was changed`);
  return { manifest: value, problems };
};

/** What differs between the manifest and the files that are there. One sentence each. */
export const compareFiles = (manifest: Manifest, present: ReadonlyMap<string, Buffer>): string[] => {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const problems: string[] = [];
  for (const { path, sha256, size } of manifest.files) {
    const bytes = present.get(path);
    if (bytes === undefined) problems.push(`${path} is missing`);
    else if (hash("sha256", bytes, "hex") !== sha256)
      problems.push(
        `${path} was changed: ${bytes.length} bytes with another digest than the ${size} that the manifest lists`,
      );
    else if (bytes.length !== size)
      problems.push(`${path} has ${bytes.length} bytes, the manifest says ${size}`);
  }
  for (const path of present.keys())
    if (!listed.has(path) && !unlisted.includes(path)) problems.push(`${path} is not in the manifest`);
  return problems;
};
