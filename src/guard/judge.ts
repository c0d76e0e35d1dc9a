// Whether a command line that a coding agent is about to run goes around git's hooks.
//
// A guard against shortcuts, not a sandbox: scripts in files, other languages (`python -c`, `node -e`), programs that it
// doesn't know, and text that only the run can tell (`curl … | sh`) are not looked into and are allowed. Whatever gets
// past it is seen by `instride verify`.

import { judgePowerShell, judgeVariable, movesSettings } from "./environment.ts";
import { builtins, guarded } from "./git-options.ts";
import { judgeGit } from "./git-rules.ts";
import { judgeProgram, judgeWrite } from "./hook-files.ts";
import { judgeInstride } from "./instride.ts";
import { judgeTool } from "./programs.ts";
import { type Step, stepsOf } from "./steps.ts";
import { allowed, refused, throughHooks, type Verdict } from "./verdict.ts";

export interface JudgeOptions {
  /** The user's git aliases, name to value, `{ ci: "commit -n" }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The folder in which the line would run; left out: not known. */
  readonly cwd?: string;
}

/** Judges one command line. Total: any text gets an answer. */
export const judgeCommand = (commandLine: string, options: JudgeOptions = {}): Verdict => {
  const powerShell = judgePowerShell(commandLine);
  if (powerShell !== undefined) return powerShell;
  const steps = stepsOf(commandLine, options.aliases, options.cwd);
  for (const step of steps) {
    const verdict = judgeStep(step);
    if (verdict !== undefined) return verdict;
  }
  return judgeHomes(steps) ?? allowed;
};

/** A variable that moves the files with the person's settings, in a line that runs hooks. */
const judgeHomes = (steps: readonly Step[]): Verdict | undefined => {
  const runsHooks = steps.some(
    (step) => step.kind === "git" && step.certain && Object.hasOwn(guarded, step.line.subcommand?.text ?? ""),
  );
  const moves = steps.find((step) => step.kind === "environment" && movesSettings.test(step.name));
  return runsHooks && moves?.kind === "environment"
    ? refused(
        `${moves.name} decides where git and husky look for settings, and settings may switch hooks off`,
        throughHooks,
      )
    : undefined;
};

const judgeStep = (step: Step): Verdict | undefined => {
  switch (step.kind) {
    case "git":
      return judgeGit(step.line, step.certain, step.folder);
    case "environment":
      return judgeVariable(step.name, step.value);
    case "write":
      return judgeWrite(step.operator, step.path, step.folder);
    case "program":
      return (
        judgeTool(step.name, step.args) ??
        judgeInstride(step.name, step.args) ??
        judgeProgram(step.name, step.args, step.folder)
      );
    case "too-deep":
      return refused("this command line is nested too deeply to be read", "run its commands one by one");
  }
};

/** Whether a command line makes a commit with `git commit`, through whatever it is wrapped in. */
export const commitsIn = (commandLine: string, options: JudgeOptions = {}): boolean =>
  stepsOf(commandLine, options.aliases).some(
    (step) =>
      step.kind === "git" &&
      step.certain &&
      step.line.subcommand?.text === "commit" &&
      step.line.subcommand.open === "no" &&
      !step.line.args.some(({ text }) => text === "--dry-run" || text === "--help" || text === "-h"),
  );

/** Whether a command line names a git command that only the user's aliases can explain. */
export const needsAliases = (commandLine: string): boolean =>
  stepsOf(commandLine).some((step) => {
    const name = step.kind === "git" ? step.line.subcommand : undefined;
    return (
      name !== undefined &&
      name.open === "no" &&
      !builtins.has(name.text) &&
      !Object.hasOwn(guarded, name.text)
    );
  });
