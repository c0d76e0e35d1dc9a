// `instride context`: the conversations that instride itself keeps, so that later changes can be answered from them.

import { type Context, redacted } from "../agents/context/context.ts";
import { type Entry, printEntry } from "../agents/context/entry.ts";
import {
  exportToRef,
  fetchContexts,
  importFromRef,
  listContexts,
  loadContext,
  pruneContexts,
  pushContexts,
  type StoredContext,
} from "../git/contexts.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { oneLine } from "../report/foreign.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";

const prefix = "instride:";

const nameOf = ({ component, id }: StoredContext): string => `${prefix}${component}/${id}`;

export interface OwnContext {
  readonly name: string;
  readonly component: string;
  readonly bytes: number;
  readonly model?: string;
  readonly turns: number;
  readonly decisions: number;
  /** Digest that a record made from it names. */
  readonly digest?: string;
  /** Why it can't be continued, only resumed; or what is wrong with it. */
  readonly note?: string;
}

const aboutOf = (
  stored: StoredContext,
  context: Context | undefined,
  damage: string | undefined,
): OwnContext => {
  const note =
    damage ??
    context?.sealed ??
    (context?.updates.length === 0 ? "it ended before an answer was given" : undefined);
  return {
    name: nameOf(stored),
    component: stored.component,
    bytes: stored.bytes,
    ...(context === undefined ? {} : { model: context.opening.model, digest: context.digest }),
    turns: context?.messages.filter(({ role }) => role === "assistant").length ?? 0,
    decisions: context?.decisions.length ?? 0,
    ...(note === undefined ? {} : { note }),
  };
};

/** The contexts that instride keeps, newest first. */
export const ownContexts = async (repository: Repository): Promise<OwnContext[]> => {
  const found: OwnContext[] = [];
  for (const stored of await listContexts(repository)) {
    const { context, damage } = await loadContext(stored);
    found.push(aboutOf(stored, context, damage));
  }
  return found;
};

export const ownContextLine = ({ name, model, turns, decisions, bytes, note }: OwnContext): string =>
  [
    name,
    `${model ?? "unreadable"}, ${turns} turns, ${decisions} decisions, ${Math.ceil(bytes / 1024)} KiB`,
    ...(note === undefined ? [] : [note]),
  ]
    .map(oneLine)
    .join("  ");

export const isOwnName = (name: string): boolean => name.startsWith(prefix);

/** @throws UserError when there is none of that name */
const find = async (repository: Repository, name: string): Promise<StoredContext> => {
  const wanted = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const all = await listContexts(repository);
  const stored = all.find(({ component, id }) => `${component}/${id}` === wanted || component === wanted);
  if (stored === undefined) throw new UserError(`no context '${name}'`, { next: "instride context list" });
  return stored;
};

const textOf = ({ at, body }: Entry): string => {
  switch (body.kind) {
    case "open":
      return `${at} begun for ${body.opening.component} with ${body.opening.model} (${body.opening.origin})`;
    case "attempt": {
      const { phase, outcome, usage } = body.attempt;
      const tokens =
        usage === undefined
          ? "tokens unknown"
          : `${usage.input + usage.cacheWrite5m + usage.cacheWrite1h} new, ${usage.cacheRead} cached, ${usage.output} out`;
      return `${at} ${phase}: ${outcome}, ${tokens}`;
    }
    case "resumed":
      return `${at} record: ${oneLine(body.record).slice(0, 600)}`;
    case "message": {
      const parts = body.message.content.map((block) =>
        block["type"] === "text"
          ? String(block["text"])
          : block["type"] === "tool_use"
            ? `→ ${String(block["name"])} ${JSON.stringify(block["input"])}`
            : block["type"] === "tool_result"
              ? `← ${JSON.stringify(block["content"])}`
              : `(${String(block["type"])})`,
      );
      return `${at} ${body.message.role}: ${parts.map((part) => oneLine(part).slice(0, 600)).join("\n    ")}`;
    }
    case "decision":
      return `${at} decided on ${body.decision.about}: ${body.decision.decision} (${body.decision.why})`;
    case "update":
      return `${at} answered: ${body.change} (${body.operations.length} operations)`;
    case "sealed":
      return `${at} sealed: ${body.reason}`;
  }
};

export const ownContextShow = async (
  context: CommandContext,
  repository: Repository,
  options: { readonly name: string; readonly json: boolean },
): Promise<Outcome> => {
  const stored = await find(repository, options.name);
  const { entries, damage } = await loadContext(stored);
  const clean = await redacted(entries);
  if (options.json) print(context, JSON.stringify({ name: nameOf(stored), entries: clean }, undefined, 2));
  else
    for (const entry of clean) print(context, textOf(entry).split("\n").map(oneLineKeepingIndent).join("\n"));
  if (damage !== undefined) remark(context, `instride: ${damage}; what follows was left out`);
  return damage === undefined ? "clean" : "findings";
};

const oneLineKeepingIndent = (line: string): string => `${/^ */.exec(line)?.[0] ?? ""}${oneLine(line)}`;

export const contextPrune = async (
  context: CommandContext,
  options: { readonly component?: string; readonly keep: number },
): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const components =
    options.component === undefined
      ? [...new Set((await listContexts(repository)).map(({ component }) => component))]
      : [options.component];
  let count = 0;
  for (const component of components)
    for (const stored of await pruneContexts(repository, component, { contexts: options.keep })) {
      print(context, `removed ${nameOf(stored)}`);
      count += 1;
    }
  if (count === 0) print(context, `nothing to remove; at most ${options.keep} each are kept`);
  return "clean";
};

/** Prints a context as JSON lines, without credentials. */
export const contextExport = async (
  context: CommandContext,
  options: { readonly name: string },
): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { entries, damage } = await loadContext(await find(repository, options.name));
  if (damage !== undefined) throw new UserError(`cannot export '${options.name}': ${damage}`);
  print(context, (await redacted(entries)).map(printEntry).join(""));
  return "clean";
};

export const contextPush = async (
  context: CommandContext,
  options: { readonly remote: string; readonly components: readonly string[] },
): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const wanted =
    options.components.length > 0
      ? options.components
      : [...new Set((await listContexts(repository)).map(({ component }) => component))].sort();
  const ready: string[] = [];
  for (const component of wanted)
    if ((await exportToRef(repository, component)) !== undefined) ready.push(component);
  if (ready.length === 0) {
    print(context, "no context to send");
    return "clean";
  }
  await pushContexts(repository, options.remote, ready);
  for (const component of ready)
    print(context, `sent refs/instride/contexts/${component} to ${options.remote}, without credentials`);
  return "clean";
};

export const contextFetch = async (
  context: CommandContext,
  options: { readonly remote: string },
): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  let count = 0;
  for (const component of await fetchContexts(repository, options.remote))
    for (const id of await importFromRef(repository, component)) {
      print(context, `took ${prefix}${component}/${id}; it can be resumed here`);
      count += 1;
    }
  if (count === 0) print(context, "nothing new");
  return "clean";
};
