// The options of `npm run bench:tokens`.

import { parseArgs } from "node:util";

export const usage = `usage: npm run bench:tokens -- [options]

Replays a series of commits over a growing component through every arm: the parallel way (live, resumed, the product's own
choice) and reconstruction (in full, with caching, incremental, through batches). Without options: a made-up series at
1,000 to 100,000 lines, against a server on the loopback interface. Needs no key; writes bench/tokens/results.json and
bench/TOKENS.md.

  --size LINES         one size instead of all four; may be repeated. Nothing is written
  --commits N          commits of the series (12), or of a repository's history (50)
  --model ID           a model to price on; may be repeated
  --repo PATH          the real history of a local repository, with the times between its commits
  --components FILE    {"components":[{"id":"login","targets":["src/login/**"],"spec":"specs/login.md"}]}; spec may be left out
  --out FILE           writes the report of --repo or --live there, as Markdown
  --live               the same on the real service (ANTHROPIC_API_KEY): 1,000 lines, 3 commits 2 minutes apart, one model
  --max-usd N          what --live may spend, in US dollars (2)
  --render             writes bench/TOKENS.md from results.json again; asks nobody
  --arm ID             only this arm; may be repeated

Exit codes: 0 done, 1 a claim does not hold, 2 could not run.`;

export interface Options {
  readonly sizes: readonly number[] | undefined;
  readonly commits: number | undefined;
  readonly models: readonly string[] | undefined;
  readonly arms: readonly string[] | undefined;
  readonly repo: string | undefined;
  readonly components: string | undefined;
  readonly out: string | undefined;
  readonly live: boolean;
  readonly maxUsd: number;
  readonly render: boolean;
  readonly help: boolean;
}

/** What the user has to mend, in words. */
export class OptionProblem extends Error {}

const numberOf = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least)
    throw new OptionProblem(`unexpected --${name} '${text}', expected a number of at least ${least}`);
  return value;
};

/** @throws OptionProblem */
export const optionsOf = (args: readonly string[]): Options => {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new OptionProblem((error as Error).message);
  }
  if ((values.repo === undefined) !== (values.components === undefined))
    throw new OptionProblem("--repo and --components belong together");
  if (values.repo !== undefined && values.live === true)
    throw new OptionProblem(
      "--live runs the made-up series, not a repository: its gaps would have to be waited for",
    );
  return {
    sizes: values.size?.map((text) => numberOf("size", text, 500)),
    commits: values.commits === undefined ? undefined : Math.floor(numberOf("commits", values.commits, 1)),
    models: values.model,
    arms: values.arm,
    repo: values.repo,
    components: values.components,
    out: values.out,
    live: values.live === true,
    maxUsd: values["max-usd"] === undefined ? 2 : numberOf("max-usd", values["max-usd"], 0.01),
    render: values.render === true,
    help: values.help === true,
  };
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      size: { type: "string", multiple: true },
      commits: { type: "string" },
      model: { type: "string", multiple: true },
      arm: { type: "string", multiple: true },
      repo: { type: "string" },
      components: { type: "string" },
      out: { type: "string" },
      live: { type: "boolean" },
      "max-usd": { type: "string" },
      render: { type: "boolean" },
      help: { type: "boolean" },
    },
  }).values;
