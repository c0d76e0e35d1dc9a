// The arms that read afresh. Each is given the best of it: the spec, one round, no retry, answers that always hold, equal
// tools and system prompt, and the way of caching that costs least for the time between commits.

import type Anthropic from "@anthropic-ai/sdk";
import { usageOf } from "../../src/agents/claude/ask.ts";
import { answerSystem } from "../../src/agents/claude/instructions.ts";
import { unifiedDiff } from "../../src/agents/claude/line-diff.ts";
import { answerTools } from "../../src/agents/claude/tools.ts";
import { estimateTokens, generationOf } from "../../src/cost/estimate.ts";
import { stride } from "../../src/frameworks/stride.ts";
import type { Usage } from "../../src/model/provenance.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { asData } from "../../src/safety/delimit.ts";
import { windowTokens } from "./conversation.ts";
import type { Answer, Endpoint } from "./endpoint.ts";
import { affordable } from "./limit.ts";
import { type Arm, type Sent, type Setting, usdOf } from "./run.ts";
import type { Series, Step } from "./series.ts";

type Lifetime = "5m" | "1h";
interface Part {
  readonly text: string;
  readonly mark?: Lifetime;
}

const minute = 60_000;
const maxTokens = 128_000;

/** The lifetime that outlives the gap, if one does. */
const lifetimeFor = (gapMs: number): Lifetime | undefined =>
  gapMs < 5 * minute ? "5m" : gapMs < 60 * minute ? "1h" : undefined;

const control = (mark: Lifetime) =>
  ({ cache_control: mark === "1h" ? { type: "ephemeral", ttl: "1h" } : { type: "ephemeral" } }) as const;

const bodyFor = (model: string, parts: readonly Part[], limit: number): Record<string, unknown> => ({
  model,
  max_tokens: limit,
  output_config: { effort: "medium" },
  tool_choice: { type: "auto" },
  tools: answerTools(),
  system: [{ type: "text", text: answerSystem(stride) }],
  messages: [
    {
      role: "user",
      content: parts.map(({ text, mark }) => ({
        type: "text",
        text,
        ...(mark === undefined ? {} : control(mark)),
      })),
    },
  ],
});

/** Tools and system prompt, about. */
const frameCharacters = 10_000;

const limited = (endpoint: Endpoint, model: string, parts: readonly Part[]): number =>
  affordable(
    endpoint,
    model,
    parts.reduce((sum, { text }) => sum + text.length, frameCharacters),
    maxTokens,
  );

const ask = async (endpoint: Endpoint, model: string, parts: readonly Part[]): Promise<Usage> => {
  const body = bodyFor(model, parts, limited(endpoint, model, parts));
  const message = await endpoint.client.messages.stream(body as never).finalMessage();
  const usage = usageOf(model, message.usage);
  endpoint.spend(usdOf([usage], model, false) ?? 0);
  return usage;
};

const fileText = (path: string, text: string): string => asData("file", path, text);

/** Files in as many portions as the window needs. */
const portionsOf = (files: ReadonlyMap<string, string>, model: string): string[] => {
  const portions: string[] = [];
  const generation = generationOf(model);
  let texts: string[] = [];
  let tokens = 0;
  for (const [path, text] of files) {
    const shown = fileText(path, text);
    const size = estimateTokens(shown, { generation }).tokens;
    if (tokens + size > windowTokens) {
      portions.push(texts.join("\n"));
      texts = [];
      tokens = 0;
    }
    texts.push(shown);
    tokens += size;
  }
  portions.push(texts.join("\n"));
  return portions;
};

/** A share of a whole answer for each of several portions of the code: together they say everything once. */
const shareOf = (whole: Answer, at: number, of: number): Answer =>
  of === 1
    ? whole
    : Object.fromEntries(
        Object.entries(whole).flatMap(([key, value]) =>
          Array.isArray(value)
            ? [[key, value.filter((_, index) => index % of === at)] as const]
            : at === 0
              ? [[key, value] as const]
              : [],
        ),
      );

const wholeQuestion =
  "There is no model yet: put the whole map, then answer every question of every external, process, store and flow, with submit_delta.";

const specPart = (series: Series, text: string): string => asData("spec", series.specPath, text);

