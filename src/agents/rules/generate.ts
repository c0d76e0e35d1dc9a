// `generate` without a model: code from the spec's interface table, then the threat model of the code that is there.

import type { AgentAnswer, GenerateAnswer, GenerateRequest, UpdateRequest } from "../port.ts";
import { scaffold } from "./scaffold/index.ts";

export const generateByRules = (
  request: GenerateRequest,
  answer: (request: UpdateRequest) => AgentAnswer,
): GenerateAnswer => {
  const { files, withheld, notes } = scaffold(request.spec, request.existing);
  return {
    files,
    withheld,
    notes,
    answer: (observation) => answer({ ...request, observation, before: {}, changes: [] }),
  };
};
