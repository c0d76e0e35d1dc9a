// The brief of an update request: what moved in code and spec is worked out from the request itself.

import { questionsOf } from "../../frameworks/index.ts";
import { codeFactKinds, type Fact } from "../../model/fact.ts";
import { diffObservation } from "../../observe/diff.ts";
import { modelPathOf } from "../../pairing/files.ts";
import type { UpdateRequest } from "../port.ts";
import { type Brief, makeBrief } from "./brief.ts";

const isRelevant = (fact: Fact): boolean =>
  (codeFactKinds as readonly string[]).includes(fact.kind) || fact.kind === "auth";

/** @param id what an answer to this brief will name */
export const briefOf = async (request: UpdateRequest, id: string): Promise<Brief> => {
  const { spec, changes } = request;
  const paths = new Set(changes.map((change) => change.path));
  const now = Object.values(request.observation.files).filter((file) => paths.has(file.path));
  const { added, removed } = diffObservation(Object.values(request.before), now);
  const before = changes.find((change) => change.path === spec.path)?.before;
  // Reading Markdown is dear to load, and few changes need it.
  const specBefore =
    before === undefined
      ? undefined
      : (await import("../../spec/parse.ts")).parseSpec(spec.path, before).spec?.facts;
  return makeBrief({
    id,
    modelPath: modelPathOf(spec.path),
    request,
    questions: questionsOf(request.framework, request.model),
    specBefore,
    appeared: added.filter(isRelevant),
    vanished: removed.filter(isRelevant),
  });
};
