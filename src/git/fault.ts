// Fault points for the interruption tests: before each write, a test can have the process killed as a user would.

import { appendFileSync } from "node:fs";

let passed = 0;

/**
 * Does nothing unless INSTRIDE_FAULT is set, to `<n>:<signal>` (kill this process at the n-th point) or to
 * `log:<file>` (list the points that a run passes).
 */
export const faultPoint = async (name: string): Promise<void> => {
  const wish = process.env["INSTRIDE_FAULT"];
  if (wish === undefined || wish === "") return;
  passed += 1;
  if (wish.startsWith("log:")) {
    appendFileSync(wish.slice(4), `${passed} ${name}\n`);
    return;
  }
  const [at, signal] = wish.split(":");
  if (Number(at) !== passed) return;
  process.kill(process.pid, (signal ?? "SIGKILL") as NodeJS.Signals);
  // Signals other than SIGKILL are delivered to our handlers; give them their turn.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
};
