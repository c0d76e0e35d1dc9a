// Seeded sampling: whoever knows the seed draws the same commits again, and nobody who does not can choose them.

import { hash } from "node:crypto";
import { compare } from "../model/finding.ts";

/**
 * Draws commits: those whose SHA-256 of seed and id comes first.
 * @param size how many; all when there are fewer
 */
export const drawSample = (commits: readonly string[], size: number, seed: string): string[] =>
  commits
    .map((commit) => ({ commit, order: hash("sha256", `${seed}\0${commit}`, "hex") }))
    .sort((a, b) => compare(a.order, b.order))
    .slice(0, size)
    .map(({ commit }) => commit);
