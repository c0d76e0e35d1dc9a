// The brief before a commit, for as long as a hook may take.

import { Worker } from "node:worker_threads";
import { briefAtMost } from "../guard/protocol.ts";
import type { Place } from "./brief-before-commit.ts";

/**
 * The brief in words; undefined when nothing is asked, and when it takes longer: the pre-commit hook asks then.
 * @param limit milliseconds
 */
export const briefInTime = (place: Place, limit: number = briefAtMost): Promise<string | undefined> =>
  new Promise((resolve) => {
    const ending = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
    const worker = new Worker(new URL(`./brief-worker${extension}`, import.meta.url), {
      workerData: { place: { cwd: place.cwd, env: { ...place.env } }, ending },
    });
    const end = (brief: string | undefined): void => {
      clearTimeout(timer);
      resolve(brief);
      void worker.terminate();
    };
    const timer = setTimeout(() => {
      // An answer that is being kept as asked is waited for: it is a matter of milliseconds.
      if (Atomics.compareExchange(ending, 0, 0, 2) === 0) end(undefined);
    }, limit);
    worker.on("message", end);
    // The hook itself looks again; the guard is no reason to stand in the way.
    worker.on("error", () => end(undefined));
    worker.on("exit", () => end(undefined));
  });
