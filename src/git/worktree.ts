// Files in the work tree: read as bytes, replaced by rename, never through a symbolic link.

import { lstat, mkdir, readFile, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { faultPoint } from "./fault.ts";
import { localFolder, temporaryName, writeNew } from "./local.ts";
import { filePath } from "./paths.ts";
import type { Repository } from "./repository.ts";

/** What stands at a path. Foreign: a folder, a link, or something reached through a linked folder. */
export type Held =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly bytes: Buffer }
  | { readonly kind: "foreign" };

const isAbsence = (error: unknown): boolean => {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
};

/** Whether a folder of the work tree is where its name says, or is not there yet. */
const isInPlace = async (root: string, folder: string): Promise<boolean> => {
  if (folder === ".") return true;
  try {
    return relative(join(await realpath(root), folder), await realpath(join(root, folder))) === "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return isInPlace(root, dirname(folder));
    return false;
  }
};

/**
 * Whether a write to a path ends up inside the work tree: no link on the way, and none in its place, leads out. Links
 * that stay inside are the author's affair.
 */
export const staysInside = async (root: string, path: string): Promise<boolean> => {
  const file = join(root, filePath(path));
  const isLink = (await lstat(file).catch(() => undefined))?.isSymbolicLink() === true;
  try {
    const inside = relative(await realpath(root), await realpath(file));
    return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  } catch (error) {
    // A link into nowhere would make what it names.
    if (isLink || !isAbsence(error)) return false;
    return path === "." || staysInside(root, dirname(path));
  }
};

export const readWorktree = async (root: string, path: string): Promise<Held> => {
  const local = filePath(path);
  if (!(await isInPlace(root, dirname(local)))) return { kind: "foreign" };
  const file = join(root, local);
  try {
    if (!(await lstat(file)).isFile()) return { kind: "foreign" };
    return { kind: "file", bytes: await readFile(file) };
  } catch (error) {
    if (isAbsence(error)) return { kind: "absent" };
    throw error;
  }
};

/** Where the temporary file goes when the git directory is on another file system; `recover` knows the name. */
export const temporaryBeside = (file: string): string =>
  join(dirname(file), `.${basename(file)}.instride-tmp`);

/**
 * Replaces or removes a file. Files in a work tree are ordinary: mode by umask or as it was, folders made as needed.
 * The new content is written inside the git directory first, so that no kill leaves a stray file to be committed.
 */
export const writeWorktree = async (
  repository: Repository,
  path: string,
  content: Buffer | undefined,
): Promise<void> => {
  const file = join(repository.root, filePath(path));
  await faultPoint(`worktree ${path}`);
  if (content === undefined) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  const known = await lstat(file).catch(() => undefined);
  const mode = (known?.mode ?? 0o666 & ~process.umask()) & 0o777;
  const folder = join(localFolder(repository.gitDir), "tmp");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let temporary = join(folder, temporaryName(basename(file).slice(0, 100)));
  try {
    await writeNew(temporary, content, mode);
    await faultPoint(`worktree rename ${path}`);
    try {
      await rename(temporary, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
      await rm(temporary, { force: true });
      temporary = temporaryBeside(file);
      await rm(temporary, { force: true });
      await writeNew(temporary, content, mode);
      await rename(temporary, file);
    }
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};
