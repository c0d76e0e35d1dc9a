// `instride doctor`: finds hooks that are silently off, and whatever else keeps a commit from being looked at.

import { access, readFile, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { localFolder } from "../git/local.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { gitText } from "../git/run.ts";
import { listIndex } from "../git/trees.ts";
import { hasHookLine, hookNames } from "../install/hook-lines.ts";
import { configPath } from "../pairing/files.ts";
import { shellWord } from "../report/foreign.ts";
import { renderTable } from "../report/table.ts";
import { type CommandContext, print } from "./context.ts";
import { hookPlace } from "./init.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { servicesOf } from "./service.ts";
import { loadConfig } from "./workspace.ts";

export interface Check {
  readonly name: string;
  readonly state: "ok" | "warning" | "error";
  readonly says: string;
  readonly next?: string;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const checkVersions = async (repository: Repository): Promise<Check[]> => {
  const git = (await gitText(repository, ["version"])).replace("git version ", "");
  const [major = 0, minor = 0] = git.split(".").map(Number);
  const old = major < 2 || (major === 2 && minor < 32);
  return [
    { name: "node", state: "ok", says: process.versions.node },
    old
      ? { name: "git", state: "error", says: `${git} is older than 2.32`, next: "update git" }
      : { name: "git", state: "ok", says: git },
  ];
};

const checkConfig = async (repository: Repository): Promise<Check> => {
  const { entries } = await listIndex(repository, [`:(literal)${configPath}`]);
  if (entries.length === 0)
    return (await exists(join(repository.root, configPath)))
      ? {
          name: "config",
          state: "warning",
          says: `${configPath} is not staged yet`,
          next: `git add ${configPath}`,
        }
      : {
          name: "config",
          state: "error",
          says: `no ${configPath}: nothing is paired`,
          next: "instride init",
        };
  try {
    const { config } = await loadConfig(repository, entries);
    return { name: "config", state: "ok", says: `agent ${config.agent}, framework ${config.framework}` };
  } catch (error) {
    const first = error instanceof UserError ? error.findings[0] : undefined;
    const place =
      first === undefined ? "" : `:${first.at.line ?? 1}:${first.at.column ?? 1}: ${first.message}`;
    return { name: "config", state: "error", says: `${configPath}${place}`, next: "correct it" };
  }
};

/** Whom an agent that asks a model sends code and specs to. */
const checkService = async (context: CommandContext, repository: Repository): Promise<Check[]> => {
  const { entries } = await listIndex(repository, [`:(literal)${configPath}`]);
  const config = await loadConfig(repository, entries).then(
    (loaded) => loaded.config,
    () => undefined, // said by the check of the config
  );
  if (config === undefined || config.agent === "rules") return [];
  const name = "model service";
  const endpoints = servicesOf(config, context.env);
  if (endpoints.length === 0)
    return [{ name, state: "ok", says: "the vendor's: no variable names another address" }];
  return endpoints.map(({ variable, shown, refused }) =>
    refused === undefined
      ? {
          name,
          state: "warning",
          says: `requests go to ${shown} (${variable})`,
          next: `unset ${variable} if you did not set it`,
        }
      : { name, state: "error", says: refused.why, next: refused.next },
  );
};

const isTracked = async (repository: Repository, path: string): Promise<boolean> =>
  (await listIndex(repository, [`:(top,literal)${path}`])).entries.length > 0;

const checkHooks = async (context: CommandContext, repository: Repository): Promise<Check[]> => {
  const place = await hookPlace(repository);
  const checks: Check[] = [];
  if (place.kind === "outside")
    return [
      {
        name: "hooks",
        state: "error",
        says: `core.hooksPath points outside this work tree, at ${place.folder}: hooks of another checkout run here`,
        next: "git config --unset core.hooksPath (and --worktree), then npx instride init --hooks",
      },
    ];
  if (place.kind === "unset")
    return [
      {
        name: "hooks",
        state: "error",
        says: "core.hooksPath is not set: git never starts the hooks",
        next: (await exists(join(repository.root, ".husky")))
          ? "npx instride init --hooks"
          : "npx instride init",
      },
    ];
  const runner = join(repository.root, ".husky/_");
  if (place.kind === "husky" && !(await exists(join(runner, "h")))) {
    const linked = repository.gitDir !== repository.commonDir;
    return [
      {
        name: "hooks",
        state: "error",
        says: `husky's runner is missing in this ${linked ? "linked work tree" : "clone"}: git finds no hook and says nothing`,
        next: "npm install (its prepare script), or npx instride init --hooks",
      },
    ];
  }
  for (const name of hookNames) {
    const file = join(repository.root, place.folder, name);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined && (await isTracked(repository, `${place.folder}/${name}`)))
      checks.push({
        name,
        state: "error",
        says: `${place.folder}/${name} is committed, but not in this work tree: git finds no hook and says nothing`,
        next: `git sparse-checkout add ${shellWord(place.folder)} in a sparse work tree, else git checkout -- ${shellWord(place.folder)}`,
      });
    else if (text === undefined || !hasHookLine(text, name))
      checks.push({
        name,
        state: "error",
        says: `${place.folder}/${name} does not call instride`,
        next: "npx instride init",
      });
    else {
      const script =
        /\[ -f (\S+) \]/.exec(text.split("\n").find((line) => hasHookLine(line, name)) ?? "")?.[1] ?? "";
      checks.push(
        (await exists(join(repository.root, script)))
          ? { name, state: "ok", says: `${place.folder}/${name} → ${script}` }
          : { name, state: "error", says: `${script} is not there`, next: "npm install" },
      );
      if (place.kind === "folder" && process.platform !== "win32" && ((await stat(file)).mode & 0o111) === 0)
        checks.push({
          name,
          state: "error",
          says: `${place.folder}/${name} is not executable: git skips it`,
          next: `chmod +x ${place.folder}/${name}`,
        });
      if (place.kind === "husky" && !(await exists(join(runner, name))))
        checks.push({
          name,
          state: "error",
          says: `husky's runner has no ${name}`,
          next: "npx instride init --hooks",
        });
    }
  }
  for (const [variable, off] of [
    ["HUSKY", "0"],
    ["INSTRIDE", "0"],
  ] as const)
    if (context.env[variable] === off)
      checks.push({
        name: "environment",
        state: "error",
        says: `${variable}=${off} switches the hooks off`,
        next: `unset ${variable}`,
      });
  const startup = join(
    context.env["XDG_CONFIG_HOME"] ?? join(context.env["HOME"] ?? "", ".config"),
    "husky/init.sh",
  );
  const startupText = await readFile(startup, "utf8").catch(() => "");
  if (/^\s*(?:export\s+)?(?:HUSKY|INSTRIDE)=0/m.test(startupText))
    checks.push({
      name: "environment",
      state: "error",
      says: `${startup} switches the hooks off`,
      next: "take that line out",
    });
  return checks;
};

/** Folders that a program started from a desktop, and not from a shell, has on its PATH. */
const desktopPath = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/opt/homebrew/bin"];

const checkDesktop = async (context: CommandContext): Promise<Check[]> => {
  if (process.platform === "win32") return [];
  for (const folder of desktopPath) if (await exists(join(folder, "node"))) return [];
  const startup = join(
    context.env["XDG_CONFIG_HOME"] ?? join(context.env["HOME"] ?? "", ".config"),
    "husky/init.sh",
  );
  if (/PATH|nvm|fnm|volta|mise|asdf/.test(await readFile(startup, "utf8").catch(() => ""))) return [];
  const where = (context.env["PATH"] ?? "").split(delimiter);
  const found = (
    await Promise.all(
      where.map(async (folder) => ((await exists(join(folder, "node"))) ? folder : undefined)),
    )
  ).find(Boolean);
  return [
    {
      name: "graphical clients",
      state: "warning",
      says: "node is not on the PATH that a git client started from a desktop has",
      next: `echo 'export PATH="${found ?? "/path/to/node"}:$PATH"' >> ${startup}`,
    },
  ];
};

const checkLeftovers = async (repository: Repository): Promise<Check[]> => {
  const checks: Check[] = [];
  const lock = join(repository.gitDir, "index.lock");
  const age = await stat(lock).then(
    (info) => Date.now() - info.mtimeMs,
    () => undefined,
  );
  if (age !== undefined && age > 60_000)
    checks.push({
      name: "lock",
      state: "error",
      says: `index.lock is ${Math.round(age / 60_000)} min old`,
      next: `rm '${lock}' when no git process is running`,
    });
  if (await exists(join(localFolder(repository.gitDir), "journal.json")))
    checks.push({
      name: "journal",
      state: "warning",
      says: "an interrupted or aborted commit left its journal",
      next: "the next commit puts it right, or instride sync",
    });
  if (await exists(join(localFolder(repository.gitDir), "stale")))
    checks.push({
      name: "HEAD",
      state: "warning",
      says: "a commit went past the hooks and left components stale",
      next: "git commit --amend --no-edit",
    });
  return checks;
};

const checkIgnored = async (repository: Repository): Promise<Check[]> => {
  const probes = [
    ".instride/records/x/x.json",
    ".instride/watch/x",
    "specs/x.threats.yaml",
    "specs/x.threats.md",
  ];
  const ignored = await gitText(repository, ["check-ignore", ...probes], { allow: [1] });
  return ignored === ""
    ? []
    : [
        {
          name: "ignored",
          state: "error",
          says: `.gitignore hides ${ignored.split("\n").join(", ")}`,
          next: "take the pattern out: these files are the evidence",
        },
      ];
};

/** All checks, in the order of what has to work first. */
export const examine = async (context: CommandContext): Promise<readonly Check[]> => {
  const repository = await openRepository(context.cwd, context.env);
  if (repository.bare)
    throw new UserError("a bare repository has no hooks of ours", { next: "run it in a clone" });
  return [
    ...(await checkVersions(repository)),
    await checkConfig(repository),
    ...(await checkService(context, repository)),
    ...(await checkHooks(context, repository)),
    ...(await checkDesktop(context)),
    ...(await checkIgnored(repository)),
    ...(await checkLeftovers(repository)),
  ];
};

export const doctor = async (
  context: CommandContext,
  options: { readonly json: boolean },
): Promise<Outcome> => {
  const checks = await examine(context);
  if (options.json) print(context, JSON.stringify(checks, undefined, 2));
  else {
    const mark = { ok: "ok", warning: "warning", error: "ERROR" } as const;
    print(context, renderTable(checks.map((check) => [check.name, mark[check.state], check.says])));
    for (const check of checks)
      if (check.next !== undefined) print(context, `next (${check.name}): ${check.next}`);
  }
  return checks.some((check) => check.state === "error") ? "findings" : "clean";
};
