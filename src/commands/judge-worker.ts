// A thread that judges components by every rule beside the sweep of a history. It is sent what the tree holds of them,
// reads the contents from git itself, and answers with findings. An error ends it: what it was sent is judged again by
// whoever sent it, and the error, if it was one of the contents, is met there.

import { parentPort, workerData } from "node:worker_threads";
import { BlobReader } from "../git/blob-reader.ts";
import type { Repository } from "../git/repository.ts";
import { ComponentLoader } from "./component-at.ts";
import type { JudgeAnswer, JudgeOrder } from "./judge-pool.ts";

const loader = new ComponentLoader(new BlobReader(workerData as Repository));

parentPort?.on("message", async ({ number, components, config, day }: JudgeOrder) => {
  const verdicts: JudgeAnswer["verdicts"][number][] = [];
  for (const component of components)
    verdicts.push([component.spec.id, (await loader.judge(component, config, day)).findings]);
  parentPort?.postMessage({ number, verdicts } satisfies JudgeAnswer);
});
