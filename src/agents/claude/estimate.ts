// What `generate` would do and cost, without asking anybody. Orders of magnitude, and said to be so.

import { estimateTokens, generationOf, languageOf } from "../../cost/estimate.ts";
import { priceOfAll } from "../../cost/usage.ts";
import { elementsOf } from "../../model/coverage.ts";
import type { Usage } from "../../model/provenance.ts";
import type { AgentHost } from "../host.ts";
import type { GenerateRequest } from "../port.ts";
import { authorSystem } from "./instructions.ts";
import type { ClaudeSettings } from "./settings.ts";
import { authorTools } from "./tools.ts";

/** Output tokens by experience: a map entry, an answered question, a route with its tests. */
const perEntry = 70;
const perAnswer = 160;
const perRoute = 1800;
const turnsOfCode = 12;

const thousands = (count: number): string => Math.round(count).toLocaleString("en-US");

export const estimateLines = async (
  settings: ClaudeSettings,
  host: AgentHost,
  request: GenerateRequest,
): Promise<readonly string[]> => {
  const generation = generationOf(settings.model);
  const tokens = (text: string, language?: string): number =>
    estimateTokens(text, { generation, ...(language === undefined ? {} : { language }) }).tokens;
  const { spec, framework } = request;
  const specText = (await host.files.read(spec.path)) ?? "";
  const frame = tokens(`${JSON.stringify(authorTools(host.check !== undefined))}${authorSystem(framework)}`);
  const existing = Object.entries(request.existing).reduce(
    (sum, [path, text]) => sum + tokens(text, languageOf(path)),
    0,
  );
  const reading = frame + tokens(specText, "markdown") * 1.5 + existing;
  const known = elementsOf(request.model).length;
  const elements = Math.max(known, spec.facts.filter(({ kind }) => kind === "flow").length * 2 + 2);
  const questions = Math.max(request.questions.length, elements * 4);
  const routes = Math.max(1, spec.facts.filter(({ kind }) => kind === "entry").length);
  const [map, code, answers] = [spec.facts.length * perEntry, routes * perRoute, questions * perAnswer];
  const shared = reading + map;
  const hour = settings["cache-ttl"] === "1h";
  const usage = (counts: { input?: number; write?: number; read?: number; output: number }): Usage => ({
    model: settings.model,
    input: Math.round(counts.input ?? 0),
    cacheWrite5m: hour ? 0 : Math.round(counts.write ?? 0),
    cacheWrite1h: hour ? Math.round(counts.write ?? 0) : 0,
    cacheRead: Math.round(counts.read ?? 0),
    output: Math.round(counts.output),
    thinking: 0,
    estimated: true,
  });
  const turns: Usage[] = [
    usage({ write: reading, output: map }),
    ...Array.from({ length: turnsOfCode }, (_, turn) =>
      usage({
        read: shared + (code * turn) / turnsOfCode,
        write: code / turnsOfCode,
        output: code / turnsOfCode,
      }),
    ),
    usage({ read: shared, output: answers }),
    usage({ read: shared + code, write: answers / 3, output: 800 }),
  ];
  const { table, geo } = host.pricing ?? {};
  const priced = priceOfAll(turns, geo === undefined ? {} : { geo }, table);
  const input = turns.reduce((sum, each) => sum + each.cacheWrite5m + each.cacheWrite1h + each.cacheRead, 0);
  const output = turns.reduce((sum, each) => sum + each.output, 0);
  const limit = host.maxUsd ?? settings["max-usd"];
  return [
    `plan: ${settings.model} reads ${spec.path} and what it needs, records the map, then writes the code (${spec.targets.join(", ")}) and answers about ${questions} questions side by side, then corrects what differs`,
    `estimate: ${thousands(input)} tokens in (most of them from the cache), ${thousands(output)} out`,
    "unknown" in priced
      ? `cost unknown: ${priced.unknown}`
      : `about $${priced.usd.toFixed(2)}, between half and twice that`,
    limit === undefined ? "no spend limit is set (--max-usd)" : `it stops before $${limit} is passed`,
  ];
};
