// Whole processes timed side by side: every contender once a round, so that a busy machine slows all of them alike.
// It does not do so quite: what starts many processes waits for each. So processor time is taken beside the clock.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Sample {
  readonly milliseconds: number;
  /** Processor time of it and of all that it started, in milliseconds; undefined where the system does not tell. */
  readonly processor: number | undefined;
}

/** Linux counts in hundredths of a second; the sum over many rounds is exact enough. */
const tick = 10;

/** Processor time of all processes that this one has started and that have ended. */
const processorOfChildren = (): number | undefined => {
  try {
    const text = readFileSync("/proc/self/stat", "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[13]) + Number(fields[14])) * tick;
  } catch {
    return undefined;
  }
};

/** Runs a process to its end. @throws when it ends with anything but 0. */
export const timed = ({ program, args, cwd, env }: Command): Promise<Sample> =>
  new Promise((resolve, reject) => {
    const before = processorOfChildren();
    const began = performance.now();
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
      });
    child.on("error", reject);
    child.on("close", (status) => {
      const milliseconds = performance.now() - began;
      const after = processorOfChildren();
      const processor = before === undefined || after === undefined ? undefined : after - before;
      if (status === 0) resolve({ milliseconds, processor });
      else reject(new Error(`${program} ${args.join(" ")} ended with ${status}: ${said}`));
    });
  });

/** Times work in this process. */
export const clocked = (work: () => void): Sample => {
  const before = process.cpuUsage();
  const began = performance.now();
  work();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds, processor: (user + system) / 1000 };
};

export interface Contender {
  readonly name: string;
  /** One run; whatever it prepares is not in the sample. */
  readonly run: () => Promise<Sample>;
}

export interface Measured {
  readonly name: string;
  readonly median: number;
  /** Median of the ratios to the first contender, round by round. */
  readonly ratio: number;
  /** Ratio of the processor times, all rounds together. */
  readonly processorRatio: number | undefined;
}

export interface Comparison {
  readonly measured: readonly Measured[];
  /** The first contender waited for a processor: the clock measured other people's work too. */
  readonly busy: boolean;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How much longer than its processor time a process may take on a machine that is not busy. */
const quiet = 1.2;

/** Times contenders in turn. The first round fills caches and does not count. */
export const sideBySide = async (contenders: readonly Contender[], rounds: number): Promise<Comparison> => {
  const samples = contenders.map((): Sample[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [at, { run }] of contenders.entries()) {
      const sample = await run();
      if (round > 0) samples[at]?.push(sample);
    }
  const clocks = samples.map((each) => each.map(({ milliseconds }) => milliseconds));
  const processors = samples.map((each) => {
    const known = each.flatMap(({ processor }) => processor ?? []);
    return known.length === each.length ? sum(known) : undefined;
  });
  const [firstClocks = [], [firstProcessor]] = [clocks[0], processors];
  const measured = contenders.map(({ name }, at): Measured => {
    const own = clocks[at] ?? [];
    const processor = processors[at];
    return {
      name,
      median: median(own),
      ratio: median(own.map((milliseconds, round) => milliseconds / (firstClocks[round] as number))),
      processorRatio:
        processor === undefined || firstProcessor === undefined ? undefined : processor / firstProcessor,
    };
  });
  return { measured, busy: firstProcessor !== undefined && sum(firstClocks) > quiet * firstProcessor };
};
