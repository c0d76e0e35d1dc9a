// Every file of test/e2e/scenarios/ is one situation of a user, run through real git with husky's real hooks.
// `ONLY=part-of-a-name` runs those alone.

import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { projectRoot } from "../support/repository.ts";
import { parseScenario, runScenario } from "./scenario.ts";

const folder = join(projectRoot, "test/e2e/scenarios");
const only = process.env["ONLY"]?.split(",") ?? [""];

// Scenarios mostly wait for processes that they start.
suite("scenarios", { concurrency: availableParallelism() + 1 }, () => {
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".txt") || !only.some((part) => name.includes(part))) continue;
    const scenario = parseScenario(readFileSync(join(folder, name), "utf8"));
    test(`${name.replace(/\.txt$/, "")}: ${scenario.title}`, (t) => runScenario(t, scenario));
  }
});
