// The first-parent history of a revision or range for commands that look back; says what a shallow clone lacks.

import type { Repository } from "../git/repository.ts";
import type { History } from "../history/moment.ts";
import { type CommandContext, remark } from "./context.ts";
import { firstParentHistory } from "./first-parent-history.ts";
import { deepen, type NamedRange, resolveRange } from "./range.ts";

export interface NamedHistory {
  readonly range: NamedRange;
  readonly history: History;
  /** What completes the history; undefined when it is complete. */
  readonly needs: string | undefined;
}

/** @throws UserError for a revision that does not exist */
export const wholeHistory = async (
  context: CommandContext,
  repository: Repository,
  revision: string | undefined,
  options: { readonly judge: boolean },
): Promise<NamedHistory> => {
  const range = await resolveRange(repository, {
    firstParent: true,
    ...(revision === undefined ? {} : { revision }),
  });
  const history = await firstParentHistory(context, repository, range, options);
  if (history.complete) return { range, history, needs: undefined };
  const [first] = history.moments;
  remark(
    context,
    `instride: this clone is shallow: its history begins at ${first?.commit.id.slice(0, 12)} (${first?.commit.day}), what came before is unknown. For all of it: ${deepen}`,
  );
  return { range, history, needs: deepen };
};
