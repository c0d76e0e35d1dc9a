// What the hooks do once Node has to look: pre-commit brings in step, the others check and say what to run.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Brief, renderBriefs } from "../agents/session/brief.ts";
import { detectAgent, handsOver } from "../agents/session/detect.ts";
import type { Config } from "../config/schema.ts";
import { faultPoint } from "../git/fault.ts";
import { localFolder, writeLocal } from "../git/local.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { gitText } from "../git/run.ts";
import { stagedRecords } from "../git/staged-records.ts";
import { listCommit, listIndex } from "../git/trees.ts";
import { trailersOf } from "../pairing/trailers.ts";
import { oneLine, shellLine } from "../report/foreign.ts";
import { renderSyncLine } from "../report/summary.ts";
import { bringInStep } from "./bring-in-step.ts";
import type { CommandContext } from "./context.ts";
import { remark } from "./context.ts";
import { exitCodes } from "./outcome.ts";
import { reportError, showFindings } from "./show-findings.ts";
import { askedPath, markAsked } from "./submissions.ts";
import { interruptible, processContext } from "./terminal.ts";
import { verifyEntries } from "./verify.ts";

/** Longer briefs are read from their file: a hook's output is often cut. */
const longBrief = 12_000;

/** Stops once: the same agent context answers, free of a second model call. */
const handOver = async (
  context: CommandContext,
  repository: Repository,
  briefs: readonly Brief[],
): Promise<void> => {
  const short: Brief[] = [];
  for (const brief of briefs) {
    const text = renderBriefs([brief]);
    await markAsked(repository, brief.id, text);
    if (text.length <= longBrief) short.push(brief);
    else
      remark(
        context,
        `Threat model brief ${brief.id}: ${brief.component}: read ${askedPath(repository, brief.id)}`,
      );
  }
  if (short.length > 0) remark(context, renderBriefs(short));
  remark(
    context,
    "instride: the commit stops here once, nothing is changed or lost. Answer with npx instride submit --file -, then run the same git commit again (unanswered, it goes through with provisional answers by rules).",
  );
};

/** What the entrance knows already. */
export interface Known {
  readonly repository: Repository;
  /** The index as git lists it; undefined when it was not asked or could not say. */
  readonly listed: Promise<Buffer | undefined> | undefined;
}

const preCommit = async (
  context: CommandContext,
  repository: Repository,
  listed: Known["listed"],
): Promise<number> => {
  const agent = detectAgent(context.env);
  const handover = (wish: Config["session"]["handover"]): boolean =>
    handsOver(wish, agent, process.stderr.isTTY === true);
  const result = await bringInStep(context, repository, { handover, listed });
  const local = localFolder(repository.gitDir);
  await faultPoint("stale mark");
  await rm(join(local, "stale"), { force: true });
  if (result.handedOver.length > 0) {
    await handOver(context, repository, result.handedOver);
    return exitCodes.findings;
  }
  if (result.blocking.length > 0) {
    showFindings(context, result.blocking);
    remark(
      context,
      "instride: the commit stops here; nothing was changed. Mend what is listed above, then commit again.",
    );
    return exitCodes.findings;
  }
  if (result.workspace.findings.some((finding) => finding.code === "config-missing"))
    remark(
      context,
      "instride: this commit has no instride.config.json, so nothing is paired any more; verify refuses it while .instride/ stays",
    );
  for (const plan of result.plans) remark(context, renderSyncLine(plan, { colour: context.colour.err }));
  for (const path of result.staged.merged)
    remark(context, `instride: your unstaged edit of ${path} was kept and has the new threats merged in`);
  for (const path of result.staged.left)
    remark(
      context,
      `instride: ${path} has unstaged edits, so your file stays as it is; the commit holds the new version`,
    );
  const unpaired = result.workspace.findings.filter((finding) => finding.code === "unpaired-code");
  if (unpaired.length > 0)
    remark(
      context,
      `instride: ${unpaired.length === 1 ? (unpaired[0]?.at.path ?? "") : `${unpaired.length} files`} under \`code\` without a spec; verify will not pass (instride status)`,
    );
  const trailers = trailersOf(await stagedRecords(repository));
  // Unflushed: a commit that a power cut ends is made anew, with trailers of its own.
  if (trailers !== "") await writeLocal(join(local, "trailers"), trailers, false);
  return exitCodes.clean;
};

