// The brief before a commit, on a thread of its own: reading a large work tree computes for seconds without a pause, and
// only a thread can be ended then.

import { parentPort, workerData } from "node:worker_threads";
import { briefBeforeCommit, type Place } from "./brief-before-commit.ts";

const { place, ending } = workerData as { readonly place: Place; readonly ending: Int32Array };

/** The first of both sides to change it decides whether the answer counts. */
const claim = (): boolean => Atomics.compareExchange(ending, 0, 0, 1) === 0;

parentPort?.postMessage(await briefBeforeCommit(place, claim));
