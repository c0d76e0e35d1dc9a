// What tells of threat models: as they are, as they were, and what they cost.

import { Option } from "commander";
import { groupings } from "../cost/ledger.ts";
import type { Declaring } from "./declaring.ts";
import { dollars } from "./values.ts";

export const looking = ({ command, choose }: Declaring): void => {
  command("show <name>", "print the threat model of a component, or one threat by id", [
    "instride show sessions",
    "instride show S-7f3ka --at v1.2.0",
  ])
    .option("--at <revision>", "as of this revision (default: the index)")
    .option("--json", "print JSON", false)
    .action((name: string, options) => {
      choose(async (context) => (await import("../commands/show.ts")).show(context, { name, ...options }));
    });

  command("diff [from] [to]", "what changed in the threat models, in meaning (default: HEAD and the index)", [
    "instride diff",
    "instride diff v1.0..v1.1",
    "instride diff main HEAD --format markdown",
  ])
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(["text", "json", "markdown"])
        .default("text"),
    )
    .action((from: string | undefined, to: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/diff.ts")).diff(context, {
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          format: options.format,
        }),
      );
    });

  command(
    "reconstruct <component>",
    "a second opinion: what a fresh reading of the code holds that the threat model lacks",
    [
      "instride reconstruct sessions",
      "instride reconstruct sessions --at v1.2.0 --json",
      "instride reconstruct sessions --apply --pick I-7f3ka",
    ],
  )
    .option("--all", "list also what only the kept model has", false)
    .addOption(new Option("--at <revision>", "as of this revision (default: the index)").conflicts("apply"))
    .option("--apply", "add to the model what only the fresh reading has, and stage it", false)
    .option("--pick <id...>", "with --apply: these threats and map entries alone", [])
    .option("--max-usd <amount>", "US dollars that the reading may spend", dollars)
    .option("--json", "print JSON", false)
    .action((component: string, options) => {
      choose(async (context) =>
        (await import("../commands/reconstruct.ts")).reconstruct(context, { component, ...options }),
      );
    });

  command(
    "report [components...]",
    "threat models as one self-contained HTML page (default: all components)",
    ["instride report --html", "instride report --html sessions --at v1.2.0 -o sessions.html"],
  )
    .option("--html", "write HTML, the only form there is", true)
    .option("-o, --output <file>", "where to write it; - for standard output", "instride-report.html")
    .option("--at <revision>", "as of this revision (default: the index)")
    .action((components: string[], options) => {
      choose(async (context) =>
        (await import("../commands/report.ts")).report(context, { components, ...options }),
      );
    });

  command(
    "log <component> [revision]",
    "the history of each threat, from birth to retirement, with the commits",
    ["instride log sessions", "instride log sessions v1.0..v1.1 --threat S-7f3ka"],
  )
    .option("--threat <id>", "this threat alone")
    .option("--json", "print JSON", false)
    .action((component: string, revision: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/log.ts")).log(context, {
          component,
          ...options,
          ...(revision === undefined ? {} : { revision }),
        }),
      );
    });

  command("trend [revision]", "coverage and freshness over the commits of a branch (default: HEAD)", [
    "instride trend",
    "instride trend v1.0..v1.1 --svg > trend.svg",
  ])
    .option("--json", "print JSON", false)
    .option("--csv", "print CSV, one line a commit", false)
    .option("--svg", "print the plot", false)
    .action((revision: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/trend.ts")).trend(context, {
          ...(revision === undefined ? {} : { revision }),
          format: options.json ? "json" : options.csv ? "csv" : options.svg ? "svg" : "text",
        }),
      );
    });

  command(
    "cost [range]",
    "what the threat models cost, read from git, and what reconstruction would have cost",
    [
      "instride cost",
      "instride cost main~50..main --by month",
      "instride cost --by commit --csv > cost.csv",
      "instride cost --html cost.html",
      "instride cost --repo ../shop --repo ../billing --by repository",
      "instride cost --prices model_prices_and_context_window.json",
    ],
  )
    .addOption(new Option("--by <key>", "what a row stands for").choices(groupings).default("component"))
    .option("--reference <model>", "model whose prices compare both ways", "claude-opus-5-5")
    .option("--repo <path...>", "repositories that are counted together, each record once", [])
    .option("--prices <file>", "LiteLLM's price file, in place of the one that the settings name")
    .option("--count-tokens", "let the provider count (needs a key; contents are sent to it)", false)
    .option("--json", "print JSON, with every record", false)
    .addOption(new Option("--csv", "print CSV").default(false).conflicts("json"))
    .addOption(
      new Option(
        "--html <file>",
        "write a page with plots that needs nothing beside it; - for standard output",
      ).conflicts(["json", "csv"]),
    )
    .action((range: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/cost.ts")).cost(context, {
          ...(range === undefined ? {} : { range }),
          by: options.by,
          referenceModel: options.reference,
          format: options.json ? "json" : options.csv ? "csv" : "text",
          repositories: options.repo,
          countTokens: options.countTokens,
          ...(options.html === undefined ? {} : { html: options.html }),
          ...(options.prices === undefined ? {} : { prices: options.prices }),
        }),
      );
    });
};
