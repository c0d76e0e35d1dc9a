// Whether a command line that a coding agent is about to run goes around git's hooks.
//
// A guard against shortcuts, not a sandbox: scripts in files, other languages (`python -c`, `node -e`), programs that it
// doesn't know, and text that only the run can tell (`curl … | sh`) are not looked into and are allowed. Whatever gets
// past it is seen by `instride verify`.

import { judgeVariable, movesSettings, powerShellVariables } from "./environment.ts";
import { builtins, guarded } from "./git-options.ts";
import { judgeGit } from "./git-rules.ts";
import { judgeProgram, judgeWrite } from "./hook-files.ts";
import { judgeInstride } from "./instride.ts";
import { judgeTool } from "./programs.ts";
import { installs, judgeClean, judgeRemoval, type Surroundings } from "./removals.ts";
import { type Step, stepsOf } from "./steps.ts";
import { allowed, refused, throughHooks, type Verdict } from "./verdict.ts";

export interface JudgeOptions {
  /** The user's git aliases, name to value, `{ ci: "commit -n" }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The folder in which the line would run; left out: not known. */
  readonly cwd?: string;
  /** Whether a file or folder is there; left out: nothing is known of any. */
  readonly exists?: (path: string) => boolean;
}

/** Judges one command line. Total: any text gets an answer. */
export const judgeCommand = (commandLine: string, options: JudgeOptions = {}): Verdict => {
  const steps: readonly Step[] = [
    ...powerShellVariables(commandLine).map(([name, value]): Step => ({ kind: "environment", name, value })),
    ...stepsOf(commandLine, options.aliases, options.cwd),
  ];
  const lastInstall = steps.findLastIndex(
    (step) => step.kind === "program" && installs(step.name, step.args),
  );
  for (const [at, step] of steps.entries()) {
    const verdict = judgeStep(step, {
      cwd: options.cwd ?? "",
      exists: options.exists ?? (() => false),
      restored: at < lastInstall,
    });
    if (verdict !== undefined) return verdict;
  }
  return judgeHomes(steps) ?? allowed;
};

/** A variable that moves the files with the person's settings, in a line that runs hooks. */
const judgeHomes = (steps: readonly Step[]): Verdict | undefined => {
  const runsHooks = steps.some(
    (step) =>
      step.kind === "git" &&
      step.certain &&
      (Object.hasOwn(guarded, step.line.subcommand?.text ?? "") ||
        /^(?:cherry-pick|revert)$/.test(step.line.subcommand?.text ?? "")),
  );
  const moves = steps.find((step) => step.kind === "environment" && movesSettings.test(step.name));
  return runsHooks && moves?.kind === "environment"
    ? refused(
        `${moves.name} decides where git and husky look for settings, and settings may switch hooks off`,
        throughHooks,
      )
    : undefined;
};

const judgeStep = (step: Step, around: Surroundings): Verdict | undefined => {
  switch (step.kind) {
    case "git": {
      const { subcommand, args } = step.line;
      return (
        judgeGit(step.line, step.certain, step.folder) ??
        (step.certain && subcommand?.text === "clean" ? judgeClean(args, step.folder, around) : undefined)
      );
    }
    case "environment":
      return judgeVariable(step.name, step.value);
    case "write":
      return judgeWrite(step.operator, step.path, step.folder);
    case "program":
      return (
        judgeTool(step.name, step.args) ??
        judgeInstride(step.name, step.args) ??
        judgeProgram(step.name, step.args, step.folder) ??
        judgeRemoval(step.name, step.args, step.folder, around)
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
