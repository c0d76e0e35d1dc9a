// `instride diff [A [B]]` or `A..B`: what changed in the threat models between two trees, in meaning, not in lines.

import { openRepository } from "../git/repository.ts";
import { carriedOn } from "../model/carries-on.ts";
import { diffModels } from "../model/diff.ts";
import { emptyModel } from "../model/empty.ts";
import type { ThreatModel } from "../model/schema.ts";
import { renderDiff, renderDiffMarkdown } from "../report/diff.ts";
import { type CommandContext, print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { entriesOf } from "./verify.ts";
import { loadWorkspace, type Workspace } from "./workspace.ts";

export interface DiffOptions {
  /** Left: HEAD when not given. A range `A..B` names both sides. */
  readonly from?: string;
  /** Right: the index when not given. */
  readonly to?: string;
  readonly format: "text" | "json" | "markdown";
}

const modelsOf = (workspace: Workspace): Map<string, ThreatModel> => {
  const broken = workspace.components.filter(
    (component) => component.modelText !== undefined && component.model === undefined,
  );
  if (broken.length > 0)
    throw new UserError("some threat models can't be read", {
      findings: broken.flatMap((component) => component.modelFindings),
      next: "correct them",
    });
  return new Map(
    workspace.components.flatMap((each) => (each.model === undefined ? [] : [[each.id, each.model]])),
  );
};

/** Both sides as they were given; two dots may stand between them, as git writes a range. */
const sides = ({ from, to }: DiffOptions): { readonly left: string; readonly right: string | undefined } => {
  const dots = from?.indexOf("..") ?? -1;
  if (from === undefined || dots === -1) return { left: from ?? "HEAD", right: to };
  if (from.includes("..."))
    throw new UserError(`'${from}' has three dots, expected two`, {
      next: `instride diff ${from.replace("...", "..")}`,
    });
  if (to !== undefined)
    throw new UserError(`'${from}' names both sides already`, { next: "leave the second one out" });
  return { left: from.slice(0, dots) || "HEAD", right: from.slice(dots + 2) || "HEAD" };
};

/** Components that are on one side alone, paired where the newer one carries on threats of the older: it was renamed. */
const renames = (
  before: ReadonlyMap<string, ThreatModel>,
  after: ReadonlyMap<string, ThreatModel>,
): ReadonlyMap<string, string> => {
  const pairs = new Map<string, string>();
  const gone = new Map([...before].filter(([id]) => !after.has(id)));
  for (const [id, model] of after) {
    const old = before.has(id) ? undefined : carriedOn(model, gone);
    if (old === undefined) continue;
    gone.delete(old);
    pairs.set(id, old);
  }
  return pairs;
};

export const diff = async (context: CommandContext, options: DiffOptions): Promise<Outcome> => {
  const { left, right } = sides(options);
  const repository = await openRepository(context.cwd, context.env);
  const load = async (revision: string | undefined): Promise<Map<string, ThreatModel>> =>
    modelsOf(
      await loadWorkspace(repository, await entriesOf(repository, revision), { version: context.version }),
    );
  const before = await load(left);
  const after = await load(right);
  const renamed = renames(before, after);
  const carried = new Set(renamed.values());
  const components = [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => !carried.has(id))
    .sort();
  const diffs = components.flatMap((id) => {
    const was = renamed.get(id);
    const now = after.get(id);
    const old = before.get(was ?? id) ?? emptyModel(id, now?.framework ?? "stride");
    const found = diffModels(old, now ?? emptyModel(id, old.framework));
    if (renderDiff(found, { colour: false }) === "") return [];
    return [{ component: id, ...(was === undefined ? {} : { was }), diff: found }];
  });
  if (options.format === "json") print(context, JSON.stringify(diffs, undefined, 2));
  else if (diffs.length === 0) print(context, "no threat model differs");
  else
    for (const each of diffs) {
      const named = each.was === undefined ? each.component : `${each.component} (was ${each.was})`;
      print(
        context,
        options.format === "markdown"
          ? renderDiffMarkdown(named, each.diff)
          : `${named}\n${renderDiff(each.diff, { colour: context.colour.out, width: context.width })}`,
      );
    }
  return "clean";
};