const preMergeCommit = async (context: CommandContext, repository: Repository): Promise<number> => {
  const { entries } = await listIndex(repository);
  const { findings } = await verifyEntries(context, repository, entries);
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length === 0) return exitCodes.clean;
  const components = [...new Set(errors.flatMap((finding) => finding.component ?? []))];
  remark(
    context,
    `instride: the merged tree is stale in ${oneLine(components.join(", ")) || "its settings"}; the merge is ready: run git commit, and the hook brings it in step`,
  );
  return exitCodes.findings;
};

const postCommit = async (context: CommandContext, repository: Repository): Promise<number> => {
  const { findings } = await verifyEntries(context, repository, await listCommit(repository, "HEAD"));
  const mark = join(localFolder(repository.gitDir), "stale");
  const errors = findings.filter(
    (finding) => finding.severity === "error" && finding.component !== undefined,
  );
  if (errors.length === 0) {
    await rm(mark, { force: true });
    return exitCodes.clean;
  }
  await writeLocal(mark, `${await gitText(repository, ["rev-parse", "HEAD"])}\n`);
  const components = [...new Set(errors.flatMap((finding) => finding.component ?? []))];
  remark(
    context,
    `instride: this commit went past the hooks and leaves ${oneLine(components.join(", "))} stale; run git commit --amend --no-edit, and the hook brings it in step`,
  );
  return exitCodes.clean;
};

const prePush = async (context: CommandContext, repository: Repository): Promise<number> => {
  let input = "";
  for await (const chunk of context.stdin) input += String(chunk);
  const tips = new Map<string, string>();
  for (const line of input.split("\n")) {
    const [ref, oid] = line.split(" ");
    if (ref !== undefined && oid !== undefined && !/^0+$/.test(oid)) tips.set(oid, ref);
  }
  let refused = false;
  for (const [oid, ref] of tips) {
    const type = await gitText(repository, ["cat-file", "-t", `${oid}^{}`]);
    if (type !== "commit") continue;
    const { findings } = await verifyEntries(context, repository, await listCommit(repository, oid));
    const errors = findings.filter((finding) => finding.severity === "error");
    if (errors.length === 0) continue;
    refused = true;
    showFindings(context, errors);
    const head = await gitText(repository, ["rev-parse", "-q", "--verify", "HEAD"], { allow: [1] });
    const branch = ref.replace(/^refs\/heads\//, "");
    const mend = head === oid ? "" : `${shellLine(["git", "checkout", branch])} && `;
    remark(
      context,
      `instride: not pushed: the tip of ${ref} is not in step. To mend it: ${mend}instride sync && git commit -m "Bring threat models in step"`,
    );
  }
  return refused ? exitCodes.findings : exitCodes.clean;
};

type Hook = (context: CommandContext, repository: Repository, listed: Known["listed"]) => Promise<number>;

const hooks: Readonly<Record<string, Hook>> = {
  "pre-commit": preCommit,
  "pre-merge-commit": preMergeCommit,
  "post-commit": postCommit,
  "pre-push": prePush,
};

/** Runs one hook and returns its exit code. Who knows the repository spares a question to git. */
export const runHook = async (name: string | undefined, known?: Known): Promise<number> => {
  const context = interruptible(processContext());
  const hook = name === undefined ? undefined : hooks[name];
  if (hook === undefined) {
    remark(context, `instride: unknown hook '${name ?? ""}', expected ${Object.keys(hooks).join(", ")}`);
    return exitCodes.failed;
  }
  try {
    const repository = known?.repository ?? (await openRepository(context.cwd, context.env));
    return await hook(context, repository, known?.listed);
  } catch (error) {
    return reportError(context, error);
  }
};
