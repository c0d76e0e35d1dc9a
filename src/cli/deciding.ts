// What people decide; coding agents are refused.

import type { Declaring } from "./declaring.ts";
import { nonEmpty } from "./values.ts";

export const deciding = ({ command, choose }: Declaring): void => {
  command("accept <threat>", "accept a risk, or mark a false positive; only people do", [
    'instride accept S-7f3ka --until 2027-03-31 --reason "the gateway drops replays; replaced in Q1"',
  ])
    .requiredOption("--reason <why>", "why it is acceptable", nonEmpty)
    .option("--until <date>", "when the acceptance ends, YYYY-MM-DD")
    .option("--false-positive", "it is no threat at all", false)
    .action((id: string, options) => {
      choose(async (context) => (await import("../commands/people.ts")).accept(context, { id, ...options }));
    });

  command("challenge <threat>", "set a note or your own level beside an agent's words", [
    'instride challenge T-4k2mq --level high --reason "this table also feeds billing"',
  ])
    .requiredOption("--reason <why>", "what you hold against it", nonEmpty)
    .option("--level <level>", "your own level; it wins over the agent's")
    .action((id: string, options) => {
      choose(async (context) =>
        (await import("../commands/people.ts")).challenge(context, { id, ...options }),
      );
    });

  command("retire <threat>", "end a threat with a reason; it stays in the model as retired", [
    'instride retire S-7f3ka --reason "the callback route was removed"',
  ])
    .requiredOption("--reason <why>", "what ended it", nonEmpty)
    .action((id: string, options) => {
      choose(async (context) => (await import("../commands/people.ts")).retire(context, { id, ...options }));
    });

  command("signoff <component>", "sign the threat model off as it stands in the index", [
    'instride signoff sessions --note "reviewed for release 2.4"',
  ])
    .option("--note <text>", "what was looked at")
    .action((component: string, options) => {
      choose(async (context) =>
        (await import("../commands/people.ts")).signoff(context, { component, ...options }),
      );
    });
};
