// `instride show`: a threat model, or one threat, for the terminal; as of any revision.

import { openRepository, type Repository } from "../git/repository.ts";
import { threatIdPattern } from "../model/schema.ts";
import { renderShow, renderThreat } from "../report/show.ts";
import { type CommandContext, print } from "./context.ts";
import { judgingFor } from "./judging.ts";
import type { Outcome } from "./outcome.ts";
import { modelOf, selectComponent, selectThreat } from "./select.ts";
import { entriesOf } from "./verify.ts";
import { loadWorkspace } from "./workspace.ts";

export interface ShowOptions {
  readonly name: string;
  readonly at?: string;
  readonly json: boolean;
}

export interface Shown {
  readonly text: string;
  /** What the text shows: a threat model, or one threat with its place. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** A threat model, or one threat. @throws UserError when there is none of that name. */
export const shown = async (
  context: CommandContext,
  repository: Repository,
  options: Omit<ShowOptions, "json">,
): Promise<Shown> => {
  const workspace = await loadWorkspace(repository, await entriesOf(repository, options.at), {
    version: context.version,
  });
  const style = { colour: context.colour.out, width: context.width, today: context.today };
  if (threatIdPattern.test(options.name)) {
    const found = selectThreat(workspace, options.name);
    const { component, id, threat, element, category } = found;
    return {
      text: renderThreat({ id, threat, element, category }, style),
      value: { component: component.id, id, element, category, ...threat },
    };
  }
  const component = selectComponent(workspace, options.name);
  const model = modelOf(component);
  const { framework } = judgingFor(component, workspace.config, context.today);
  return { text: renderShow(model, framework, style), value: model };
};

export const show = async (context: CommandContext, options: ShowOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { text, value } = await shown(context, repository, options);
  print(context, options.json ? JSON.stringify(value, undefined, 2) : text);
  return "clean";
};
