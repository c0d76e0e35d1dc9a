// The pure parts in this process, with tinybench: what one call costs once it is warm.

import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { Bench } from "tinybench";
import { unified } from "unified";
import type { UpdateRequest } from "../src/agents/port.ts";
import { rulesAgent } from "../src/agents/rules/agent.ts";
import { lettersOf, questionsOf } from "../src/frameworks/index.ts";
import { stride } from "../src/frameworks/stride.ts";
import { applyDelta } from "../src/model/apply.ts";
import { unaccounted, unanswered } from "../src/model/coverage.ts";
import { emptyModel } from "../src/model/empty.ts";
import type { ThreatModel } from "../src/model/schema.ts";
import { parseModel, printModel } from "../src/model/yaml.ts";
import { observe, observeFile } from "../src/observe/index.ts";
import type { Component } from "../src/pairing/component.ts";
import { modelPathOf, readablePathOf } from "../src/pairing/files.ts";
import { accountableFacts, type Judgement, judge } from "../src/pairing/step.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import { lintSpec, lintSpecs } from "../src/spec/lint.ts";
import { parseSpec } from "../src/spec/parse.ts";
import { longFile, repositoryFiles, specText } from "./corpus.ts";
import { type Comparison, clocked, sideBySide } from "./measure.ts";

export interface MicroResult {
  readonly name: string;
  /** Median of one call, in milliseconds. */
  readonly median: number;
  readonly calls: number;
}

const specPath = "specs/orders.md";

/** The component of the corpus with the model that the rules agent makes of it. */
const subject = async (): Promise<{
  component: Component;
  model: ThreatModel;
  request: UpdateRequest;
  delta: Parameters<typeof applyDelta>[1];
  judgement: Judgement;
}> => {
  const files = repositoryFiles();
  const code = new Map(Object.entries(files).filter(([path]) => path.startsWith("src/")));
  const { spec } = parseSpec(specPath, files[specPath] as string);
  if (spec === undefined) throw new Error("the spec of the corpus does not parse");
  const observation = observe(code);
  const before = emptyModel(spec.id, stride.id);
  const inputs = new Map([
    [specPath, "0".repeat(40)],
    ...[...code.keys()].map((path) => [path, "0".repeat(40)] as const),
  ]);
  const bare: Component = {
    id: spec.id,
    spec,
    specFindings: [],
    modelPath: modelPathOf(specPath),
    readablePath: readablePathOf(specPath),
    inputs,
    records: [],
    recordFindings: [],
    modelFindings: [],
    observation,
    contents: new Map(),
  };
  const request: UpdateRequest = {
    component: spec.id,
    spec,
    framework: stride,
    model: before,
    observation,
    before: {},
    changes: [...code].map(([path, after]) => ({ path, after })),
    questions: unanswered(before, questionsOf(stride, before)),
    unaccounted: unaccounted(before, accountableFacts(bare)),
  };
  const { delta } = await rulesAgent.update(request);
  const { model } = applyDelta(before, delta, { letters: lettersOf(stride), provisional: true });
  const text = printModel(model);
  return {
    component: { ...bare, model, modelText: text, readable: renderMarkdown(model, stride) },
    model,
    request,
    delta,
    judgement: {
      policy: { "max-open": "critical", "expired-acceptance": "error" } as Judgement["policy"],
      today: "2030-01-01",
      questions: (each) => questionsOf(stride, each),
      render: (each) => renderMarkdown(each, stride),
      resolves: () => true,
    },
  };
};

export const runMicro = async (time: number): Promise<MicroResult[]> => {
  const { component, model, request, delta, judgement } = await subject();
  const text = specText("orders", "src/orders/**", 1);
  const read = parseSpec(specPath, text);
  const yaml = printModel(model);
  // Whatever is not as the printer writes it is read as any YAML.
  const commented = yaml.replace(/^map:$/m, "map: # drawn on a whiteboard");
  const code = longFile();
  const facts = accountableFacts(component);
  const questions = questionsOf(stride, model);
  const options = { letters: lettersOf(stride), provisional: true };
  const bench = new Bench({ time, warmupTime: time / 4 })
    .add("parse a spec", () => parseSpec(specPath, text))
    .add("lint a parsed spec", () => lintSpec(read))
    .add(`observe a file of ${code.split("\n").length} lines`, () => observeFile("src/orders/long.ts", code))
    .add("coverage: open questions and unaccounted facts", () => [
      unanswered(model, questions),
      unaccounted(model, facts),
    ])
    .add(`judge a component of ${component.inputs.size - 1} files`, () => judge(component, judgement))
    .add(`render ${component.readable?.split("\n").length ?? 0} lines of Markdown`, () =>
      renderMarkdown(model, stride),
    )
    .add(`print a model of ${yaml.split("\n").length} lines`, () => printModel(model))
    .add("parse the same model", () => parseModel(component.modelPath, yaml))
    .add("parse it with a person's comment in it", () => parseModel(component.modelPath, commented))
    .add(`apply a delta of ${delta.operations.length} operations`, () =>
      applyDelta(request.model, delta, options),
    )
    .add("the rules agent's answer to a new component", () => rulesAgent.update(request));
  await bench.run();
  return bench.tasks.map((task) => {
    const { result } = task;
    if (!("latency" in result)) throw new Error(`${task.name}: ${result.state}`);
    return { name: task.name, median: result.latency.p50, calls: result.latency.samplesCount };
  });
};

export const lintName = "parse and lint 1,000 specs";

/** What linting adds to the parsing that nobody can do without: the same texts, the same syntax, in turn. */
export const runLint = (rounds: number): Promise<Comparison> => {
  const texts = Array.from({ length: 1000 }, (_, at) => specText(`orders-${at}`, `src/orders-${at}/**`, at));
  const remark = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm);
  return sideBySide(
    [
      {
        name: "remark parses 1,000 specs",
        run: async () =>
          clocked(() => {
            for (const text of texts) remark.parse(text);
          }),
      },
      {
        name: lintName,
        run: async () =>
          clocked(() => {
            lintSpecs(texts.map((text, at) => parseSpec(`specs/orders-${at}.md`, text)));
          }),
      },
    ],
    rounds,
  );
};
