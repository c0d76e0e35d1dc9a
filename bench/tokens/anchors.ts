// Published costs of reconstruction, to be read beside our own. They measure other things than this bench does: agent
// loops over whole repositories, reviews, other models and months. None compares the two ways.

export interface Anchor {
  readonly what: string;
  readonly value: string;
  readonly source: string;
  /** As the source states it: documented by the maker, reported by a user, or told at second hand. */
  readonly kind: "documented" | "reported" | "second hand";
}

export const anchors: readonly Anchor[] = [
  {
    what: "Threat Composer AI, one threat model of one code base",
    value: "500,000 to 1,500,000 tokens and more; stops at 40 minutes",
    source: "Threat Composer AI documentation, July 2026",
    kind: "documented",
  },
  {
    what: "Daily security review and threat model agent, one run",
    value: "$8.91, 5.14 million tokens, 33 turns, 48.8 % of input read from the cache",
    source: "github/gh-aw-firewall#1715, 2026-04-06",
    kind: "reported",
  },
  {
    what: "claude-code-security-review, one pull request of +7,216/−1,154 lines",
    value: "1.3 million tokens, over $8, an empty result",
    source: "anthropics/claude-code-security-review#63",
    kind: "reported",
  },
  {
    what: "Managed Claude review, one review",
    value: "$15 to $25",
    source: "retold in discussions of the product",
    kind: "second hand",
  },
  {
    what: "Tachi, one live regression",
    value: "30 minutes and more; no token counts published",
    source: "Tachi 4.36.0, May 2026",
    kind: "documented",
  },
  {
    what: "Threat Designer and Replit, one run",
    value: "up to 20 and 15 minutes; no token counts published",
    source: "their documentation",
    kind: "documented",
  },
  {
    what: "Caching in agent loops in general",
    value: "costs divided by 2.5 to 3.7, 81 to 90 % of input read from the cache",
    source: 'Anthropic, "optimizing for cost and intelligence", 2026-08-21',
    kind: "documented",
  },
];