const fullParts = (series: Series, step: Step, model: string): Part[][] =>
  portionsOf(step.snapshot.files, model).map((code) => [
    { text: `${specPart(series, step.snapshot.spec)}\n${code}` },
    { text: wholeQuestion },
  ]);

const inTurn = async (
  endpoint: Endpoint,
  setting: Setting,
  step: Step,
  requests: readonly (readonly Part[])[],
): Promise<Usage[]> => {
  const usages: Usage[] = [];
  for (const [at, parts] of requests.entries()) {
    endpoint.expect(shareOf(step.whole, at, requests.length));
    usages.push(await ask(endpoint, setting.model, parts));
  }
  return usages;
};

const full: Arm = {
  id: "full",
  title: "reconstruction in full",
  model:
    "A fresh context reads the spec and all code at every commit, each byte once, and answers with the whole model in one go. No agent loop, so nothing is read twice: cheaper than any published tool. Code beyond 900,000 tokens is read in several requests, whose answers add up to one model.",
  batch: false,
  gaps: false,
  byPrice: false,
  run: async (series, endpoint, setting) => {
    const sent: Sent[] = [];
    for (const step of series.steps) {
      await endpoint.wait(step.gapMs ?? setting.gapMs);
      sent.push({
        usage: await inTurn(endpoint, setting, step, fullParts(series, step, setting.model)),
        way: "uncached",
      });
    }
    return [sent];
  },
};

const batched: Arm = {
  ...full,
  id: "batch",
  title: "reconstruction in full, through batches",
  model:
    "The same requests through the batch interface at half the price; the answer comes within an hour, not within a commit.",
  batch: true,
  run: async (series, endpoint, setting) => {
    const sent: Sent[] = [];
    for (const step of series.steps) {
      await endpoint.wait(step.gapMs ?? setting.gapMs);
      const requests = fullParts(series, step, setting.model);
      endpoint.expect(...requests.map((_, at) => shareOf(step.whole, at, requests.length)));
      const batch = await endpoint.client.messages.batches.create({
        requests: requests.map((parts, at) => ({
          custom_id: `part-${at}`,
          params: bodyFor(setting.model, parts, limited(endpoint, setting.model, parts)) as never,
        })),
      });
      do await endpoint.batchWait();
      while ((await endpoint.client.messages.batches.retrieve(batch.id)).processing_status !== "ended");
      const usage: Usage[] = [];
      for await (const { result } of await endpoint.client.messages.batches.results(batch.id)) {
        if (result.type !== "succeeded") throw new Error(`a request of the batch ${result.type}`);
        usage.push(usageOf(setting.model, (result.message as Anthropic.Message).usage));
      }
      endpoint.spend(usdOf(usage, setting.model, true) ?? 0);
      sent.push({ usage, way: "batch" });
    }
    return [sent];
  },
};

/** What changed, for a prompt that holds what was there before. */
const newer = (step: Step): string =>
  step.request.changes
    .map(({ path, before, after }) =>
      after === undefined
        ? `${path} is gone.`
        : before === undefined
          ? fileText(path, after)
          : asData("diff against what stands above", path, unifiedDiff(before, after)),
    )
    .join("\n");

/** Characters that may be appended before the prefix is read anew. */
const appendedAtMost = 160_000;

/** @param lifetimes that are made use of; the time until the next commit is known beforehand, as no tool knows it */
const cachedWith =
  (lifetimes: readonly Lifetime[]) =>
  async (series: Series, endpoint: Endpoint, setting: Setting): Promise<Sent[]> => {
    const used = (gapMs: number): Lifetime | undefined => {
      const mark = lifetimeFor(gapMs);
      return mark !== undefined && lifetimes.includes(mark) ? mark : undefined;
    };
    const sent: Sent[] = [];
    let base: string[] = [];
    let appended: string[] = [];
    for (const [index, step] of series.steps.entries()) {
      const gap = step.gapMs ?? setting.gapMs;
      await endpoint.wait(gap);
      const mark = used(series.steps[index + 1]?.gapMs ?? setting.gapMs);
      appended = [...appended, newer(step)];
      const isLong = appended.reduce((sum, { length }) => sum + length, 0) > appendedAtMost;
      if (index === 0 || isLong || used(gap) === undefined) {
        base = portionsOf(step.snapshot.files, setting.model).map(
          (code) => `${specPart(series, step.snapshot.spec)}\n${code}`,
        );
        appended = [];
      }
      const marked = (text: string): Part => (mark === undefined ? { text } : { text, mark });
      const requests = base.map((text, at): Part[] => {
        const later = at === base.length - 1 ? appended : [];
        return [
          ...(later.length === 0 ? [marked(text)] : [{ text }]),
          ...later.map((each, position) => (position === later.length - 1 ? marked(each) : { text: each })),
          { text: wholeQuestion },
        ];
      });
      sent.push({
        usage: await inTurn(endpoint, setting, step, requests),
        way: mark === undefined ? "uncached" : `cached for ${mark}`,
      });
    }
    return sent;
  };

