// Golden files: `UPDATE_GOLDEN=1` rewrites them, otherwise output must equal them byte for byte.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const folder = join("test", "report", "golden");

/** Compares with a golden file. Tests run from the repository's root. */
export const matchesGolden = (name: string, actual: string): void => {
  const path = join(folder, name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    return;
  }
  assert.ok(existsSync(path), `${path} is missing; run the test with UPDATE_GOLDEN=1`);
  assert.equal(actual, readFileSync(path, "utf8"));
};
