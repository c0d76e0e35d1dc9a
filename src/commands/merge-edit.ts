// An unstaged edit of a threat model gets our change merged in by id, field by field. Any other file of ours is
// generated: the author's version stays until they decide.

import type { MergeEdit } from "../git/stage.ts";
import { mergeModels } from "../model/merge.ts";
import { parseModel, printModel } from "../model/yaml.ts";

export const mergeEdit: MergeEdit = (path, base, edited, ours) => {
  if (!path.endsWith(".threats.yaml") || base === undefined) return undefined;
  const old = parseModel(path, base).model;
  const theirs = parseModel(path, edited);
  const next = parseModel(path, ours).model;
  if (old === undefined || theirs.model === undefined || next === undefined) return undefined;
  const { model, conflicts } = mergeModels(old, theirs.model, next);
  return conflicts.length > 0 ? undefined : printModel(model, { comments: theirs.comments });
};
