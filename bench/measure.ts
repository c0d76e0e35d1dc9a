// Whole processes timed side by side: every contender once a round, so that a busy machine slows all of them alike.

import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Milliseconds from the start of a process to its end. @throws when it ends with anything but 0. */
export const timed = ({ program, args, cwd, env }: Command): Promise<number> =>
  new Promise((resolve, reject) => {
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
      if (status === 0) resolve(milliseconds);
      else reject(new Error(`${program} ${args.join(" ")} ended with ${status}: ${said}`));
    });
  });

export interface Contender {
  readonly name: string;
  /** Milliseconds of one run; whatever it prepares is not in them. */
  readonly run: () => Promise<number>;
}

export interface Measured {
  readonly name: string;
  readonly median: number;
  /** Median of the ratios to the first contender, round by round. */
  readonly ratio: number;
}

/** Times contenders in turn. The first round fills caches and does not count. */
export const sideBySide = async (
  contenders: readonly Contender[],
  rounds: number,
  base = contenders[0]?.name,
): Promise<Measured[]> => {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, run } of contenders) {
      const milliseconds = await run();
      if (round > 0) times.get(name)?.push(milliseconds);
    }
  const bases = times.get(base ?? "") ?? [];
  return [...times].map(([name, each]) => ({
    name,
    median: median(each),
    ratio: median(each.map((milliseconds, at) => milliseconds / (bases[at] as number))),
  }));
};
