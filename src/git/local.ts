// `.git/instride/`: what never leaves this machine. Folders are 0700, files 0600, writes are atomic.

import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

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

/** Writes all or nothing: a temporary file beside it, flushed, then renamed. */
export const writeLocal = async (file: string, content: string | Buffer, mode = 0o600): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (process.platform !== "win32") await chmod(temporary, mode);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

export const removeLocal = (file: string): Promise<void> => rm(file, { force: true });
