// `instride init`: settings, attributes, and one line in each hook, through husky. Idempotent; says what it did.

import { access, chmod, mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { defaultConfig } from "../config/parse.ts";
import { localFolder } from "../git/local.ts";
import { decodePath, splitNul } from "../git/paths.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { git, gitText } from "../git/run.ts";
import { staysInside } from "../git/worktree.ts";
import { addAttributes, removeAttributes } from "../install/attributes.ts";
import { addHookLine, hookNames, removeHookLine } from "../install/hook-lines.ts";
import { mergeDriverCommand } from "../install/merge-driver.ts";
import { addPrepare, installsHooks, prepareCommand, removePrepare } from "../install/package-json.ts";
import { configPath, watchFolder } from "../pairing/files.ts";
import { watchFiles } from "../pairing/watch.ts";
import { detectFormats } from "../spec/formats/detect.ts";
import { formatsLine, specGlobsFor } from "../spec/formats/line.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { agentPaths, installAgents, uninstallAgents } from "./init-agents.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { packageRoot } from "./package-root.ts";

export interface InitOptions {
  /** Only point git at the hooks, as the `prepare` script of every clone does. */
  readonly hooks: boolean;
  readonly uninstall: boolean;
  /** Guard, notes and a block in AGENTS.md for coding agents. */
  readonly agents: boolean;
}

const text = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** The package as hooks see it from the root of the work tree. */
const homeFrom = async (repository: Repository): Promise<string> => {
  if (await exists(join(repository.root, "node_modules/instride/package.json")))
    return "node_modules/instride";
  const path = relative(repository.root, packageRoot()).split(sep).join("/");
  if (path === "") return ".";
  if (!path.startsWith("..") && !isAbsolute(path)) return path;
  throw new UserError("instride is not installed in this repository", {
    next: "npm install --save-dev instride, then npx instride init; hooks must call a version that the repository pins",
  });
};

/** Where git looks for hooks, and where their files are to be edited. */
export interface HookPlace {
  readonly kind: "husky" | "unset" | "folder" | "outside";
  /** Folder of the files that carry our line, relative to the root; absolute when it is outside. */
  readonly folder: string;
}

export const hookPlace = async (repository: Repository): Promise<HookPlace> => {
  const value = await configuredHooksPath(repository);
  if (value === "") return { kind: "unset", folder: ".husky" };
  const full = resolve(repository.root, value);
  const path = relative(repository.root, full).split(sep).join("/");
  if (path === ".husky/_" || path === ".husky") return { kind: "husky", folder: ".husky" };
  if (path.startsWith("..") || isAbsolute(path)) return { kind: "outside", folder: full };
  return { kind: "folder", folder: path };
};

/** Our own git calls run with hooks off by `-c`; this asks the files. */
const configuredHooksPath = async (repository: Repository): Promise<string> => {
  const { stdout } = await git(repository, ["config", "--show-origin", "--get-all", "core.hooksPath"], {
    allow: [1],
  });
  const lines = stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("command line:"));
  return lines.at(-1)?.split("\t")[1] ?? "";
};

/** husky's own installer: sets core.hooksPath and writes its runner. */
const runHusky = async (context: CommandContext, repository: Repository): Promise<void> => {
  await refuseWaysOut(repository, [".husky/_/h"]);
  const { default: husky } = (await import("husky")) as { default: (folder?: string) => string };
  const before = process.cwd();
  process.chdir(repository.root);
  try {
    const said = husky();
    if (said !== "" && context.env["HUSKY"] !== "0")
      throw new UserError(`husky could not install the hooks: ${said}`);
    if (context.env["HUSKY"] === "0") remark(context, "instride: HUSKY=0 is set, so no hooks were installed");
  } finally {
    process.chdir(before);
  }
};

const sampleless = (names: readonly string[]): string[] => names.filter((name) => !name.endsWith(".sample"));

/** Starts the hook of that name in the git directory, which all work trees share. */
const nativeLine = (name: string): string =>
  `native="$(git rev-parse --git-common-dir)/hooks/${name}"; [ ! -x "$native" ] || "$native" "$@"`;

/** Takes the lines out again, when nothing else is in husky's folder: git looks into .git/hooks again then. */
const dropNative = async (repository: Repository): Promise<boolean> => {
  const folder = join(repository.root, ".husky");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name !== "_");
  for (const name of names)
    if ((await text(join(folder, name)).catch(() => undefined)) !== `${nativeLine(name)}\n`) return false;
  for (const name of names) await rm(join(folder, name));
  return names.length > 0;
};

