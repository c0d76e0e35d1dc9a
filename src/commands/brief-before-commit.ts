// A coding agent is about to commit: is there a component that it changed and has not answered for? The same stop as
// the pre-commit hook's, a moment earlier, where the agent reads it best.

import { type Brief, renderBriefs } from "../agents/session/brief.ts";
import { openRepository } from "../git/repository.ts";
import { briefs } from "./brief.ts";
import { findSubmission, markAsked, wasAsked } from "./submissions.ts";
import { processContext } from "./terminal.ts";

/** The briefs that wait for an answer, in words; undefined when the commit may go on. Asks once for the same inputs. */
export const briefBeforeCommit = async (place: {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<string | undefined> => {
  try {
    const context = { ...processContext(), ...place };
    const repository = await openRepository(place.cwd, place.env);
    const open: Brief[] = [];
    for (const { brief } of await briefs(context, repository, { staged: false })) {
      if (
        (await findSubmission(repository, brief.id)) !== undefined ||
        (await wasAsked(repository, brief.id))
      )
        continue;
      await markAsked(repository, brief.id, renderBriefs([brief]));
      open.push(brief);
    }
    return open.length === 0
      ? undefined
      : `${renderBriefs(open)}\nAnswer first, then run the same command again; unanswered, it goes through with provisional answers by rules.`;
  } catch {
    // The hook itself looks again; the guard is no reason to stand in the way.
    return undefined;
  }
};
