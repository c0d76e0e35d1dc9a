// Fault points for the interruption tests: before each write, a test can have the process killed as a user would, or
// have the write fail as a full disk makes it.

import { appendFileSync } from "node:fs";

let passed = 0;

/**
 * Does nothing unless INSTRIDE_FAULT is set, to `<point>:<what>` or to `log:<file>` (list the points that a run
 * passes). A point is its number or the beginning of its name; what happens there is a signal or the code of an error.
 * @throws the error of that code
 */
export const faultPoint = async (name: string): Promise<void> => {
  const wish = process.env["INSTRIDE_FAULT"];
  if (wish === undefined || wish === "") return;
  passed += 1;
  if (wish.startsWith("log:")) {
    appendFileSync(wish.slice(4), `${passed} ${name}\n`);
    return;
  }
  const [at = "", what = "SIGKILL"] = wish.split(":");
  if (/^\d+$/.test(at) ? Number(at) !== passed : !name.startsWith(at)) return;
  if (!what.startsWith("SIG"))
    throw Object.assign(new Error(what === "ENOSPC" ? "ENOSPC: no space left on device, write" : what), {
      code: what,
      path: name,
    });
  process.kill(process.pid, what as NodeJS.Signals);
  // Signals other than SIGKILL are delivered to our handlers; give them their turn.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
};
