// A history as a team makes one, through the product: a component written by `generate`, another one by hand, and then
// commits of every kind, each through the real hooks. The model is the loopback server; everything else is real.

import { isAbout, lastText, noChange, wholeScript } from "../agents/claude/desk.ts";
import { specText } from "../agents/rules/sessions.ts";
import { code as notesCode, spec as notesSpec } from "./component.ts";
import { unauthorised } from "./messages-api/faults.ts";
import { startMessagesServer } from "./messages-api/server.ts";
import type { MessagesServer, Reply, ScriptedRequest } from "./messages-api/types.ts";
import type { TestRepository } from "./repository.ts";

const authors = [
  ["Ada", "ada@example.test"],
  ["Bo", "bo@example.test"],
  ["Chiara", "chiara@example.test"],
] as const;

/** Says of each change what a model says of one that opens nothing, at length that differs from change to change. */
const script = (request: ScriptedRequest): Reply => {
  const text = lastText(request);
  if (Object.values(isAbout).some((is) => is(text)) || text.includes("wrote src/"))
    return wholeScript(request);
  const [, list] = /no_change about it:\\n(.*?)(?:\\nThreats|\\nAnswer)/.exec(text) ?? [];
  const reasons = [
    "The value is computed from what the caller already holds",
    "no new data enters or leaves",
  ];
  return noChange(
    (list ?? "").split("\\n").flatMap((line) => /^- ([^:]+): /.exec(line)?.[1] ?? []),
    `${Array.from({ length: 1 + (request.turn % 3) }, (_, at) => reasons[at % reasons.length]).join("; ")}.`,
  );
};

/** Starts at a Monday morning; a commit every working day or so. */
const start = Date.UTC(2026, 4, 4, 9);
const hoursBetween = [3, 21, 2, 45, 20, 1, 26];

class History {
  readonly #repository: TestRepository;
  readonly #server: MessagesServer;
  #at = start;
  commits = 0;

  constructor(repository: TestRepository, server: MessagesServer) {
    this.#repository = repository;
    this.#server = server;
  }

  async #must(program: string, args: readonly string[], input?: string): Promise<void> {
    const ran = await this.#repository.run(program, args, input === undefined ? {} : { input });
    if (ran.status !== 0) throw new Error(`${program} ${args.join(" ")} (${ran.status}): ${ran.said}`);
  }

  git(...args: string[]): Promise<void> {
    return this.#must("git", args);
  }

  instride(args: readonly string[], input?: string): Promise<void> {
    return this.#must(process.execPath, [this.#repository.cli, ...args], input);
  }

  /** Moves the dates of what follows, and who makes it. */
  next(): void {
    const { env } = this.#repository;
    this.#at += (hoursBetween[this.commits % hoursBetween.length] as number) * 3_600_000;
    const [name, email] = authors[((this.commits * 7) % 5) % authors.length] as readonly [string, string];
    const date = new Date(this.#at).toISOString();
    Object.assign(env, {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    });
    this.commits += 1;
  }

  async commit(message: string): Promise<void> {
    await this.git("add", "-A");
    this.next();
    await this.git("commit", "-qm", message);
  }

  /** The agent of the settings, as a commit of its own. */
  async settings(change: Readonly<Record<string, unknown>>): Promise<void> {
    const path = "instride.config.json";
    const now = JSON.parse(this.#repository.read(path)) as Record<string, unknown>;
    this.#repository.write(path, `${JSON.stringify({ ...now, ...change }, undefined, 2)}\n`);
  }

  helper(folder: string, name: string, factor: number): void {
    this.#repository.write(
      `${folder}/${name}.ts`,
      `/** Scales what the caller holds. */\nexport const ${name} = (value: number): number => value * ${factor};\n`,
    );
  }

  comment(path: string, text: string): void {
    this.#repository.write(path, `// ${text}\n${this.#repository.read(path).replace(/^\/\/.*\n/, "")}`);
  }

  /** The coding agent answers in its own session, before it commits. */
  async answered(message: string): Promise<void> {
    await this.git("add", "-A");
    const operations = [{ op: "no-change", about: [], reason: "a pure function that no route reaches yet" }];
    await this.instride(
      ["submit", "--agent", "claude-opus-5-5", "--file", "-"],
      JSON.stringify({ component: "notes", operations }),
    );
    await this.commit(message);
  }

  /** The model can't be asked: the rules agent answers. */
  async unanswered(message: string): Promise<void> {
    this.#server.faults.push(unauthorised);
    await this.commit(message);
    this.#server.faults.length = 0;
  }
}

const kinds = 10;

/** One commit of the series; what it is follows from its number alone. */
const step = async (history: History, repository: TestRepository, at: number): Promise<void> => {
  switch (at % kinds) {
    case 0:
    case 5:
      repository.write(`docs/page-${at}.md`, `# Page ${at}\n`);
      return history.commit(`Document part ${at}`);
    case 1:
    case 6:
      history.helper("src", `scale${at}`, at);
      return history.commit(`Sessions: scale by ${at}`);
    case 2:
      history.helper("notes", `weigh${at}`, at);
      return history.answered(`Notes: weigh by ${at}`);
    case 3:
      history.comment("src/store.ts", `Said more plainly, ${at}.`);
      return history.commit("Say what the store is");
    case 4:
      history.helper("notes", `sum${at}`, at);
      return history.unanswered(`Notes: sum by ${at}`);
    case 7:
      history.comment("notes/server.ts", `Serves notes, ${at}.`);
      return history.commit("Say what the server is");
    case 8: {
      // On a branch, merged as it is or squashed.
      await history.git("switch", "-qc", `work-${at}`);
      history.helper("src", `bend${at}`, at);
      await history.commit(`Sessions: bend by ${at}`);
      await history.git("switch", "-q", "main");
      history.next();
      if (at % 20 === 8) return history.git("merge", "-q", "--no-ff", "-m", `Merge work-${at}`, `work-${at}`);
      await history.git("merge", "-q", "--squash", `work-${at}`);
      return history.git("commit", "-qm", `Sessions: bend by ${at} (squashed)`);
    }
    default:
      repository.write("package.json", `${JSON.stringify({ name: "example", version: `1.0.${at}` })}\n`);
      return history.commit(`Release 1.0.${at}`);
  }
};

/**
 * Makes at least this many commits on `main`, in a repository where instride is set up. Takes some seconds for ten.
 * @param said is told how far it is
 */
export const makeHistory = async (
  repository: TestRepository,
  commits: number,
  said: (done: number) => void = () => {},
): Promise<void> => {
  const server = await startMessagesServer({ script });
  try {
    Object.assign(repository.env, { ANTHROPIC_API_KEY: "test-key", ANTHROPIC_BASE_URL: server.url });
    const history = new History(repository, server);
    await history.settings({ agent: "claude" });
    repository.write("specs/sessions.md", specText);
    await history.instride(["generate", "specs/sessions.md"]);
    await history.commit("Sessions, written with their threat model");
    repository.write("specs/notes.md", notesSpec.replace("src/notes/**", "notes/**"));
    repository.write("notes/server.ts", notesCode);
    await history.commit("Notes, written by hand");
    const landed = async (): Promise<number> => Number(await repository.git("rev-list", "--count", "HEAD"));
    for (let at = 0, done = await landed(); done < commits; at += 1) {
      await step(history, repository, at);
      if (at === Math.floor(commits / 2)) {
        await history.instride(["gc"]);
        await history.commit("Fold records");
      }
      done = await landed();
      said(done);
    }
  } finally {
    await server.close();
  }
};
