// `instride submit`: takes a delta from the agent that made the change, checks all of it at once, and keeps it for
// exactly these inputs; the next commit applies it. What an agent came to know of a component in step is staged at once.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { renderBriefs } from "../agents/session/brief.ts";
import { unconsidered } from "../agents/session/considered.ts";
import { claimedName, detectAgent } from "../agents/session/detect.ts";
import { estimateTokens } from "../cost/estimate.ts";
import { loadO200k } from "../cost/o200k.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import type { Delta, DeltaProblem } from "../model/delta.ts";
import type { Fact } from "../model/fact.ts";
import type { Finding } from "../model/finding.ts";
import { parseDelta, parseOperations } from "../model/parse-delta.ts";
import { afterPlan, planUpdate } from "../pairing/plan.ts";
import { judge } from "../pairing/step.ts";
import { inStepComponent, stageAmended } from "./amend-model.ts";
import { type Asked, briefs } from "./brief.ts";
import { type CommandContext, print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { estimatedUsage, saveSubmission } from "./submissions.ts";
import { describeSubmitted, type Submitted } from "./submitted.ts";

export interface SubmitOptions {
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly agent?: string;
  readonly json: boolean;
}

const problem = (path: string, rule: string, message: string, expected?: string): DeltaProblem => ({
  path,
  rule,
  message,
  ...(expected === undefined ? {} : { expected }),
});

const find = (all: readonly Asked[], envelope: Record<string, unknown>): Asked | undefined => {
  const { brief, component } = envelope as { brief?: unknown; component?: unknown };
  if (typeof brief === "string") return all.find((each) => each.brief.id === brief);
  if (typeof component === "string") return all.find((each) => each.component.id === component);
  return all.length === 1 ? all[0] : undefined;
};

/**
 * Checks a submission against what is staged and what is in the work tree. When all of it holds, it is kept for the
 * commit of these inputs, or staged when it names a component that is in step.
 */
export const takeSubmission = async (
  context: CommandContext,
  repository: Repository,
  text: string,
  claimed: string | undefined,
): Promise<Submitted> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      problems: [
        problem(
          "",
          "not-json",
          `Unexpected content: ${(error as Error).message}`,
          '{"brief":"…","operations":[…]}',
        ),
      ],
    };
  }
  const envelope = (Array.isArray(value) ? { operations: value } : value) as Record<string, unknown> | null;
  if (envelope === null || typeof envelope !== "object")
    return { problems: [problem("", "not-an-object", "Unexpected value", '{"brief":"…","operations":[…]}')] };
  const all = [
    ...(await briefs(context, repository, { staged: true })),
    ...(await briefs(context, repository, { staged: false })),
  ];
  const raised = find(all, envelope);
  const named = envelope["component"];
  const asked =
    raised ?? (typeof named === "string" ? await inStepComponent(context, repository, named) : undefined);
  if (asked === undefined) {
    const open = [...new Map(all.map((each) => [each.brief.id, each])).values()];
    return {
      problems: [
        open.length === 0
          ? problem(
              "brief",
              "nothing-asked",
              "every component is in step, so no brief is open",
              "the id of a component in `component`, for what you came to know of it since",
            )
          : problem(
              "brief",
              "unknown-brief",
              `Unexpected brief \`${String(envelope["brief"] ?? envelope["component"] ?? "")}\`; the files may have changed since it was printed`,
              open.map((each) => `${each.brief.id} (${each.component.id})`).join(" or "),
            ),
      ],
    };
  }
  const { component, brief, request } = asked;
  const { judging } = asked;
  const sent = { operations: envelope["operations"] };
  const agent = claimedName(claimed) ?? detectAgent(context.env)?.name ?? "unnamed";
  const provenance = { mode: "in-session", agent, usage: [] } as const;
  const problems: DeltaProblem[] = [];
  // Operations that are malformed are reported beside what is wrong with the others.
  const planned = planUpdate(component, judging.framework.id, sent as Delta, provenance, judging.tools);
  if ("problems" in planned) problems.push(...planned.problems, ...unmentioned(brief.unaccounted, sent));
  else {
    const after = judge(afterPlan(component, planned.plan), judging.judgement);
    for (const finding of after.findings)
      if (finding.severity === "error")
        problems.push(problem(pathOf(finding, sent.operations), finding.code, finding.message));
  }
  problems.push(...unconsidered(spokenOf(sent), brief.questions, request.model));
  const { delta } = parseDelta(sent);
  if (problems.length > 0 || delta === undefined)
    return { component: component.id, brief: brief.id, problems: distinct(problems) };
  const countO200k = await loadO200k();
  const tokensOf = (content: string, language: string): number =>
    estimateTokens(content, { language, generation: "v5", countO200k }).tokens;
  const output = tokensOf(text, "json");
  if (raised === undefined) {
    // What was read before is not known; the answer alone is counted.
    const usage = estimatedUsage(agent, { input: 0, output });
    return {
      component: component.id,
      ...(await stageAmended(repository, asked, delta, { ...provenance, usage })),
      problems,
    };
  }
  await saveSubmission(repository, {
    brief: brief.id,
    component: component.id,
    agent,
    delta,
    tokens: { input: tokensOf(renderBriefs([brief]), "markdown"), output },
  });
  return { component: component.id, brief: brief.id, problems };
};