/** Hooks in .git/hooks stop running once core.hooksPath is set; a line in husky's file keeps each of them. */
const keepNative = async (repository: Repository): Promise<string[]> => {
  const names = sampleless(await readdir(join(repository.commonDir, "hooks")).catch(() => []));
  const kept: string[] = [];
  for (const name of names) {
    const info = await stat(join(repository.commonDir, "hooks", name));
    if (!info.isFile() || (info.mode & 0o111) === 0) continue;
    const file = join(repository.root, ".husky", name);
    const line = nativeLine(name);
    const now = await text(file);
    if (now?.includes(line) === true) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${line}\n${now ?? ""}`);
    kept.push(name);
  }
  return kept;
};

/** @throws UserError when a write to one of the paths would end up elsewhere, through a link that the tree holds */
const refuseWaysOut = async ({ root }: Repository, paths: readonly string[]): Promise<void> => {
  for (const path of paths)
    if (!(await staysInside(root, path)))
      throw new UserError(`'${path}' leads out of the repository`, { next: "replace the link on its way" });
};

const writeIfChanged = async (file: string, before: string | undefined, after: string): Promise<boolean> => {
  if (before === after) return false;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, after);
  return true;
};

const initialConfig = (home: string, specs: readonly string[]): string => {
  const { agent } = defaultConfig();
  const settings = { $schema: `./${home === "." ? "" : `${home}/`}schemas/config.schema.json`, specs, agent };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
};

/** Specs of other tools among the tracked and untracked files, and the spec globs that leave them alone. */
const foreignSpecs = async (repository: Repository): Promise<{ line: string; globs: string[] }> => {
  const { stdout } = await git(repository, [
    "ls-files",
    "-z",
    "-c",
    "-o",
    "--exclude-standard",
    "--full-name",
  ]);
  const paths = splitNul(stdout).map(decodePath);
  const detected = detectFormats(paths);
  return { line: formatsLine(detected), globs: specGlobsFor(defaultConfig().specs, detected, paths) };
};

const install = async (
  context: CommandContext,
  repository: Repository,
  { agents }: InitOptions,
): Promise<void> => {
  const home = await homeFrom(repository);
  const done: string[] = [];
  const at = (path: string): string => join(repository.root, path);

  const foreign = await foreignSpecs(repository);
  await refuseWaysOut(repository, [
    ...[configPath, ".gitattributes", "package.json", `${watchFolder}/_instride`],
    ...hookNames.map((name) => `.husky/${name}`),
    ...(agents ? agentPaths : []),
  ]);
  if (!(await exists(at(configPath)))) {
    await writeFile(at(configPath), initialConfig(home, foreign.globs));
    done.push(`wrote ${configPath}`);
  }
  const attributes = await text(at(".gitattributes"));
  if (await writeIfChanged(at(".gitattributes"), attributes, addAttributes(attributes)))
    done.push("added a block to .gitattributes");
  for (const [path, content] of watchFiles(foreign.globs, []))
    if ((await text(at(path))) === undefined && (await writeIfChanged(at(path), undefined, content)))
      done.push(`wrote ${path}`);

  const place = await hookPlace(repository);
  if (place.kind === "outside")
    throw new UserError(`core.hooksPath points outside this repository, at '${place.folder}'`, {
      next: "git config --unset core.hooksPath, then instride init; or call instride's hooks from there yourself",
    });
  if (place.kind === "unset") {
    const kept = await keepNative(repository);
    if (kept.length > 0) done.push(`kept .git/hooks/${kept.join(", .git/hooks/")} by a line in .husky/`);
  }
  if (place.kind !== "folder") {
    const before = await exists(at(".husky/_/h"));
    await runHusky(context, repository);
    if (!before) done.push("installed husky's runner (core.hooksPath = .husky/_)");
  }
  const lined: string[] = [];
  await refuseWaysOut(
    repository,
    hookNames.map((name) => `${place.folder}/${name}`),
  );
  for (const name of hookNames) {
    const file = at(`${place.folder}/${name}`);
    const now = await text(file);
    const next =
      place.kind === "folder" && now === undefined
        ? `#!/bin/sh\n${addHookLine(undefined, name, home)}`
        : addHookLine(now, name, home);
    if (!(await writeIfChanged(file, now, next))) continue;
    if (place.kind === "folder" && process.platform !== "win32") await chmod(file, 0o755);
    lined.push(name);
  }
  if (lined.length > 0)
    done.push(`added one line to ${lined.map((name) => `${place.folder}/${name}`).join(", ")}`);

  const manifest = await text(at("package.json"));
  if (manifest !== undefined && !installsHooks(manifest)) {
    const next = addPrepare(manifest);
    if (next === undefined)
      remark(
        context,
        `instride: package.json is laid out by hand; add to its scripts: "prepare": "${prepareCommand}"`,
      );
    else if (await writeIfChanged(at("package.json"), manifest, next))
      done.push("added `prepare` to package.json");
  }
  await installMergeDriver(repository, home);
  await makeLocalFolder(repository);
  if (agents) done.push(...(await installAgents(context, repository.root, home)));

  const ignored = await gitText(
    repository,
    ["check-ignore", ".instride/records/x/x.json", "specs/x.threats.yaml", "specs/x.threats.md"],
    { allow: [1] },
  );
  if (ignored !== "")
    remark(context, `instride: .gitignore hides what must be committed: ${ignored.split("\n").join(", ")}`);
  if (foreign.line !== "") print(context, foreign.line);
  print(
    context,
    done.length === 0
      ? "instride is set up already; nothing to do"
      : done.map((line) => `- ${line}`).join("\n"),
  );
  if (done.length > 0) print(context, "next: git add -A && git commit, then instride new NAME");
};

