// `.git/instride/`: what never leaves this machine. Folders are 0700, files 0600, writes are atomic.

import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { faultPoint } from "./fault.ts";

/** The local folder inside a git directory. */
export const localFolder = (gitDir: string): string => join(gitDir, "instride");

/** Content of a local file, or undefined when it is absent. */
export const readLocal = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/** Writes a new file, by default flushed; nothing is left of it when that fails. */
export const writeNew = async (
  file: string,
  content: string | Buffer,
  mode: number,
  flush = true,
): Promise<void> => {
  try {
    const handle = await open(file, "wx", mode);
    try {
      await handle.writeFile(content);
      if (flush) await handle.sync();
    } finally {
      await handle.close();
    }
    if (process.platform !== "win32") await chmod(file, mode);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
};

/** A name that no other process chooses. The process id tells later whether anybody may still write it. */
export const temporaryName = (name: string): string =>
  `${name}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;

/**
 * Writes all or nothing: a temporary file beside it, flushed, then renamed.
 * @param flush false for what can be made again and is of no use when it is damaged: a power cut may leave a part of it
 */
export const writeLocal = async (file: string, content: string | Buffer, flush = true): Promise<void> => {
  await faultPoint(`local ${basename(file)}`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = temporaryName(file);
  await writeNew(temporary, content, 0o600, flush);
  try {
    await faultPoint(`rename ${basename(file)}`);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

export const removeLocal = (file: string): Promise<void> => rm(file, { force: true });

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** Longer than any run: a process id may have been given to another process since. */
const abandonedAfter = 3_600_000;

/** A cache that nothing was added to for so long is that of another version, or can be made again. */
const forgottenAfter = 30 * 24 * 3_600_000;

const isLeftOver = (name: string, age: number): boolean => {
  const pid = /\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
  if (pid !== undefined) return !isRunning(Number(pid)) || age > abandonedAfter;
  return /^cache[\\/][^\\/]+\.json$/.test(name) && age > forgottenAfter;
};

/**
 * Removes temporary files of processes that were killed, and caches that nobody needs any more. A folder that can't be
 * read or changed is left alone.
 */
export const sweepLocal = async (folder: string): Promise<void> => {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names.filter((each) => /\.(?:tmp|json)$/.test(each))) {
    const file = join(folder, name);
    const age = await stat(file).then(
      (info) => Date.now() - info.mtimeMs,
      () => 0,
    );
    if (isLeftOver(name, age)) await rm(file, { force: true }).catch(() => {});
  }
};