/** The operation that put the entry of the map that a finding is about; all of them when none did. */
const pathOf = ({ message }: Finding, operations: unknown): string => {
  const [, section, id] = /^Unexpected statement map\.([a-z-]+)\.([^\s:]+):/.exec(message) ?? [];
  const at = (Array.isArray(operations) ? operations : []).findIndex((operation: unknown) => {
    const put = operation as { op?: unknown; section?: unknown; id?: unknown } | null;
    return put?.op === "put" && put.section === section && put.id === id;
  });
  return at === -1 || id === undefined ? "operations" : `operations[${at}]`;
};

/**
 * What a submission speaks to, its malformed operations included: those are reported for themselves, and the questions
 * that they mean to answer are not reported on top.
 */
const spokenOf = (sent: { readonly operations: unknown }): Delta => {
  const { operations, hoped } = parseOperations(sent);
  const list = Array.isArray(sent.operations) ? (sent.operations as unknown[]) : [sent.operations];
  const meant = list.flatMap((operation, at) => {
    if (operations.has(at) || typeof operation !== "object" || operation === null) return [];
    const { element, category, about } = operation as Record<string, unknown>;
    return [`${String(element)}/${String(category)}`, ...(Array.isArray(about) ? about.map(String) : [])];
  });
  return {
    operations: [
      ...operations.values(),
      { op: "no-change", reason: "malformed", about: [...meant, ...hoped] },
    ],
  };
};

/**
 * Facts that a submission with other problems does not even name. The judgement of rule 3 needs a delta that can be
 * applied; this says at once what it would say later.
 */
const unmentioned = (facts: readonly Fact[], sent: unknown): DeltaProblem[] => {
  const text = JSON.stringify(sent).toLowerCase();
  return facts
    .filter(
      ({ key, name }) => ![key.slice(key.indexOf(":") + 1), name].some((each) => text.includes(inJson(each))),
    )
    .map(({ key }) =>
      problem(
        "operations",
        "fact-unaccounted",
        `Unexpected silence about \`${key}\``,
        "an entry of that name, its key among covers, or set-aside with a reason",
      ),
    );
};

const inJson = (text: string): string => JSON.stringify(text.toLowerCase()).slice(1, -1);

const distinct = (problems: readonly DeltaProblem[]): DeltaProblem[] => [
  ...new Map(problems.map((each) => [`${each.path}\0${each.rule}\0${each.message}`, each])).values(),
];

const readAll = async (context: CommandContext, file: string): Promise<string> => {
  if (file === "-") {
    let text = "";
    for await (const chunk of context.stdin) text += String(chunk);
    return text;
  }
  try {
    return await readFile(resolve(context.cwd, file), "utf8");
  } catch (error) {
    throw new UserError(
      `cannot read '${file}': ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`,
      {
        next: "give a file with --file, or pipe the JSON in with --file -",
      },
    );
  }
};

export const submit = async (context: CommandContext, options: SubmitOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const text = await readAll(context, options.file);
  const result = await takeSubmission(context, repository, text, options.agent);
  if (options.json)
    print(context, JSON.stringify({ accepted: result.problems.length === 0, ...result }, undefined, 2));
  else print(context, describeSubmitted(result));
  return result.problems.length === 0 ? "clean" : "findings";
};
