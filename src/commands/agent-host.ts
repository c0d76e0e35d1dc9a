// What an agent that calls a model works with: files as git lists them, the store of contexts, the ledger, progress on standard
// error, and the project's own check on a copy.

import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AgentHost, Checked, Progress } from "../agents/host.ts";
import type { Config } from "../config/schema.ts";
import type { Pricing } from "../cost/money.ts";
import { contextStore } from "../git/contexts.ts";
import { addToLedger } from "../git/ledger.ts";
import type { Repository } from "../git/repository.ts";
import { listWorktree } from "../git/trees.ts";
import { readWorktree } from "../git/worktree.ts";
import { oneLine, shellLine } from "../report/foreign.ts";
import { progressLine } from "../report/progress.ts";
import { callOf } from "../telemetry/attempt.ts";
import { type CommandContext, remark } from "./context.ts";
import { UserError } from "./outcome.ts";
import { loadPricing } from "./pricing.ts";
import { nameServices, servicesOf } from "./service.ts";
import { telemetryFor } from "./telemetry.ts";

/** Larger files are no source. */
const readAtMost = 512 * 1024;

/** Variables that the check does not get: it runs code that a model wrote. */
const isSecretName = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL|^ANTHROPIC_|^AWS_/i;

const paths = async (repository: Repository): Promise<string[]> =>
  (await listWorktree(repository)).entries
    .filter(({ mode }) => mode.startsWith("100"))
    .map(({ path }) => path);

const check =
  (context: CommandContext, repository: Repository, settings: Config["claude"], allowed: boolean) =>
  async (files: ReadonlyMap<string, string>, signal: AbortSignal): Promise<Checked> => {
    const [program, ...args] = settings.check;
    if (program === undefined || !allowed)
      return { passed: false, output: "", refused: "The person did not allow the check to run here." };
    remark(context, `instride: runs the project's check on a copy: ${shellLine(settings.check)}`);
    const folder = await mkdtemp(join(tmpdir(), "instride-check-"));
    try {
      for (const path of await paths(repository)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await cp(join(repository.root, path), join(folder, path)).catch(() => {});
      }
      for (const [path, content] of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
      await symlink(join(repository.root, "node_modules"), join(folder, "node_modules"), "junction").catch(
        () => {},
      );
      const { execa } = await import("execa");
      const env = Object.fromEntries(
        Object.entries(context.env).filter(([name]) => !isSecretName.test(name)),
      );
      const ran = await execa(program, args, {
        cwd: folder,
        env,
        extendEnv: false,
        preferLocal: true,
        localDir: repository.root,
        all: true,
        reject: false,
        stdin: "ignore",
        timeout: settings["check-seconds"] * 1000,
        cancelSignal: signal,
      });
      return { passed: ran.exitCode === 0, output: String(ran.all ?? ran.shortMessage ?? "") };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

/** On a terminal one line that is written over and taken away; elsewhere a line whenever the phase changes. */
const progressOn = (context: CommandContext): Pick<AgentHost, "progress" | "progressEnd" | "remark"> => {
  const isTerminal =
    (context.stderr as { isTTY?: boolean }).isTTY === true && context.env["CI"] === undefined;
  const clear = "\r\u001b[K";
  let phase = "";
  return {
    progress: (progress: Progress) => {
      const line = progressLine(progress);
      if (isTerminal) context.stderr.write(`${clear}${line.slice(0, context.width - 1)}`);
      else if (progress.phase !== phase) remark(context, line);
      phase = progress.phase;
    },
    progressEnd: () => {
      if (isTerminal && phase !== "") context.stderr.write(clear);
    },
    remark: (line) => remark(context, `${isTerminal ? clear : ""}instride: ${oneLine(line)}`),
  };
};

export interface HostOptions {
  /** US dollars that may be spent; left out: what the config says. */
  readonly maxUsd?: number;
  /** Whether `claude.check` may run: a command line in a tree, which somebody else may have written. */
  readonly allowCheck?: boolean;
}

/** A price file that can't be read is no reason to let a commit wait: the shipped prices count then. */
const pricingFor = async (
  context: CommandContext,
  repository: Repository,
  config: Config,
): Promise<Pricing | undefined> => {
  try {
    return await loadPricing(repository, config.prices);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    remark(context, `instride: ${oneLine(error.message)}; the shipped prices count`);
    return undefined;
  }
};

export const hostFor = async (
  context: CommandContext,
  repository: Repository,
  config: Config,
  options: HostOptions = {},
): Promise<AgentHost> => {
  nameServices(context, servicesOf({ ...config, agent: "claude" }, context.env));
  const pricing = await pricingFor(context, repository, config);
  const telemetry = await telemetryFor(context);
  const endpoint = { through: config.claude.through, base: context.env["ANTHROPIC_BASE_URL"] };
  return {
    env: context.env,
    now: () => Date.now(),
    files: {
      list: () => paths(repository),
      read: async (path) => {
        const held = await readWorktree(repository.root, path);
        if (held.kind !== "file" || held.bytes.length > readAtMost || held.bytes.includes(0))
          return undefined;
        return held.bytes.toString("utf8");
      },
    },
    contexts: contextStore(repository, () => Date.now()),
    record: (component, attempt) => {
      telemetry?.add(callOf(component, attempt, endpoint));
      return addToLedger(repository, [{ component, ...attempt }]);
    },
    ...(telemetry === undefined ? {} : { flush: telemetry.flush }),
    ...(pricing === undefined ? {} : { pricing }),
    ...progressOn(context),
    ...(config.claude.check.length > 0
      ? { check: check(context, repository, config.claude, options.allowCheck === true) }
      : {}),
    ...(options.maxUsd === undefined ? {} : { maxUsd: options.maxUsd }),
  };
};
