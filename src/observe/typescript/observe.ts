// Observation of one TypeScript or JavaScript file: parse once, then every kind of fact in turn.

import type { FileObservation } from "../../model/observation.ts";
import { observeAuth } from "./auth.ts";
import { observeCli } from "./commands.ts";
import { observeCrypto } from "./crypto.ts";
import { observeDynamicCode } from "./dynamic-code.ts";
import { observeFiles } from "./files.ts";
import { observeHttp } from "./http.ts";
import { inertSymbols } from "./inert.ts";
import { observeLaunches } from "./launches.ts";
import { observeLimits } from "./limits.ts";
import { observeNodeHttp } from "./node-http.ts";
import { observeOutbound } from "./outbound.ts";
import { observeQueuesAndSchedules } from "./queues.ts";
import { collector, lineAt, lineStarts } from "./report.ts";
import { hardCodedSecrets, observeHardCoded, observeSecrets } from "./secrets.ts";
import { type Observer, openSource } from "./source-file.ts";
import { observeStores } from "./stores.ts";
import { type Grammar, parseSource, type Tree } from "./syntax.ts";
import { tokenDigest } from "./tokens.ts";

const observers: readonly Observer[] = [
  observeHttp,
  observeNodeHttp,
  observeCli,
  observeQueuesAndSchedules,
  observeOutbound,
  observeStores,
  observeLaunches,
  observeDynamicCode,
  observeSecrets,
  observeFiles,
  observeCrypto,
  observeAuth,
  observeLimits,
];

const parseFor = (path: string, language: string, source: string): Tree => {
  if (language === "javascript") return parseSource("JavaScript", source);
  const first: Grammar = /\.tsx"?$/i.test(path) ? "Tsx" : "TypeScript";
  return parseSource(first, source);
};

/** Declarations only: nothing in them runs. */
const isDeclaration = (path: string): boolean =>
  /\.d\.[cm]?ts$/i.test(path) || /\.d\.[\w-]+\.ts$/i.test(path);

export const observeScript = (path: string, language: string, source: string): FileObservation => {
  const tree = parseFor(path, language, source);
  const file = openSource(path, tree);
  const literals = hardCodedSecrets(file);
  const { report, facts } = collector(
    file,
    literals.map((secret) => secret.literal),
  );
  if (!isDeclaration(path)) {
    for (const observe of observers) observe(file, report);
    observeHardCoded(literals)(file, report);
  }
  const starts = lineStarts(source);
  const inert = inertSymbols(file);
  return {
    path,
    language,
    facts: facts(),
    symbols: Object.fromEntries(
      [...file.symbols.named].map(([name, node]) => [
        name,
        {
          line: lineAt(starts, node.start),
          endLine: lineAt(starts, Math.max(node.start, node.end - 1)),
          ...(inert.has(name) ? { inert: true as const } : {}),
        },
      ]),
    ),
    partial: tree.broken || file.gaps.size > 0,
    tokens: tokenDigest(tree),
  };
};