/** What tells the plugin that somebody set instride up in this clone: no commit can carry it. */
const makeLocalFolder = async (repository: Repository): Promise<void> => {
  await mkdir(localFolder(repository.commonDir), { recursive: true, mode: 0o700 });
};

/** The semantic merge driver, for this clone: git's configuration is not cloned. */
const installMergeDriver = async (repository: Repository, home: string): Promise<void> => {
  await git(repository, ["config", "merge.instride.name", "threat models, merged by id"]);
  await git(repository, ["config", "merge.instride.driver", mergeDriverCommand(home)]);
};

const uninstall = async (context: CommandContext, repository: Repository): Promise<void> => {
  const done: string[] = [];
  const at = (path: string): string => join(repository.root, path);
  const place = await hookPlace(repository);
  const folder = place.kind === "folder" ? place.folder : ".husky";
  for (const name of hookNames) {
    const now = await text(at(`${folder}/${name}`));
    if (now === undefined) continue;
    const rest = removeHookLine(now, name);
    if (rest === now) continue;
    if (rest === undefined || rest === "#!/bin/sh\n") await rm(at(`${folder}/${name}`));
    else await writeFile(at(`${folder}/${name}`), rest);
    done.push(`${folder}/${name}: took our line out`);
  }
  if (place.kind === "husky" && (await dropNative(repository)))
    done.push(".git/hooks run again by themselves");
  const left = (await readdir(at(".husky")).catch(() => ["?"])).filter((name) => name !== "_");
  if (place.kind === "husky" && left.length === 0) {
    await rm(at(".husky"), { recursive: true });
    await git(repository, ["config", "--unset", "core.hooksPath"], { allow: [5] });
    done.push("removed husky's runner and core.hooksPath: no other hook was left");
  }
  const attributes = await text(at(".gitattributes"));
  if (attributes !== undefined) {
    const rest = removeAttributes(attributes);
    if (rest !== attributes) {
      if (rest === undefined) await rm(at(".gitattributes"));
      else await writeFile(at(".gitattributes"), rest);
      done.push("took our block out of .gitattributes");
    }
  }
  const manifest = await text(at("package.json"));
  const without = manifest === undefined ? undefined : removePrepare(manifest);
  if (without !== undefined) {
    await writeFile(at("package.json"), without);
    done.push("took `prepare` out of package.json");
  }
  done.push(...(await uninstallAgents(context, repository.root)));
  const home = await homeFrom(repository).catch(() => "node_modules/instride");
  const config = await text(at(configPath));
  const { globs } = await foreignSpecs(repository);
  if (
    config !== undefined &&
    [globs, defaultConfig().specs].some((each) => config === initialConfig(home, each))
  ) {
    await rm(at(configPath));
    done.push(`removed ${configPath}`);
  } else if (config !== undefined) remark(context, `instride: ${configPath} holds your settings and stays`);
  if (await exists(at(watchFolder))) {
    await rm(at(watchFolder), { recursive: true });
    await rmdir(at(".instride")).catch(() => {});
    done.push(`removed ${watchFolder}`);
  }
  await git(repository, ["config", "--remove-section", "merge.instride"], { allow: [128] });
  await rm(join(repository.commonDir, "instride"), { recursive: true, force: true });
  await rm(join(repository.gitDir, "instride"), { recursive: true, force: true });
  print(
    context,
    done.length === 0 ? "nothing of instride's was installed" : done.map((line) => `- ${line}`).join("\n"),
  );
  if (await exists(at(".instride/records")))
    remark(
      context,
      "instride: specs, threat models and records stay: they are yours, and the history's evidence",
    );
};

export const init = async (context: CommandContext, options: InitOptions): Promise<Outcome> => {
  if (options.hooks) {
    // Runs in every `npm install`, also where there is no repository or no git: never a reason to fail there.
    const repository = await openRepository(context.cwd, context.env).catch(() => undefined);
    if (repository === undefined || repository.bare) return "clean";
    await makeLocalFolder(repository);
    const place = await hookPlace(repository);
    if (place.kind !== "folder" && place.kind !== "outside") await runHusky(context, repository);
    const home = await homeFrom(repository).catch(() => undefined);
    if (home !== undefined) await installMergeDriver(repository, home);
    return "clean";
  }
  const repository = await openRepository(context.cwd, context.env);
  if (repository.bare)
    throw new UserError("a bare repository makes no commits", { next: "run it in a clone" });
  await (options.uninstall ? uninstall : install)(context, repository, options);
  return "clean";
};
