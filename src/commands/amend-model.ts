// What an agent comes to know later, without a change of the code: a component that is in step has no brief, so there
// is no commit to wait for, and the answer is staged at once.

import { believing } from "../git/cache.ts";
import type { Repository } from "../git/repository.ts";
import { recover, stageOutputs } from "../git/stage.ts";
import { listIndex } from "../git/trees.ts";
import type { Delta } from "../model/delta.ts";
import { type Provenance, planUpdate } from "../pairing/plan.ts";
import { judge } from "../pairing/step.ts";
import type { Asked } from "./brief.ts";
import { briefFor } from "./briefing.ts";
import type { CommandContext } from "./context.ts";
import { judgingFor } from "./judging.ts";
import { mergeEdit } from "./merge-edit.ts";
import { loadWorkspace } from "./workspace.ts";

/** The component of the index with this id, when it has a model and is in step: nothing is asked about it. */
export const inStepComponent = async (
  context: CommandContext,
  given: Repository,
  id: string,
): Promise<Asked | undefined> => {
  const repository = believing(given);
  const { components, config } = await loadWorkspace(repository, (await listIndex(repository)).entries, {
    version: context.version,
    only: new Set([id]),
  });
  const [component] = components;
  if (component?.model === undefined) return undefined;
  const judging = judgingFor(component, config, context.today);
  if (!judge(component, judging.judgement).inStep) return undefined;
  return { component, judging, ...(await briefFor(repository, component, judging)) };
};

/**
 * Stages what a delta makes of a component in step: model, rendering and record.
 * @returns the staged paths, and those of them whose work tree file keeps an edit of the author's
 * @throws GitError
 */
export const stageAmended = async (
  repository: Repository,
  { component, judging }: Asked,
  delta: Delta,
  provenance: Provenance,
): Promise<{ readonly staged: readonly string[]; readonly left: readonly string[] }> => {
  const planned = planUpdate(component, judging.framework.id, delta, provenance, judging.tools);
  if ("problems" in planned) throw new Error(`a delta that was checked does not apply to ${component.id}`);
  await recover(repository);
  const { files } = planned.plan;
  const { left } = await stageOutputs(repository, files, mergeEdit);
  return { staged: files.map(({ path }) => path), left };
};
