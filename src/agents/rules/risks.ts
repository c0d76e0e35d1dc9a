// Ties each accepted risk of the spec to the threat that it is about.

import type { Fact } from "../../model/fact.ts";
import type { Proposal } from "./propose.ts";

/** How well a risk's words fit a threat: what the rule listens for, and the things that both name. */
const score = (risk: Fact, proposal: Proposal): number => {
  const { rule, focus, view } = proposal.firing;
  if (rule.risk === undefined) return 0;
  const text = `${risk.name} ${risk.fields["description"] ?? ""}`.replace(
    /\b(owner|until|expires|accepted by)\b.*$/i,
    "",
  );
  const heard = new Set(
    [...text.matchAll(new RegExp(rule.risk, "giu"))].map(([match]) => match.toLowerCase()),
  ).size;
  if (heard === 0) return 0;
  const named = focus.filter(({ facts }) =>
    text.includes(String(facts["entry.name"] ?? facts["outbound.name"] ?? "\u0000")),
  ).length;
  return heard * 2 + named * 3 + (text.toLowerCase().includes(view.name.toLowerCase()) ? 1 : 0);
};

/** The proposal that carries a risk, or undefined when none is about it. The first of equals wins. */
export const carrierOf = (risk: Fact, proposals: readonly Proposal[]): Proposal | undefined => {
  let best: { proposal: Proposal; points: number } | undefined;
  for (const proposal of proposals) {
    const points = score(risk, proposal);
    if (points > (best?.points ?? 0)) best = { proposal, points };
  }
  return best?.proposal;
};
