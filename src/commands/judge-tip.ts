// The full judgement of a history's tip. What it says depends on nothing but the tip's tree, the policy and the day, so
// it begins at once, in other threads where there are some, while the commits up to the tip are walked.

import type { Config } from "../config/schema.ts";
import type { Repository } from "../git/repository.ts";
import { listCommit } from "../git/trees.ts";
import type { Finding } from "../model/finding.ts";
import type { SweepReads, SweptComponent } from "../pairing/sweep.ts";
import { isWatchPath } from "../pairing/watch.ts";
import { JudgePool, threadsFor } from "./judge-pool.ts";
import { tipComponents } from "./tip-components.ts";

export interface TipOptions {
  readonly repository: Repository;
  /** Id of the commit. */
  readonly commit: string;
  readonly reads: SweepReads;
  /** The policy that counts instead of the tree's own. */
  readonly policy?: Config["policy"];
  /** `YYYY-MM-DD`: acceptances end by it. */
  readonly day: string;
  /** How many threads judge beside this one; left out: as many as pay. */
  readonly threads?: number;
}

/** Judges one component here. */
export type JudgeHere = (
  component: SweptComponent,
  config: Config,
  day: string,
) => Promise<readonly Finding[]>;

export interface TipJudgement {
  /** Judges what is left, and says what was found, component by component in the order of their ids. @throws GitError */
  readonly finish: (judge: JudgeHere) => Promise<Finding[]>;
  /** Ends what is still under way. */
  readonly stop: () => void;
}

/** Threads would not see what earlier runs stored, and nothing that they find would be stored. */
const threadsOf = ({ repository, threads }: TipOptions, components: number): number =>
  repository.believesCache === true ? 0 : (threads ?? threadsFor(components));

/** Begins to judge the tip. */
export const judgeTip = (options: TipOptions): TipJudgement => {
  const { repository, commit, reads, policy, day } = options;
  let pool: JudgePool | undefined;
  let stopped = false;
  const begun = (async () => {
    const entries = await listCommit(repository, commit);
    // Each component has a watch file: near enough, and known before a spec is read.
    const about = entries.filter(({ path }) => isWatchPath(path)).length;
    const started = new JudgePool(repository, stopped ? 0 : threadsOf(options, about));
    pool = started;
    const { config: own, components } = await tipComponents(entries, reads);
    const config = policy === undefined ? own : { ...own, policy };
    started.begin(components, config, day);
    return { started, config, components };
  })();
  begun.catch(() => {}); // thrown to whoever asks for what was found
  return {
    finish: async (judge) => {
      const { started, config, components } = await begun;
      const found = await started.finish((component) => judge(component, config, day));
      return components.flatMap(({ spec }) => found.get(spec.id) ?? []);
    },
    stop: () => {
      stopped = true;
      pool?.stop();
    },
  };
};
