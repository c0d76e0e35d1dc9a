// `npm run bench:tokens`: what a commit costs in tokens, the parallel way against reconstruction.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { projectRoot } from "../repositories.ts";
import { anchors } from "./anchors.ts";
import { conditionsFor, factsOf } from "./conditions.ts";
import { arms, type Figure, figuresFor, type Gap, gaps } from "./figures.ts";
import { HistoryProblem, historyOf, readComponents } from "./history.ts";
import { judge, judgedLines, linesOf } from "./judge.ts";
import { liveEndpoint, type Purse } from "./live.ts";
import { OptionProblem, type Options, optionsOf, usage } from "./options.ts";
import { costTable, type Results, renderReport, type SizeFacts, tokenTable, verdicts } from "./report.ts";
import { seriesOf } from "./series.ts";
import { seedOfSeries, sizes, syntheticSeries } from "./synthetic.ts";
import { count, terminalTable } from "./tables.ts";

const listed = [
  "claude-opus-5-5",
  "claude-sonnet-5-5",
  "claude-haiku-5-5",
  "claude-fable-5-2",
  "claude-opus-5",
  "claude-sonnet-5",
] as const;

const say = (line: string): void => console.error(`bench:tokens: ${line}`);

const printCosts = (figures: readonly Figure[], lines: number): void => {
  for (const gap of [...new Set(figures.map((figure) => figure.gap))])
    console.log(
      `\n${count(lines)} lines, ${gap} between commits\n${terminalTable(costTable(figures, lines, gap))}`,
    );
};

const printAnchors = (): void =>
  console.log(
    `\nPublished costs of reconstruction (other models, other months, agent loops)\n${anchors.map(({ what, value, source }) => `  ${what}: ${value} (${source})`).join("\n")}\n`,
  );

