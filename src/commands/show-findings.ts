// Findings and errors, as people and machines are shown them.

import { NotARepository } from "../git/repository.ts";
import { GitError } from "../git/run.ts";
import { ChangedMeanwhile } from "../git/worktree-blobs.ts";
import { type Finding, sortFindings } from "../model/finding.ts";
import { renderFindings } from "../report/findings.ts";
import { oneLine } from "../report/foreign.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { exitCodes, UserError } from "./outcome.ts";

export const findingFormats = ["text", "json", "sarif", "github"] as const;
export type FindingFormat = (typeof findingFormats)[number];

/** Findings of a run that ended otherwise: text on standard error. */
export const showFindings = (context: CommandContext, findings: readonly Finding[]): void =>
  remark(
    context,
    renderFindings(sortFindings(findings), {
      format: "text",
      colour: context.colour.err,
      tool: { name: "instride", version: context.version },
    }),
  );

/** Findings that are a command's result, on standard output in the wished format. */
export const printFindings = (
  context: CommandContext,
  findings: readonly Finding[],
  format: FindingFormat,
  looked: string,
): void =>
  print(
    context,
    renderFindings(sortFindings(findings), {
      format,
      colour: context.colour.out,
      tool: { name: "instride", version: context.version },
      looked,
    }),
  );

/** What the file system refuses for reasons that a person can see to. */
const refusals: Readonly<Record<string, readonly [why: string, next: string]>> = {
  ENOSPC: ["no space left on the disk", "free some space, then try again"],
  EDQUOT: ["the disk quota is used up", "free some space, then try again"],
  EFBIG: ["the file would be larger than allowed", "raise the limit (ulimit -f), then try again"],
  EACCES: ["permission denied", "make it writable for you, then try again"],
  EPERM: ["not permitted", "make it writable for you, then try again"],
  EROFS: ["the file system is read-only", "make it writable, then try again"],
  EMFILE: ["too many open files", "raise the limit (ulimit -n), then try again"],
  EIO: ["the disk reported an error", "check the disk, then try again"],
};

const fileRefusal = (
  context: CommandContext,
  error: unknown,
): { readonly message: string; readonly next: string } | undefined => {
  const { code, path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const [why, next] = refusals[code ?? ""] ?? [];
  if (why === undefined || next === undefined) return undefined;
  const file = (dest ?? path ?? "").replace(`${context.cwd}/`, "");
  return { message: `cannot write${file === "" ? "" : ` '${file}'`}: ${why}; nothing was changed`, next };
};

/** Shows an error and returns the exit code for it. What is not a UserError or git's word is a defect of ours. */
export const reportError = (context: CommandContext, error: unknown): number => {
  if (error instanceof UserError) {
    if (error.findings.length > 0) showFindings(context, error.findings);
    remark(context, `instride: ${error.message}`);
    if (error.next !== undefined) remark(context, `  next: ${error.next}`);
    return exitCodes.failed;
  }
  if (error instanceof NotARepository) {
    remark(context, `instride: ${error.message}`);
    remark(context, "  next: run it inside a git repository (git init makes one)");
    return exitCodes.failed;
  }
  if (error instanceof ChangedMeanwhile) {
    remark(context, `instride: ${oneLine(error.message)}`);
    remark(context, "  next: try again");
    return exitCodes.failed;
  }
  if (error instanceof GitError) {
    remark(context, `instride: ${error.message}`);
    if (/\.lock': File exists/.test(error.stderr))
      remark(
        context,
        "  next: another git process holds the index; wait for it and try again; when none is running, instride doctor says what to remove",
      );
    else if (/no space left/i.test(error.stderr))
      remark(context, "  next: free some space on the disk, then try again; nothing was changed");
    return exitCodes.failed;
  }
  const refusal = fileRefusal(context, error);
  if (refusal !== undefined) {
    remark(context, `instride: ${refusal.message}`);
    remark(context, `  next: ${refusal.next}`);
    return exitCodes.failed;
  }
  const { stack } = error instanceof Error ? error : new Error(String(error));
  remark(
    context,
    `instride: this is a defect of instride ${context.version} (Node ${process.versions.node}, ${process.platform})`,
  );
  remark(context, (stack ?? "").replaceAll(context.cwd, "."));
  remark(
    context,
    "  next: please report the lines above; INSTRIDE=0 git commit commits without the hooks meanwhile",
  );
  return exitCodes.failed;
};
