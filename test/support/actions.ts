// GitHub Actions in a test: GitHub's own parser and expressions, and a runner for the steps of a job or an action that
// are scripts. Steps that use another action are noted, not run.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { build } from "esbuild";
import { projectRoot, type Ran, type TestRepository } from "./repository.ts";

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

type Json = string | number | boolean | null | { readonly [name: string]: Json };
export type Contexts = Readonly<Record<string, Json>>;

const toData = (value: Json): data.ExpressionData => {
  if (value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  const pairs = Object.entries(value).map(([key, each]) => ({ key, value: toData(each) }));
  return new data.Dictionary(...pairs);
};

const evaluate = (expression: string, contexts: Contexts): data.ExpressionData => {
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), []).parse();
  return new Evaluator(tree, toData(contexts) as data.Dictionary).evaluate();
};

/** A text with its `${{ … }}` filled in, as the runner does. */
export const filledIn = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    evaluate(expression.trim(), contexts).coerceString(),
  );

/** Whether a step's condition holds; one that has none does. */
const holds = (condition: string | undefined, contexts: Contexts): boolean =>
  condition === undefined || !["", "false", "0"].includes(evaluate(condition, contexts).coerceString());

/** The parser's JSON is imported in a way that only bundlers know. */
const parsers = async (): Promise<(kind: "action" | "workflow", name: string, text: string) => string[]> => {
  const folder = mkdtempSync(join(tmpdir(), "instride-parser-"));
  try {
    const outfile = join(folder, "parser.cjs");
    await build({
      stdin: {
        contents: `
          export { parseAction } from "@actions/workflow-parser/actions/action-parser";
          export { parseWorkflow, NoOperationTraceWriter } from "@actions/workflow-parser";`,
        resolveDir: projectRoot,
      },
      ...{ bundle: true, platform: "node", format: "cjs", outfile, logLevel: "error" },
    });
    const loaded = await import(pathToFileURL(outfile).href);
    return (kind, name, text) => {
      const parse = kind === "action" ? loaded.parseAction : loaded.parseWorkflow;
      const parsed = parse({ name, content: text }, new loaded.NoOperationTraceWriter());
      return parsed.context.errors.getErrors().map((error: Error) => error.message);
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

let loading: ReturnType<typeof parsers> | undefined;

/** What GitHub's own parser finds wrong with a workflow or an action. */
export const problemsOf = async (
  kind: "action" | "workflow",
  name: string,
  text: string,
): Promise<string[]> => {
  loading ??= parsers();
  return (await loading)(kind, name, text);
};

export interface RanSteps {
  /** Of the last script; a script that fails ends the job. */
  readonly status: number;
  readonly said: string;
  /** Names of scripts that ran and actions that would have, in their order. */
  readonly took: readonly string[];
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Inputs of actions that would have run, by the action's name. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the job summary holds. */
  readonly summary: string;
}

const outputsIn = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

/** Runs steps as the runner does, in the repository's work tree. */
export const runSteps = async (
  t: TestContext,
  repository: TestRepository,
  steps: readonly Step[],
  contexts: Contexts,
  env: Readonly<Record<string, string>>,
): Promise<RanSteps> => {
  const temporary = mkdtempSync(join(tmpdir(), "instride-runner-"));
  t.after(() => rmSync(temporary, { recursive: true, force: true }));
  const outputFile = join(temporary, "output");
  const summaryFile = join(temporary, "summary");
  writeFileSync(summaryFile, "");
  const work = join(temporary, "temp");
  mkdirSync(work);
  const outputs: Record<string, Record<string, string>> = {};
  const inputs: Record<string, Record<string, string>> = {};
  const took: string[] = [];
  let last: Ran = { status: 0, stdout: "", stderr: "", said: "" };
  let said = "";
  for (const step of steps) {
    // A step that did not run has no outputs, and asking for them is no error.
    const stepContexts: Contexts = {
      ...contexts,
      steps: Object.fromEntries(
        steps.flatMap(({ id }) => (id === undefined ? [] : [[id, { outputs: outputs[id] ?? {} }]])),
      ),
    };
    if (!holds(step.if, stepContexts)) continue;
    if (step.uses !== undefined) {
      const name = step.uses.split("@")[0] as string;
      took.push(name);
      inputs[name] = Object.fromEntries(
        Object.entries(step.with ?? {}).map(([key, value]) => [key, filledIn(String(value), stepContexts)]),
      );
      continue;
    }
    took.push(step.name ?? "");
    writeFileSync(outputFile, "");
    last = await repository.run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run ?? ""], {
      env: {
        ...{ RUNNER_TEMP: work, GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile, ...env },
        ...Object.fromEntries(
          Object.entries(step.env ?? {}).map(([name, value]) => [name, filledIn(value, stepContexts)]),
        ),
      },
    });
    said += last.said;
    if (step.id !== undefined) outputs[step.id] = outputsIn(outputFile);
    if (last.status !== 0) break;
  }
  const summary = existsSync(summaryFile) ? readFileSync(summaryFile, "utf8") : "";
  return { status: last.status, said, took, outputs, inputs, summary };
};