const cached: Arm = {
  id: "cached",
  title: "reconstruction with caching",
  model:
    "The same reading, with spec and code as a cached prefix: what was read before stays in place byte for byte, and only the diff of each commit is appended and written. Five-minute cache for gaps below five minutes, one-hour cache below an hour, none beyond, since nothing would be left to read; the time until the next commit is known to it beforehand. The answer is the whole model.",
  batch: false,
  gaps: true,
  byPrice: false,
  run: async (series, endpoint, setting) => {
    const all = await cachedWith(["5m", "1h"])(series, endpoint, setting);
    // Where commits come at their own times, an hour's writing may not come back.
    if (series.steps.every(({ gapMs }) => gapMs === undefined)) return [all];
    await endpoint.forget();
    const quick = await cachedWith(["5m"])(series, endpoint, setting);
    return [all, quick, await cachedWith([])(series, endpoint, setting)];
  },
};

/** The model as briefly as JSON allows: empty lists and absent fields are left out. */
const briefly = (model: ThreatModel): string =>
  JSON.stringify(model, (_, value: unknown) =>
    Array.isArray(value) && value.length === 0 ? undefined : value,
  );

const incrementalWith =
  (caching: boolean) =>
  async (series: Series, endpoint: Endpoint, setting: Setting): Promise<Sent[]> => {
    const sent: Sent[] = [];
    let base = "";
    let appended: string[] = [];
    for (const [index, step] of series.steps.entries()) {
      const gap = step.gapMs ?? setting.gapMs;
      await endpoint.wait(gap);
      const mark = caching ? lifetimeFor(series.steps[index + 1]?.gapMs ?? setting.gapMs) : undefined;
      const specNow = series.steps[index - 1]?.snapshot.spec ?? series.start.spec;
      if (!caching || index === 0 || lifetimeFor(gap) === undefined) {
        base = `${specPart(series, specNow)}\n${asData("model", "as it was", briefly(step.request.model))}`;
        appended = [];
      }
      const { change } = step;
      const parts: Part[] = [{ text: base }, ...appended.map((text) => ({ text }))];
      const last = parts.pop()!;
      parts.push(mark === undefined ? last : { ...last, mark });
      endpoint.expect(step.answer);
      sent.push({
        usage: [await ask(endpoint, setting.model, [...parts, { text: change }])],
        way: mark === undefined ? "uncached" : `cached for ${mark}`,
      });
      appended = [
        ...appended,
        asData("earlier change and answer", step.kind, `${change}\n${JSON.stringify(step.answer)}`),
      ];
    }
    return sent;
  };

const incremental: Arm = {
  id: "incremental",
  title: "incremental: old model and diff",
  model:
    "The strongest peer design: a fresh context that reads the spec, the old model (JSON without empty fields) and the diff, is asked the same questions in the same words as the parallel way, and answers with the same delta. It reads no code beyond the diff. Run twice, without caching and with the old model as a cached prefix to which earlier changes are appended; for each model and gap the cheaper of the two counts.",
  batch: false,
  gaps: true,
  byPrice: false,
  run: async (series, endpoint, setting) => {
    const plain = await incrementalWith(false)(series, endpoint, setting);
    const isEverWarm = series.steps.some(({ gapMs = setting.gapMs }) => lifetimeFor(gapMs) !== undefined);
    if (!isEverWarm) return [plain];
    await endpoint.forget();
    return [plain, await incrementalWith(true)(series, endpoint, setting)];
  },
};

export const reconstructionArms: readonly Arm[] = [full, cached, incremental, batched];
