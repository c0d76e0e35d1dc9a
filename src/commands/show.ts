// `instride show`: a threat model, or one threat, for the terminal; as of any revision.

import { openRepository } from "../git/repository.ts";
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

export const show = async (context: CommandContext, options: ShowOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const workspace = await loadWorkspace(repository, await entriesOf(repository, options.at), {
    version: context.version,
  });
  const style = { colour: context.colour.out, width: context.width, today: context.today };
  if (threatIdPattern.test(options.name)) {
    const found = selectThreat(workspace, options.name);
    const { component, id, threat, element, category } = found;
    print(
      context,
      options.json
        ? JSON.stringify({ component: component.id, id, element, category, ...threat }, undefined, 2)
        : renderThreat({ id, threat, element, category }, style),
    );
    return "clean";
  }
  const component = selectComponent(workspace, options.name);
  const model = modelOf(component);
  const { framework } = judgingFor(component, workspace.config, context.today);
  print(context, options.json ? JSON.stringify(model, undefined, 2) : renderShow(model, framework, style));
  return "clean";
};
