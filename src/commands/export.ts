// `instride export`: threat models in the formats of other tools, as of the index or of any revision.

import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { exportModel, exportSarif } from "../exchange/export.ts";
import { type ExportFormat, formats } from "../exchange/formats.ts";
import type { CodePlace, ExportSource } from "../exchange/types.ts";
import { openRepository } from "../git/repository.ts";
import { splitAnchor } from "../model/anchor.ts";
import { pointerOf } from "../model/pointer.ts";
import { readSource } from "../model/source.ts";
import { threatsOf } from "../model/threats.ts";
import { resolveAnchor } from "../observe/index.ts";
import { shellLine, visible } from "../report/foreign.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { resolves } from "./judging.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { modelOf, selectComponent } from "./select.ts";
import { entriesOf } from "./verify.ts";
import { type LoadedComponent, loadWorkspace } from "./workspace.ts";

export interface ExportOptions {
  /** Empty: every component that has a model. */
  readonly components: readonly string[];
  readonly format: ExportFormat;
  readonly output?: string;
  readonly at?: string;
  /** Without instride's own model inside the file. */
  readonly plain: boolean;
}

/** GitHub takes SARIF of at most 10 MB, packed. */
const mostSarif = 10_000_000;

const placeOf = (component: LoadedComponent, anchor: string): CodePlace | undefined => {
  if (!resolves(anchor, component)) return undefined;
  const { path } = splitAnchor(anchor);
  const line = resolveAnchor(anchor, component.observation, component.contents)?.line;
  return line === undefined ? { path } : { path, line };
};

/** Lines of the threats in the model's file. */
const linesOf = (component: LoadedComponent): ((threat: string) => number) => {
  const { keys } = readSource(component.modelText ?? "");
  const lines = new Map(
    threatsOf(modelOf(component)).map(({ id, element, category }) => [
      id,
      keys.get(pointerOf(["answers", element, category, "threats", id]))?.line ?? 1,
    ]),
  );
  return (threat) => lines.get(threat) ?? 1;
};

const isFolder = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
};

const write = async (file: string, text: string): Promise<void> => {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, visible(text));
  } catch (error) {
    throw new UserError(
      `cannot write '${file}': ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`,
      {
        next: "name another place with -o",
      },
    );
  }
};

export const exportCommand = async (context: CommandContext, options: ExportOptions): Promise<Outcome> => {
  const { format, output } = options;
  const repository = await openRepository(context.cwd, context.env);
  const workspace = await loadWorkspace(repository, await entriesOf(repository, options.at), {
    version: context.version,
  });
  const chosen =
    options.components.length > 0
      ? options.components.map((name) => selectComponent(workspace, name))
      : workspace.components.filter(({ modelText }) => modelText !== undefined);
  if (chosen.length === 0)
    throw new UserError("no threat model to export", { next: shellLine(["instride", "sync"]) });
  const components = [...new Set(chosen)];
  const sources = components.map((component): ExportSource & { readonly component: LoadedComponent } => ({
    component,
    model: modelOf(component),
    title: component.spec.title,
    today: context.today,
    plain: options.plain,
    locate: (anchor) => placeOf(component, anchor),
  }));
  if ("experimental" in formats[format])
    remark(
      context,
      `instride: ${formats[format].title} is a draft; this export is experimental and may change`,
    );

  const folder =
    output !== undefined && (/[/\\]$/.test(output) || (await isFolder(resolve(context.cwd, output))));
  const said = (file: string, names: string): void => remark(context, `instride: wrote ${file} (${names})`);
  if (format === "sarif") {
    const { text, left } = exportSarif(
      sources.map((source) => ({
        ...source,
        modelPath: source.component.modelPath,
        lineOf: linesOf(source.component),
      })),
      context.version,
    );
    if (left > 0)
      remark(
        context,
        `instride: code scanning takes no more; ${left} of the least severe threats are left out`,
      );
    if (gzipSync(text).length > mostSarif)
      throw new UserError("the file would be larger than code scanning takes (10 MB packed)", {
        next: "export the components one by one",
      });
    if (output === undefined || output === "-") print(context, text);
    else {
      const file = resolve(context.cwd, folder ? join(output, `instride${formats.sarif.suffix}`) : output);
      await write(file, text);
      said(file, components.map(({ id }) => id).join(", "));
    }
    return "clean";
  }
  if (sources.length > 1 && !folder)
    throw new UserError(
      `${formats[format].title} holds one component in a file, and there are ${sources.length}`,
      {
        next: `name one, or a folder: ${shellLine(["instride", "export", "--format", format, "-o", "exports/"])}`,
      },
    );
  if (output !== undefined && formats[format].import && !options.plain)
    remark(context, "instride: the whole model is attached, for the way back; --plain leaves it out");
  for (const source of sources) {
    const text = exportModel(format, source);
    if (output === undefined || output === "-") print(context, text);
    else {
      const name = `${source.component.id}${formats[format].suffix}`;
      const file = resolve(context.cwd, folder ? join(output, name) : output);
      await write(file, text);
      said(file, source.component.id);
    }
  }
  return "clean";
};
