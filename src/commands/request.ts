// What an agent is told of a change: contents before and after, observation of both, and the questions it raises.

import type { InputChange, UpdateRequest } from "../agents/port.ts";
import { readBlobs } from "../git/blobs.ts";
import type { Repository } from "../git/repository.ts";
import { unaccounted, unanswered } from "../model/coverage.ts";
import { emptyModel } from "../model/empty.ts";
import type { FileObservation } from "../model/observation.ts";
import { observeFile } from "../observe/index.ts";
import { liveClaims, stalePaths } from "../pairing/claims.ts";
import type { Component } from "../pairing/component.ts";
import { accountableFacts } from "../pairing/step.ts";
import type { Judging } from "./judging.ts";

/** Inputs that changed since they were last claimed, with both contents; and what the old code showed. */
export const changesOf = async (
  repository: Repository,
  component: Component,
): Promise<{ changes: InputChange[]; before: Record<string, FileObservation> }> => {
  const stale = stalePaths(component.inputs, liveClaims(component.records));
  const oids = stale.flatMap(({ now, live }) => [now, live[0]?.blob ?? null].filter((oid) => oid !== null));
  const blobs = await readBlobs(repository, oids);
  const text = (oid: string | null | undefined): string | undefined =>
    oid === null || oid === undefined ? undefined : blobs.get(oid)?.toString("utf8");
  const before: Record<string, FileObservation> = {};
  const changes = stale.map(({ path, now, live }): InputChange => {
    const old = live.length === 1 ? text(live[0]?.blob) : undefined;
    const after = text(now);
    if (old !== undefined && path !== component.spec.path) {
      const seen = observeFile(path, old);
      if (seen !== undefined) before[path] = seen;
    }
    return { path, ...(old === undefined ? {} : { before: old }), ...(after === undefined ? {} : { after }) };
  });
  return { changes, before };
};

export const requestFor = async (
  repository: Repository,
  component: Component,
  judging: Judging,
): Promise<UpdateRequest> => {
  const model = component.model ?? emptyModel(component.id, judging.framework.id);
  const { changes, before } = await changesOf(repository, component);
  return {
    component: component.id,
    spec: component.spec,
    framework: judging.framework,
    model,
    observation: component.observation,
    before,
    changes,
    questions: unanswered(model, judging.judgement.questions(model)),
    unaccounted: unaccounted(model, accountableFacts(component)),
  };
};
