// The shipped agent with the shipped client, on the loopback server: real HTTP, a clock moved by hand, contexts in files.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { claudeAgent } from "../../../src/agents/claude/agent.ts";
import type { ClaudeSettings } from "../../../src/agents/claude/settings.ts";
import type { Attempt } from "../../../src/agents/context/entry.ts";
import type { ContextStore } from "../../../src/agents/context/store.ts";
import type { AgentHost, Progress } from "../../../src/agents/host.ts";
import type {
  Agent,
  AgentAnswer,
  GenerateRequest,
  UpdateRequest,
  Validate,
} from "../../../src/agents/port.ts";
import { configSchema } from "../../../src/config/schema.ts";
import { contextStore } from "../../../src/git/contexts.ts";
import type { Repository } from "../../../src/git/repository.ts";
import { observe } from "../../../src/observe/index.ts";
import { type MovableClock, manualClock } from "../../support/messages-api/clock.ts";
import { startMessagesServer } from "../../support/messages-api/server.ts";
import type {
  LoggedRequest,
  MessagesServer,
  MessagesServerOptions,
  Reply,
  ReplyBlock,
  ScriptedRequest,
} from "../../support/messages-api/types.ts";
import { apply, update as byRules, code, requestFor, specText } from "../rules/sessions.ts";
import { fold } from "./fold.ts";

export const settingsOf = (change: Partial<ClaudeSettings> = {}): ClaudeSettings => ({
  ...configSchema.parse({}).claude,
  ...change,
});

export interface Desk {
  readonly server: MessagesServer;
  readonly clock: MovableClock;
  readonly agent: Agent;
  readonly store: ContextStore;
  readonly ledger: Attempt[];
  readonly progress: Progress[];
  readonly remarks: string[];
  readonly files: Map<string, string>;
  /** The requests for messages. */
  readonly sent: () => readonly LoggedRequest[];
}

