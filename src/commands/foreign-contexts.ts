// `instride context list` and `show`: what other tools keep of the conversations in which this code was written. They
// are shown, and used by nothing unless a person says so.

import { findContexts, nameOf, readContext } from "../agents/elsewhere/index.ts";
import { openRepository } from "../git/repository.ts";
import { nearest } from "../model/nearest.ts";
import { oneLine } from "../report/foreign.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { isOwnName, ownContextLine, ownContextShow, ownContexts } from "./contexts.ts";
import { type Outcome, UserError } from "./outcome.ts";

export interface ContextListOptions {
  readonly json: boolean;
}

export const contextList = async (context: CommandContext, options: ContextListOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const own = await ownContexts(repository);
  const found = await findContexts(repository);
  if (options.json) {
    print(context, JSON.stringify([...own, ...found], undefined, 2));
    return "clean";
  }
  for (const each of own) print(context, ownContextLine(each));
  if (own.length + found.length === 0)
    print(
      context,
      "none found: no conversation of instride's own, no Entire checkpoint, no git-ai note on the last 200 commits, no .specstory/history",
    );
  else
    for (const each of found) {
      const { where, commit } = each.provenance;
      const at = commit === undefined ? "" : `  commit ${commit.slice(0, 12)}`;
      print(context, `${oneLine(nameOf(each))}  ${oneLine(where)}${at}`);
    }
  return "clean";
};

export interface ContextShowOptions {
  readonly name: string;
  readonly json: boolean;
}

export const contextShow = async (context: CommandContext, options: ContextShowOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  if (isOwnName(options.name)) return ownContextShow(context, repository, options);
  const read = await readContext(repository, options.name);
  if (read === undefined) {
    const close = nearest(options.name, (await findContexts(repository)).map(nameOf));
    throw new UserError(`no context '${options.name}'`, {
      next: close === undefined ? "instride context list" : `did you mean ${close}?`,
    });
  }
  if (options.json) {
    print(context, JSON.stringify(read, undefined, 2));
    return "clean";
  }
  const { provenance, cut, removed, text } = read;
  const about = [
    provenance.where,
    ...(provenance.commit === undefined ? [] : [`commit ${provenance.commit.slice(0, 12)}`]),
    ...(provenance.agent === undefined ? [] : [`by ${provenance.agent}, it says`]),
  ];
  remark(context, `instride: ${about.map(oneLine).join(", ")}`);
  if (removed.length > 0) remark(context, `instride: taken out: ${removed.join(", ")}`);
  if (cut > 0) remark(context, `instride: ${cut} characters before this were left out`);
  print(context, text);
  return "clean";
};
