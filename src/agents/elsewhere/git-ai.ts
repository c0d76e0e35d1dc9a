// Notes of git-ai in `refs/notes/ai`: which agent wrote which lines of a commit. They hold attributions, and
// conversations only where an old version put them there.

import type { Repository } from "../../git/repository.ts";
import { git } from "../../git/run.ts";
import { type ForeignContext, type FoundContext, foreignContext, maxStored } from "./foreign-context.ts";

const ref = "refs/notes/ai";
const newest = 200;

/** Commits of HEAD's recent history that carry a note, newest first. */
const notedCommits = async (repository: Repository): Promise<string[]> => {
  const list = await git(repository, ["notes", `--ref=${ref}`, "list"], { allow: [1, 128] });
  const noted = new Set(
    list.stdout
      .toString("utf8")
      .split("\n")
      .flatMap((line) => line.split(" ")[1] ?? []),
  );
  if (noted.size === 0) return [];
  const recent = await git(repository, ["rev-list", `-n${newest}`, "HEAD", "--"], { allow: [128] });
  return recent.stdout
    .toString("utf8")
    .split("\n")
    .filter((commit) => noted.has(commit));
};

const foundAt = (commit: string, agent?: string): FoundContext => ({
  source: "git-ai",
  id: commit.slice(0, 12),
  provenance: { where: ref, commit, ...(agent === undefined ? {} : { agent }) },
});

export const findGitAi = async (repository: Repository): Promise<FoundContext[]> =>
  (await notedCommits(repository)).map((commit) => foundAt(commit));

interface Session {
  readonly agent: string;
  readonly messages: readonly string[];
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

const word = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value.slice(0, 60) : undefined;

/** Sessions by the keys that the attributions use; the ids of conversations stay out. */
const sessionsIn = (json: string): Map<string, Session> => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return new Map();
  }
  const { sessions, prompts } = asObject(value);
  return new Map(
    Object.entries({ ...asObject(prompts), ...asObject(sessions) }).map(([key, entry]) => {
      const { agent_id: id, messages } = asObject(entry);
      const { tool, model } = asObject(id);
      const agent = [word(tool), word(model)].filter((part) => part !== undefined).join(" ") || "an agent";
      const said = (Array.isArray(messages) ? messages : []).flatMap((message) => {
        const { type, role, text } = asObject(message);
        const who = word(role) ?? word(type);
        return typeof text === "string" && who !== undefined ? [`${who}: ${text}`] : [];
      });
      return [key, { agent, messages: said }];
    }),
  );
};

/** A note in words: for each file which agent wrote which lines, then what was said, if anything was kept. */
export const describeNote = (note: string): { text: string; agent?: string } => {
  const divider = /^---$/m.exec(note);
  const head = divider === null ? note : note.slice(0, divider.index);
  const sessions = sessionsIn(divider === null ? "" : note.slice(divider.index + 3));
  const lines: string[] = [];
  const agents = new Set<string>();
  for (const line of head.split("\n")) {
    if (line.trim() === "") continue;
    const attribution = /^\s+(\S+)\s+([\d,\s-]+)$/.exec(line);
    if (attribution === null) {
      lines.push(`${line.trim().replace(/^"(.*)"$/, "$1")}:`);
      continue;
    }
    const [key = "", range = ""] = [attribution[1], attribution[2]];
    const agent = key.startsWith("h_")
      ? "a person"
      : (sessions.get(key.split("::")[0] ?? key)?.agent ?? "an agent");
    if (!key.startsWith("h_")) agents.add(agent);
    lines.push(`  lines ${range.trim()} by ${agent}`);
  }
  for (const { messages } of sessions.values()) if (messages.length > 0) lines.push("", ...messages);
  const [agent] = agents;
  return { text: lines.join("\n"), ...(agent === undefined ? {} : { agent }) };
};

export const readGitAi = async (repository: Repository, id: string): Promise<ForeignContext | undefined> => {
  const commit = (await notedCommits(repository)).find((each) => each.startsWith(id));
  if (commit === undefined || id.length < 4) return undefined;
  const { stdout } = await git(repository, ["notes", `--ref=${ref}`, "show", commit]);
  const { text, agent } = describeNote(stdout.subarray(0, maxStored).toString("utf8"));
  return foreignContext(foundAt(commit, agent), text);
};
