// Reads what a brief needs from the repository and makes it.

import type { UpdateRequest } from "../agents/port.ts";
import { type Brief, briefId, makeBrief } from "../agents/session/brief.ts";
import type { Repository } from "../git/repository.ts";
import { emptyModel } from "../model/empty.ts";
import type { Fact } from "../model/fact.ts";
import { codeFactKinds } from "../model/fact.ts";
import { diffObservation } from "../observe/index.ts";
import type { Component } from "../pairing/component.ts";
import type { Judging } from "./judging.ts";
import { requestFor } from "./request.ts";

export interface Briefing {
  readonly brief: Brief;
  readonly request: UpdateRequest;
}

export const briefFor = async (
  repository: Repository,
  component: Component,
  judging: Judging,
): Promise<Briefing> => {
  const request = await requestFor(repository, component, judging);
  const paths = new Set(request.changes.map((change) => change.path));
  const now = Object.values(request.observation.files).filter((file) => paths.has(file.path));
  const { added, removed } = diffObservation(Object.values(request.before), now);
  const relevant = (facts: readonly Fact[]): Fact[] =>
    facts.filter((fact) => (codeFactKinds as readonly string[]).includes(fact.kind) || fact.kind === "auth");
  const specChange = request.changes.find((change) => change.path === component.spec.path);
  let specBefore: readonly Fact[] | undefined;
  if (specChange?.before !== undefined) {
    const { parseSpec } = await import("../spec/parse.ts");
    specBefore = parseSpec(component.spec.path, specChange.before).spec?.facts;
  }
  const model = component.model ?? emptyModel(component.id, judging.framework.id);
  return {
    request,
    brief: makeBrief({
      id: briefId(component.id, component.inputs),
      modelPath: component.modelPath,
      request,
      questions: judging.judgement.questions(model),
      specBefore,
      appeared: relevant(added),
      vanished: relevant(removed),
    }),
  };
};
