// Every file of test/e2e/scenarios/ is one situation of a user, run through real git with husky's real hooks.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { projectRoot } from "../support/repository.ts";
import { parseScenario, runScenario } from "./scenario.ts";

const folder = join(projectRoot, "test/e2e/scenarios");

for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith(".txt")) continue;
  const scenario = parseScenario(readFileSync(join(folder, name), "utf8"));
  test(`${name.replace(/\.txt$/, "")}: ${scenario.title}`, { concurrency: true }, (t) =>
    runScenario(t, scenario),
  );
}
