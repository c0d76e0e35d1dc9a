// Reads what a brief needs from the repository and makes it.

import type { UpdateRequest } from "../agents/port.ts";
import { type Brief, briefId } from "../agents/session/brief.ts";
import { briefOf } from "../agents/session/from-request.ts";
import type { Repository } from "../git/repository.ts";
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
  return { request, brief: await briefOf(request, briefId(component.id, component.inputs)) };
};
