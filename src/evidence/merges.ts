// The forge's own list of merges, as an auditor exports it: CSV or JSON, in the words of GitHub or GitLab. The forge is
// a second witness: it saw what was merged, when, by whom, and who had reviewed.

import { parseCsv } from "./csv.ts";
import { type Person, personOf } from "./person.ts";

export interface Review {
  readonly reviewer: Person;
  /** The commit that was read, when the list says so. */
  readonly commit?: string;
}

export interface Merge {
  /** Number of the pull or merge request. */
  readonly id: string;
  readonly title: string;
  /** What landed on the branch. */
  readonly commit: string;
  /** The tip that was reviewed. */
  readonly head?: string;
  readonly author?: Person;
  readonly mergedBy?: Person;
  /** ISO 8601, as the forge says it. */
  readonly mergedAt?: string;
  readonly reviews: readonly Review[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => {
  if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
  if (typeof value === "number") return String(value);
  if (!isFields(value)) return undefined;
  // Objects that stand for a commit or a person.
  for (const key of ["oid", "sha", "id", "login", "username", "name", "email"]) {
    const found = text(value[key]);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Names are compared without case, `_`, `-` and spaces: `merge_commit_sha`, `mergeCommitSha`, `Merge commit SHA`. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

const first = (fields: Fields, ...names: readonly string[]): unknown => {
  for (const name of names)
    if (fields[name] !== undefined && fields[name] !== null && fields[name] !== "") return fields[name];
  return undefined;
};

const commitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const personIn = (value: unknown): Person | undefined => {
  if (isFields(value)) {
    const name = text(value["name"]) ?? text(value["login"]) ?? text(value["username"]) ?? "";
    const email = text(value["email"]) ?? "";
    return name === "" && email === "" ? undefined : { name, email };
  }
  const said = text(value);
  return said === undefined ? undefined : personOf(said);
};

const reviewsIn = (value: unknown): Review[] => {
  if (typeof value === "string")
    return value
      .split(/[;|\n]|,(?![^<]*>)/)
      .map((each) => each.trim())
      .filter((each) => each !== "")
      .map((each) => ({ reviewer: personOf(each) }));
  if (!Array.isArray(value)) return [];
  return value.flatMap((each): Review[] => {
    if (!isFields(each)) {
      const reviewer = personIn(each);
      return reviewer === undefined ? [] : [{ reviewer }];
    }
    const state = text(each["state"]);
    if (state !== undefined && !/^approved$/i.test(state)) return [];
    const reviewer = personIn(first(each, "author", "user", "reviewer") ?? each);
    const commit = text(first(each, "commit", "commit_id", "commitId"));
    if (reviewer === undefined) return [];
    return [{ reviewer, ...(commit !== undefined && commitId.test(commit) ? { commit } : {}) }];
  });
};

export interface ParsedMerges {
  readonly merges: readonly Merge[];
  /** One sentence each, with the entry's number. */
  readonly problems: readonly string[];
}

const mergeOf = (raw: Fields, number: number): { merge?: Merge; problem?: string } => {
  const fields: Fields = Object.fromEntries(Object.entries(raw).map(([name, value]) => [plain(name), value]));
  const commit = text(
    first(fields, "squashcommitsha", "mergecommitsha", "mergecommit", "mergesha", "mergedsha", "commit"),
  )?.toLowerCase();
  const id = text(first(fields, "number", "iid", "id", "pr", "mr", "changeid", "change"));
  if (id === undefined) return { problem: `entry ${number} has no number` };
  if (commit === undefined || !commitId.test(commit))
    return { problem: `entry ${number} (${id}) has no full commit id of what was merged` };
  const head = text(first(fields, "headsha", "headrefoid", "headcommit", "head", "sha"))?.toLowerCase();
  const author = personIn(first(fields, "author", "user"));
  const mergedBy = personIn(first(fields, "mergedby", "mergeuser"));
  const mergedAt = text(first(fields, "mergedat"));
  const at = mergedAt === undefined ? Number.NaN : Date.parse(mergedAt);
  if (mergedAt !== undefined && Number.isNaN(at))
    return { problem: `entry ${number} (${id}) has a time that can't be read: ${mergedAt}` };
  return {
    merge: {
      id,
      title: text(fields["title"]) ?? "",
      commit,
      ...(head !== undefined && commitId.test(head) ? { head } : {}),
      ...(author === undefined ? {} : { author }),
      ...(mergedBy === undefined ? {} : { mergedBy }),
      ...(mergedAt === undefined ? {} : { mergedAt: new Date(at).toISOString().replace(".000Z", "Z") }),
      reviews: reviewsIn(first(fields, "reviews", "approvals", "approvedby", "reviewers", "reviewedby")),
    },
  };
};

/** Reads a list. Total: whatever can't be read is a problem, never thrown. */
export const parseMerges = (source: string): ParsedMerges => {
  const trimmed = source.replace(/^\ufeff/, "").trim();
  let entries: readonly unknown[];
  if (/^[[{]/.test(trimmed)) {
    try {
      const value: unknown = JSON.parse(trimmed);
      const listed = isFields(value) ? (value["merges"] ?? value["items"]) : value;
      if (!Array.isArray(listed)) return { merges: [], problems: ["the file holds no list"] };
      entries = listed;
    } catch (error) {
      return { merges: [], problems: [`the file is no JSON: ${(error as Error).message}`] };
    }
  } else {
    const [head, ...rows] = parseCsv(trimmed);
    if (head === undefined) return { merges: [], problems: ["the file is empty"] };
    entries = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])));
  }
  const merges: Merge[] = [];
  const problems: string[] = [];
  for (const [at, entry] of entries.entries()) {
    const { merge, problem } = isFields(entry)
      ? mergeOf(entry, at + 1)
      : { merge: undefined, problem: `entry ${at + 1} is no object` };
    if (merge !== undefined) merges.push(merge);
    else problems.push(problem as string);
  }
  return { merges, problems };
};