/** The made-up series on the loopback server. */
const synthetic = async (options: Options): Promise<number> => {
  const wanted = options.sizes ?? sizes;
  const models = options.models ?? listed;
  const facts: SizeFacts[] = [];
  const figures: Figure[] = [];
  for (const size of wanted) {
    const began = performance.now();
    const { series, lines } = await syntheticSeries(size, options.commits);
    say(
      `${count(lines)} lines, ${series.steps.length} commits: ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
    facts.push(factsOf(series, size, models[0] ?? ""));
    const arm = options.arms === undefined ? {} : { arms: options.arms };
    figures.push(...(await figuresFor(series, size, { models, gaps, say, ...arm })));
  }
  const results: Results = {
    conditions: conditionsFor(models, {
      source: "a made-up service, generated",
      seed: seedOfSeries,
      endpoint: "the loopback server of test/support/messages-api",
    }),
    sizes: facts,
    figures,
  };
  const sized = linesOf(figures);
  printCosts(figures, sized.includes(judgedLines) ? judgedLines : (sized.at(-1) ?? 0));
  printAnchors();
  const judged = judge(figures);
  for (const line of verdicts(judged)) console.log(line);
  const isWhole = [options.sizes, options.commits, options.models, options.arms].every(
    (each) => each === undefined,
  );
  if (isWhole) {
    const folder = join(projectRoot(), "bench");
    writeFileSync(join(folder, "tokens/results.json"), `${JSON.stringify(results, undefined, 2)}\n`);
    writeFileSync(join(folder, "TOKENS.md"), renderReport(results));
    console.log("\nwritten: bench/tokens/results.json, bench/TOKENS.md");
  }
  return judged.some(({ holds }) => holds === false) ? 1 : 0;
};

/** The real service; what the limit did not allow is said to be missing. */
const live = async (options: Options): Promise<number> => {
  const purse: Purse = { limit: options.maxUsd, spent: 0 };
  const open = liveEndpoint(process.env, purse, say);
  if (open === undefined) {
    console.error(
      "bench:tokens --live: ANTHROPIC_API_KEY is not set, so nothing was asked and nothing was measured; set it, or leave --live out",
    );
    return 2;
  }
  const models = options.models ?? ["claude-haiku-5-5"];
  const [model = ""] = models;
  if (models.length > 1) throw new OptionProblem("--live runs on one model");
  const [size = 1000] = options.sizes ?? [];
  const gap: Gap = gaps[0] as Gap;
  const { series } = await syntheticSeries(size, options.commits ?? 3);
  say(`${model}, ${count(size)} lines, ${series.steps.length} commits, at most $${purse.limit}`);
  const figures = await figuresFor(series, size, {
    models,
    gaps: [gap],
    say,
    open,
    ...(options.arms === undefined ? {} : { arms: options.arms }),
  });
  const endpoint = process.env["ANTHROPIC_BASE_URL"] ?? "https://api.anthropic.com";
  finish(options, {
    conditions: conditionsFor(models, {
      source: "a made-up service, generated; every answer is the model's own",
      seed: seedOfSeries,
      endpoint: `live, ${endpoint}; $${purse.spent.toFixed(4)} of $${purse.limit} spent`,
    }),
    sizes: [factsOf(series, size, model)],
    figures,
  });
  console.log(`spent $${purse.spent.toFixed(4)} of $${purse.limit}`);
  const missing = figures.filter(({ none }) => none !== undefined);
  for (const { arm, none } of missing) console.log(`${arm}: not measured, ${none}`);
  return missing.length > 0 ? 1 : 0;
};

const finish = (options: Options, results: Results): void => {
  for (const lines of linesOf(results.figures)) {
    printCosts(results.figures, lines);
    const [figure] = results.figures;
    if (figure !== undefined)
      console.log(`\n${terminalTable(tokenTable(results.figures, lines, figure.gap, figure.model))}`);
  }
  if (options.out === undefined) return;
  writeFileSync(options.out, renderReport(results));
  console.log(`\nwritten: ${options.out}`);
};

/** The history of a repository; components are told apart by their lines of code. */
const repository = async (options: Options, root: string, file: string): Promise<number> => {
  const models = options.models ?? listed;
  for (const component of readComponents(file)) {
    const history = historyOf(resolve(root), component, options.commits ?? 50);
    const series = await seriesOf(history.component, history.specPath, history.start, history.commits);
    const lines = series.steps.at(-1)?.lines ?? 0;
    console.log(`\n${component.id}: ${count(lines)} lines, ${series.steps.length} commits`);
    const own: Gap = { name: "its own time", ms: 24 * 60 * 60_000 };
    const figures = await figuresFor(series, lines, {
      models,
      gaps: [own],
      say,
      ...(options.arms === undefined ? {} : { arms: options.arms }),
    });
    const out =
      options.out === undefined ? {} : { out: options.out.replace(/(\.md)?$/, `-${component.id}.md`) };
    finish(
      { ...options, ...out },
      {
        conditions: conditionsFor(models, {
          source: `the newest commits of a local repository that touch ${component.id}`,
          seed: null,
          endpoint: "the loopback server of test/support/messages-api",
        }),
        sizes: [factsOf(series, lines, models[0] ?? "")],
        figures,
      },
    );
  }
  printAnchors();
  return 0;
};

const render = (): number => {
  const folder = join(projectRoot(), "bench");
  const results = JSON.parse(readFileSync(join(folder, "tokens/results.json"), "utf8")) as Results;
  writeFileSync(join(folder, "TOKENS.md"), renderReport(results));
  for (const line of verdicts(judge(results.figures))) console.log(line);
  return 0;
};

const main = async (args: readonly string[]): Promise<number> => {
  try {
    const options = optionsOf(args);
    if (options.help) {
      console.log(usage);
      return 0;
    }
    const unknown = options.arms?.find((id) => !arms.some((arm) => arm.id === id));
    if (unknown !== undefined)
      throw new OptionProblem(`no arm '${unknown}', expected ${arms.map(({ id }) => id).join(", ")}`);
    if (options.render) return render();
    if (options.live) return await live(options);
    if (options.repo !== undefined && options.components !== undefined)
      return await repository(options, options.repo, options.components);
    return await synthetic(options);
  } catch (error) {
    if (!(error instanceof OptionProblem || error instanceof HistoryProblem)) throw error;
    console.error(`bench:tokens: ${error.message}`);
    return 2;
  }
};

process.exitCode = await main(process.argv.slice(2));
