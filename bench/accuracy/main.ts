// `npm run bench:accuracy [-- system …] [--live] [--max-usd 5] [--model NAME]`: runs all modes over the corpus, prints a
// table and keeps results.json and ACCURACY.md. Named systems are printed alone and not kept. Ends with 1 where a model kept by
// deltas holds less than a fresh one, or says more that is wrong.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../repositories.ts";
import { conditionsOf, corpusOf } from "./conditions.ts";
import { runClaude } from "./live.ts";
import { runSystem } from "./modes.ts";
import { inTurn } from "./pool.ts";
import { renderReport } from "./render.ts";
import type { AllResults, Results } from "./results.ts";
import { compareKept } from "./summary.ts";
import { systems } from "./systems/index.ts";
import { terminalTable, verdict } from "./tables.ts";
import type { System } from "./truth.ts";

const folder = join(projectRoot(), "bench");
const resultsPath = join(folder, "accuracy/results.json");

const kept = (): Partial<AllResults> => {
  try {
    return JSON.parse(readFileSync(resultsPath, "utf8")) as Partial<AllResults>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
};

const runRules = async (some: readonly System[]): Promise<Results> => ({
  conditions: conditionsOf("rules"),
  corpus: corpusOf(some),
  systems: await inTurn(2, some, async (system) => {
    console.error(`bench: ${system.id} …`);
    return runSystem(
      system,
      { settings: () => ({ agent: "rules" }), env: {}, spent: () => {} },
      { author: true },
    );
  }),
});

const say = (title: string, results: Results): void => {
  console.log(`\n${title}\n\n${terminalTable(results)}\n\n${verdict(results.systems)}`);
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      live: { type: "boolean", default: false },
      "max-usd": { type: "string", default: "5" },
      model: { type: "string", default: "claude-opus-5-5" },
    },
  });
  const unknown = positionals.filter((name) => !systems.some(({ id }) => id === name));
  const limit = Number(values["max-usd"]);
  if (unknown.length > 0 || !(limit > 0)) {
    console.error(
      unknown.length > 0
        ? `no system ${unknown.join(", ")}, expected ${systems.map(({ id }) => id).join(", ")}`
        : `unexpected --max-usd ${values["max-usd"]}, expected US dollars such as 5`,
    );
    return 2;
  }
  const some = positionals.length === 0 ? systems : systems.filter(({ id }) => positionals.includes(id));
  const rules = await runRules(some);
  say("The rules agent", rules);
  let claude = kept().claude;
  const key = process.env["ANTHROPIC_API_KEY"];
  if (!values.live)
    console.log("\nClaude: SKIPPED, --live was not given; figures of an earlier live run are kept.");
  else if (key === undefined || key === "")
    console.log(
      "\nClaude: SKIPPED, ANTHROPIC_API_KEY is not set, so nothing was asked and nothing is shown.",
    );
  else {
    const base = process.env["ANTHROPIC_BASE_URL"];
    const env = { ANTHROPIC_API_KEY: key, ...(base === undefined ? {} : { ANTHROPIC_BASE_URL: base }) };
    claude = await runClaude(some, { env, limit, model: values.model });
    say("Claude", claude);
  }
  const code = compareKept(rules.systems).every(({ holds }) => holds) ? 0 : 1;
  if (positionals.length > 0) return code;
  const all: AllResults = claude === undefined ? { rules } : { rules, claude };
  writeFileSync(resultsPath, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(join(folder, "ACCURACY.md"), renderReport(all));
  console.log("\nIn full: bench/ACCURACY.md, bench/accuracy/results.json");
  return code;
};

process.exitCode = await main();
