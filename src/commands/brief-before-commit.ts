// A coding agent is about to commit: is there a component that it changed and has not answered for? The same stop as
// the pre-commit hook's, a moment earlier, where the agent reads it best.

import { type Brief, renderBriefs } from "../agents/session/brief.ts";
import { openRepository } from "../git/repository.ts";
import { briefs } from "./brief.ts";
import { findSubmission, markAsked, wasAsked } from "./submissions.ts";
import { processContext } from "./terminal.ts";

export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The briefs that wait for an answer, in words; undefined when the commit may go on. Asks once for the same inputs.
 * @param claim false when nobody waits for the answer any more: then nothing counts as asked. Once it was true, somebody
 * waits until the end.
 */
export const briefBeforeCommit = async (
  place: Place,
  claim: () => boolean = () => true,
): Promise<string | undefined> => {
  try {
    const context = { ...processContext(), ...place };
    const repository = await openRepository(place.cwd, place.env);
    const open: Brief[] = [];
    for (const { brief } of await briefs(context, repository, { staged: false })) {
      const isAnswered = (await findSubmission(repository, brief.id)) !== undefined;
      if (!isAnswered && !(await wasAsked(repository, brief.id))) open.push(brief);
    }
    if (open.length === 0 || !claim()) return undefined;
    for (const brief of open) await markAsked(repository, brief.id, renderBriefs([brief]));
    return `${renderBriefs(open)}\nAnswer first, then run the same command again; unanswered, it goes through with provisional answers by rules.`;
  } catch {
    // The hook itself looks again; the guard is no reason to stand in the way.
    return undefined;
  }
};
