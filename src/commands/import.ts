// `instride import`: a threat model that another tool holds becomes a model here, with a spec stub when there is no spec.
// Nothing that exists is overwritten.

import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { maxDocument } from "../exchange/document.ts";
import { formats, type ImportFormat } from "../exchange/formats.ts";
import { importModel } from "../exchange/import.ts";
import { accountedFor, specStub } from "../exchange/spec-stub.ts";
import { frameworkById } from "../frameworks/index.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { listWorktree } from "../git/trees.ts";
import { staysInside } from "../git/worktree.ts";
import { slug } from "../model/fact.ts";
import type { ThreatModel } from "../model/schema.ts";
import { threatsOf } from "../model/threats.ts";
import { parseModel, printModel } from "../model/yaml.ts";
import { modelPathOf } from "../pairing/files.ts";
import { oneLine, shellLine } from "../report/foreign.ts";
import { parseSpec } from "../spec/parse.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { folderOf } from "./new.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { refuseAgents } from "./people.ts";
import { loadWorkspace } from "./workspace.ts";

export interface ImportOptions {
  readonly file: string;
  readonly format: ImportFormat;
  readonly component: string;
  /** Glob of the code of a new spec. */
  readonly target?: string;
  /** Takes people's decisions over as they stand. */
  readonly decisions: boolean;
  readonly dryRun: boolean;
}

interface NewFile {
  readonly path: string;
  readonly content: string;
}

/** UTF-8 takes at most three bytes for a code unit. */
const maxBytes = 3 * maxDocument;

const readForeignFile = async (context: CommandContext, file: string): Promise<string> => {
  const path = resolve(context.cwd, file);
  const refuse = (why: string): UserError =>
    new UserError(`cannot read '${file}': ${why}`, { next: "name the file that the other tool wrote" });
  let bytes: Buffer;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw refuse("it is no file");
    if (found.size > maxBytes) throw refuse(`it has ${found.size} bytes, and at most ${maxBytes} are read`);
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw refuse((error as NodeJS.ErrnoException).code ?? "unknown error");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("it is not UTF-8");
  }
};

/** Writes all files, none of which may exist, or none. */
const writeNew = async (repository: Repository, files: readonly NewFile[]): Promise<void> => {
  for (const { path } of files)
    if (!(await staysInside(repository.root, path)))
      throw new UserError(`'${path}' leads out of the repository`, { next: "replace the link on its way" });
  const written: string[] = [];
  for (const { path, content } of files) {
    const file = join(repository.root, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { flag: "wx" });
      written.push(file);
    } catch (error) {
      for (const each of written) await rm(each, { force: true });
      const { code } = error as NodeJS.ErrnoException;
      throw code === "EEXIST" ? existing(path) : error;
    }
  }
};

const existing = (path: string): UserError =>
  new UserError(`'${path}' exists already, and an import overwrites nothing`, {
    next: "import it as another component and compare, or move the old file away",
  });

const few = 20;
const say = (context: CommandContext, heading: string, lines: readonly string[]): void => {
  if (lines.length === 0) return;
  print(context, heading);
  for (const line of lines.slice(0, few)) print(context, `  ${oneLine(line)}`);
  if (lines.length > few) print(context, `  … and ${lines.length - few} more`);
};

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

const summaryOf = (model: ThreatModel): string => {
  const { externals, processes, stores, flows } = model.map;
  const elements = [externals, processes, stores].flatMap(Object.keys).length;
  return `${count(elements, "element")}, ${count(Object.keys(flows).length, "flow")}, ${count(threatsOf(model).length, "threat")}`;
};

export const importCommand = async (context: CommandContext, options: ImportOptions): Promise<Outcome> => {
  if (options.decisions) refuseAgents(context);
  const repository = await openRepository(context.cwd, context.env);
  const { entries } = await listWorktree(repository);
  const id = slug(options.component);
  const { config, components } = await loadWorkspace(repository, entries, {
    version: context.version,
    only: new Set([id]),
  });
  const known = components.find((component) => component.id === id);
  const framework = frameworkById(known?.spec.framework ?? config.framework);
  if (framework === undefined)
    throw new UserError(`unknown framework '${known?.spec.framework ?? config.framework}'`, {
      next: "use `framework: stride`, or leave the key out",
    });
  const specPath = known?.spec.path ?? `${folderOf(config.specs)}/${id}.md`;
  const modelPath = modelPathOf(specPath);
  if (known?.modelText !== undefined) throw existing(modelPath);

  const text = await readForeignFile(context, options.file);
  const read = importModel(options.format, basename(options.file), text, {
    component: id,
    framework,
    decisions: options.decisions,
  });
  if (read.model === undefined)
    throw new UserError(`cannot import '${options.file}'`, { findings: read.findings });

  const from = formats[options.format].title;
  const files: NewFile[] = [];
  let { model } = read;
  if (known === undefined) {
    const content = specStub({
      model,
      title: read.title ?? options.component,
      target: options.target ?? `src/${id}/**`,
      from,
    });
    model = accountedFor(model, parseSpec(specPath, content).spec?.facts ?? []);
    files.push({ path: specPath, content });
  }
  const printed = printModel(model);
  files.push({ path: modelPath, content: printed });
  if (!options.dryRun) await writeNew(repository, files);

  for (const { path } of files) print(context, `${options.dryRun ? "would write" : "wrote"} ${path}`);
  print(
    context,
    `${summaryOf(model)} from ${from}${read.attached ? ", with what instride had attached to the file" : ""}`,
  );
  say(
    context,
    "what does not fit together in the attached model, to be corrected:",
    parseModel(modelPath, printed).findings.map(({ at, message }) => `${at.path}:${at.line}: ${message}`),
  );
  say(context, "guessed or left out, so look at it:", read.notes);
  say(
    context,
    "decisions in the file, kept as claims that count for nothing (instride accept makes one yours):",
    read.claims,
  );
  if (known === undefined)
    remark(context, `instride: next, complete ${specPath}: ${shellLine(["instride", "lint", specPath])}`);
  remark(
    context,
    `instride: then ${shellLine(["git", "add", ...files.map(({ path }) => path)])} and ${shellLine(["instride", "sync", id])}`,
  );
  return "clean";
};
