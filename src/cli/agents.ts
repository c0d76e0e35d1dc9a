// What coding agents answer with, and the conversations behind code.

import type { Declaring } from "./declaring.ts";
import { wholeNumber } from "./values.ts";

export const agents = ({ command, choose }: Declaring): void => {
  command("brief [component]", "ask the agent that made a change the few questions that it raised", [
    "instride brief",
    "instride brief sessions --staged",
  ])
    .option("--staged", "what is staged alone; else the work tree as git add -A would store it", false)
    .option("--json", "print JSON", false)
    .action((component: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/brief.ts")).brief(context, {
          ...(component === undefined ? {} : { component }),
          ...options,
        }),
      );
    });

  command(
    "submit",
    "take the answers to a brief; the next commit applies them (for a component in step: staged at once)",
    ["instride submit --file answer.json", "cat answer.json | instride submit --file -"],
  )
    .requiredOption("--file <path>", "JSON with the brief's id and the operations; - for standard input")
    .option("--agent <name>", "the agent's own name, kept as a claim")
    .option("--json", "print JSON", false)
    .action((options) => {
      choose(async (context) => (await import("../commands/submit.ts")).submit(context, options));
    });

  command("mcp", "serve the Model Context Protocol over standard input and output, for coding agents", [
    "claude mcp add instride -- npx instride mcp",
  ]).action(() => {
    choose(async (context) => (await import("../commands/mcp.ts")).mcp(context));
  });

  const contexts = command(
    "context",
    "the conversations behind this code: instride's own, and what other tools keep of them",
    ["instride context list", "instride context show entire:01JABCDEFGHJKMNPQRSTVWXYZ0"],
  );
  contexts
    .command("list")
    .summary("Entire checkpoints, git-ai notes and SpecStory histories, one a line")
    .option("--json", "print JSON", false)
    .action((options) => {
      choose(async (context) =>
        (await import("../commands/foreign-contexts.ts")).contextList(context, options),
      );
    });
  contexts
    .command("show <name>")
    .summary("one of them: bounded, without credentials")
    .option("--json", "print JSON", false)
    .action((name: string, options) => {
      choose(async (context) =>
        (await import("../commands/foreign-contexts.ts")).contextShow(context, { name, ...options }),
      );
    });

  contexts
    .command("prune [component]")
    .summary("remove all but the newest conversations that instride keeps")
    .option("--keep <count>", "how many to keep for each component", wholeNumber, 3)
    .action((component: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/contexts.ts")).contextPrune(context, {
          ...(component === undefined ? {} : { component }),
          ...options,
        }),
      );
    });
  contexts
    .command("export <name>")
    .summary("one of instride's own as JSON lines, without credentials")
    .action((name: string) => {
      choose(async (context) => (await import("../commands/contexts.ts")).contextExport(context, { name }));
    });
  contexts
    .command("push <remote> [components...]")
    .summary("share instride's own through refs/instride/contexts/*, without credentials")
    .action((remote: string, components: string[]) => {
      choose(async (context) =>
        (await import("../commands/contexts.ts")).contextPush(context, { remote, components }),
      );
    });
  contexts
    .command("fetch <remote>")
    .summary("take over what others shared there")
    .action((remote: string) => {
      choose(async (context) => (await import("../commands/contexts.ts")).contextFetch(context, { remote }));
    });
};
