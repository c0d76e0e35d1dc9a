// The guard: whether what a coding agent is about to run or write goes around git's hooks. Pure.

export { judgeEdit } from "./edits.ts";
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
