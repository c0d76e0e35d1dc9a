// Histories whose lock file pins instride, and a registry that gives it: what checks in CI begin with.

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { packageUnderTest } from "../support/repository.ts";
import { config, type History, newHistory } from "./histories.ts";

/** Commits with a lock file that names the package, and the policy that the base has. */
export const prepare = async (t: TestContext): Promise<{ history: History; base: string }> => {
  const history = await newHistory(t);
  const version = (
    JSON.parse(readFileSync(join(packageUnderTest, "package.json"), "utf8")) as { version: string }
  ).version;
  history.repository.write(
    "package-lock.json",
    JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/instride": { version } } }, undefined, 2),
  );
  history.repository.write(
    "instride.config.json",
    JSON.stringify({ ...config, policy: { "max-open": "critical" } }),
  );
  return { history, base: await history.commit("Pin instride") };
};

/** A folder for `PATH` whose npm does what an installation does, from the package at hand. */
export const registry = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "instride-registry-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const script = `#!/bin/sh
test "$1" = install && test "$2" = --prefix || exit 64
mkdir -p "$3/node_modules/.bin"
ln -sfn '${packageUnderTest}' "$3/node_modules/instride"
ln -sfn ../instride/bin/instride.js "$3/node_modules/.bin/instride"
`;
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/npm"), script);
  chmodSync(join(folder, "bin/npm"), 0o755);
  return folder;
};
