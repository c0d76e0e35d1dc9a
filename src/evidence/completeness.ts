// Accuracy and completeness: how a package was made, and what shows that nothing is left out.

import { type Section, tableOf } from "./section.ts";
import type { Evidence } from "./types.ts";

/** How and where a package was made. */
export interface About {
  readonly tool: string;
  readonly version: string;
  readonly git: string;
  readonly node: string;
  /** ISO 8601 in UTC. */
  readonly made: string;
  /** Who ran it, as git knows them; a claim. */
  readonly operator: string;
  /** The command lines that make the same package again. */
  readonly commands: readonly string[];
  /** SHA-256 of the manifest of the package before this one. */
  readonly previous?: string;
}

export const completenessSection = (evidence: Evidence, about: About): Section => {
  const { request, signers, checks } = evidence;
  const said: (readonly [string, string, string])[] = [
    ["Start (not part of the period)", `${request.start.revision} = ${request.start.commit}`, ""],
    ["End", `${request.end.revision} = ${request.end.commit}`, ""],
    ["Tree at the end", request.end.tree, ""],
    ["Acceptances end by", request.asOf, ""],
    [
      "Policy",
      evidence.basePolicy
        ? "of the start's instride.config.json"
        : "of each commit's own instride.config.json",
      "",
    ],
    [
      "Allowed signers",
      signers === undefined
        ? `none: the start has no ${request.signersPath}`
        : `${request.signersPath} of the start, ${signers.entries} entries, SHA-256 ${signers.sha256}`,
      "",
    ],
    [
      "Sample",
      request.sample === undefined ? "none" : `${request.sample.size}, seed ${request.sample.seed}`,
      "",
    ],
    ["Tool", `${about.tool} ${about.version}`, ""],
    ["git and Node", `${about.git}; Node ${about.node}`, ""],
    ["Made", `${about.made} by ${about.operator}`, ""],
    ...about.commands.map((command) => ["Command", command, ""] as const),
    ...checks.map(
      ({ name, expected, actual, holds }) =>
        [name, `expected ${expected}, found ${actual}`, holds ? "holds" : "does not hold"] as const,
    ),
  ];
  return {
    id: "completeness",
    title: "Accuracy and completeness",
    text: [
      "How this was made, and what shows that nothing is left out. The same command on the same commits gives the same rows; instride evidence verify compares them with any clone.",
    ],
    table: tableOf(
      [
        { key: "what", head: "What", width: 30 },
        { key: "value", head: "Value", width: 56 },
        { key: "check", head: "Check", width: 14 },
      ],
      said,
    ),
  };
};
