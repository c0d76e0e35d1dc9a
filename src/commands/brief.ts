// `instride brief`: asks the coding agent, for what has changed, the few questions that its change raised.

import { renderBriefs } from "../agents/session/brief.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { listIndex, listWorktree } from "../git/trees.ts";
import { judge } from "../pairing/step.ts";
import { type Briefing, briefFor } from "./briefing.ts";
import { type CommandContext, print } from "./context.ts";
import { type Judging, judgingFor } from "./judging.ts";
import type { Outcome } from "./outcome.ts";
import { missingConfig, selectComponent } from "./select.ts";
import { type LoadedComponent, loadWorkspace } from "./workspace.ts";

export interface BriefOptions {
  readonly component?: string;
  /** The index alone; else the work tree as `git add -A` would store it. */
  readonly staged: boolean;
  readonly json: boolean;
}

export interface Asked extends Briefing {
  readonly component: LoadedComponent;
  readonly judging: Judging;
}

/** Briefs for every component that is out of step in what is staged, or in the work tree. */
export const briefs = async (
  context: CommandContext,
  repository: Repository,
  options: {
    readonly component?: string;
    readonly staged: boolean;
    /** A tree without settings is an error, and not one in which nothing is asked. */
    readonly settingsNeeded?: boolean;
  },
): Promise<readonly Asked[]> => {
  const { entries } = await (options.staged ? listIndex : listWorktree)(repository);
  const workspace = await loadWorkspace(repository, entries, { version: context.version });
  if (!workspace.configured && options.settingsNeeded === true)
    throw missingConfig(repository, options.staged ? "index" : "work tree");
  const wanted =
    options.component === undefined ? workspace.components : [selectComponent(workspace, options.component)];
  const asked: Asked[] = [];
  for (const component of wanted) {
    const judging = judgingFor(component, workspace.config, context.today);
    if (judge(component, judging.judgement).inStep) continue;
    asked.push({ component, judging, ...(await briefFor(repository, component, judging)) });
  }
  return asked;
};

export const brief = async (context: CommandContext, options: BriefOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const asked = await briefs(context, repository, { ...options, settingsNeeded: true });
  if (options.json)
    print(
      context,
      JSON.stringify(
        asked.map((each) => each.brief),
        undefined,
        2,
      ),
    );
  else if (asked.length === 0) print(context, "every component is in step; nothing to answer");
  else print(context, renderBriefs(asked.map(({ brief }) => brief)));
  return "clean";
};