export interface DeskOptions extends MessagesServerOptions {
  readonly settings?: Partial<ClaudeSettings>;
  readonly host?: Partial<AgentHost>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export const desk = async (t: TestContext, options: DeskOptions = {}): Promise<Desk> => {
  const { settings, host: own, env, ...rest } = options;
  const clock = manualClock();
  const server = await startMessagesServer({ clock, ...rest });
  const folder = mkdtempSync(join(tmpdir(), "instride-claude-"));
  t.after(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const [ledger, progress, remarks]: [Attempt[], Progress[], string[]] = [[], [], []];
  const files = new Map<string, string>([["specs/sessions.md", specText]]);
  const store = contextStore({ commonDir: folder } as Repository, () => clock.now());
  const host: AgentHost = {
    env: env ?? { ANTHROPIC_API_KEY: "test-key", ANTHROPIC_BASE_URL: server.url },
    now: () => clock.now(),
    files: { list: async () => [...files.keys()], read: async (path) => files.get(path) },
    contexts: store,
    record: async (_, attempt) => void ledger.push(attempt),
    progress: (each) => void progress.push(each),
    remark: (line) => void remarks.push(line),
    ...own,
  };
  return {
    server,
    clock,
    agent: claudeAgent(settingsOf(settings), host, { pauseMs: 1 }),
    store,
    ledger,
    progress,
    remarks,
    files,
    sent: () => server.requests.filter(({ path }) => path === "/v1/messages"),
  };
};

export const call = (name: string, input: unknown): ReplyBlock => ({ type: "tool_use", name, input });
export const says = (...content: ReplyBlock[]): Reply => ({ content });
export const noChange = (
  about: readonly string[],
  reason = "The change moves no data and no check.",
): Reply => says(call("submit_delta", { no_change: [{ reason, about }] }));

/** What the rules agent says of the finished service; the scripts let the model say it. */
export const finished = byRules({});
export const finalModel = apply(finished.request, finished.delta, false).model;

const mapOperations = finished.delta.operations.filter(
  ({ op }) => op === "put" || op === "set-aside" || op === "summarise",
);
// A risk names the threat that carries it, which is not there before the questions are answered.
const isRisk = (each: (typeof mapOperations)[number]): boolean =>
  each.op === "put" && "threats" in each.value;

export const mapReply = (): Reply => {
  const {
    put,
    set_aside = [],
    summary = "Signs people in.",
  } = fold(mapOperations.filter((each) => !isRisk(each)));
  return says(call("record_map", { put, set_aside, summary }));
};

export const answersReply = (): Reply =>
  says(
    call(
      "submit_delta",
      fold([
        ...finished.delta.operations.filter(({ op }) => op === "add" || op === "answer"),
        ...mapOperations.filter(isRisk),
      ]),
    ),
  );

/** Text of the last turn of the user, results of tools included. */
export const lastText = ({ body }: Pick<ScriptedRequest, "body">): string => {
  const messages = body["messages"] as { content: Record<string, unknown>[] }[];
  return JSON.stringify(messages.at(-1)?.content ?? []);
};

export const isAbout = {
  map: (text: string): boolean => text.includes("record the whole map with record_map"),
  code: (text: string): boolean => text.includes("This branch writes the code"),
  questions: (text: string): boolean => text.includes("This branch answers the questions"),
  reconcile: (text: string): boolean => text.includes("The code is written; observation has read it"),
} as const;

export const writeReply = (): Reply =>
  says(
    { type: "thinking", thinking: "The guard comes first, because every route but two needs it." },
    ...Object.entries(code).map(([path, content]) => call("write_file", { path, content })),
  );

export const doneReply = (): Reply =>
  says(
    call("done", {
      summary: "Sessions with login, revocation and an administrator's list.",
      decisions: [
        {
          about: "src/guard.ts#hashToken",
          decision: "Tokens are stored as SHA-256.",
          why: "A copy of the table opens no session.",
        },
      ],
    }),
  );

/** A model that does everything right: reads the spec, records the map, writes, answers, has nothing to correct. */
export const wholeScript = (request: ScriptedRequest): Reply => {
  const text = lastText(request);
  if (isAbout.map(text))
    return says(
      { type: "thinking", thinking: "The spec says enough." },
      ...(mapReply().content as ReplyBlock[]),
    );
  if (isAbout.code(text)) return writeReply();
  if (isAbout.questions(text)) return answersReply();
  if (isAbout.reconcile(text)) return noChange([], "The code came out as it was answered.");
  if (text.includes("wrote src/")) return doneReply();
  throw new Error(`nothing is scripted for ${text.slice(0, 300)}`);
};

export const generateRequest = (): GenerateRequest => {
  const { changes: _, before: __, ...request } = requestFor({ code: {} });
  return { ...request, existing: {} };
};

export const validateAgainst =
  (request: UpdateRequest): Validate =>
  (delta) =>
    apply(request, delta, false).problems;

/** Runs `generate` to its end, as the command does. */
export const generateAll = async (
  at: Desk,
): Promise<{ files: ReadonlyMap<string, string>; answer: AgentAnswer }> => {
  const generated = await at.agent.generate!(generateRequest());
  const files = new Map(generated.files.map(({ path, content }) => [path, content]));
  for (const [path, content] of files) at.files.set(path, content);
  const observation = observe(files);
  const request = requestFor({ code: Object.fromEntries(files) });
  const answer = await generated.answer(observation, validateAgainst(request));
  return { files, answer };
};

/** One line of behaviour changes: a limit in the login. */
export const oneLineChange = (): UpdateRequest => {
  const path = "src/sessions.ts";
  const before = code[path] ?? "";
  const after = before.replace("randomBytes(32)", "randomBytes(48)");
  const changed = { ...code, [path]: after };
  const request = requestFor({
    code: changed,
    model: finalModel,
    changes: [{ path, before, after }],
    was: { spec: specText, code },
  });
  return { ...request, validate: validateAgainst(request) };
};
