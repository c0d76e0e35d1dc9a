// The guard: whether a command line that a coding agent is about to run goes around git's hooks. Pure.

export { commitsIn, type JudgeOptions, judgeCommand, needsAliases } from "./judge.ts";
export { type Moment, readMoment } from "./moment.ts";
export {
  type AgentFormat,
  agentFormats,
  answer,
  type HookAnswer,
  type HookRequest,
  readRequest,
} from "./protocol.ts";
export type { Verdict } from "./verdict.ts";
