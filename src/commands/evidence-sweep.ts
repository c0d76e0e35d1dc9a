// What `verify` says of each tree of a period, commit by commit, and of the tree at its end.

import type { JudgedCommit, Request } from "../evidence/types.ts";
import { walkRange } from "../git/history.ts";
import type { Repository } from "../git/repository.ts";
import type { Finding } from "../model/finding.ts";
import type { CommandContext } from "./context.ts";
import { surveyed } from "./range.ts";
import { sweepHistory } from "./verify-history.ts";
import type { Workspace } from "./workspace.ts";

/** Judges every commit by every rule; no record is believed. @param policy that of the base revision */
export const sweepPeriod = async (
  context: CommandContext,
  repository: Repository,
  request: Request,
  policy: Workspace["config"]["policy"] | undefined,
): Promise<{ judged: ReadonlyMap<string, JudgedCommit>; commits: number; stands: readonly Finding[] }> => {
  const { start, end, firstParent } = request;
  const range = {
    from: start.commit,
    to: end.commit,
    firstParent,
    label: `${start.revision}..${end.revision}`,
    tip: end.revision,
  };
  const walk = walkRange(repository, range);
  const judged = new Map<string, JudgedCommit>();
  let first = true;
  let stands: readonly Finding[] = [];
  try {
    const survey = await surveyed(repository, range);
    const swept = await sweepHistory(context, repository, {
      range,
      survey,
      walk,
      full: true,
      ...(policy === undefined ? {} : { policy }),
      onCommit: ({ id, touched, gone, standing, events }) => {
        const isFirst = first;
        first = false;
        stands = standing.map(({ finding }) => finding);
        judged.set(id, {
          touched: [...touched],
          gone,
          began: standing.filter((each) => each.since === id && !each.before).map(({ finding }) => finding),
          stood: isFirst ? standing.filter(({ before }) => before).map(({ finding }) => finding) : [],
          events,
          inStep: ![...standing.map(({ finding }) => finding), ...events].some(
            ({ severity }) => severity === "error",
          ),
        });
      },
    });
    return { judged, commits: swept.commits, stands };
  } finally {
    walk.stop();
  }
};
