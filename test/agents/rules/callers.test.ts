import assert from "node:assert/strict";
import { test } from "node:test";
import { readCallers } from "../../../src/agents/rules/map/callers.ts";
import { wayBetween } from "../../../src/agents/rules/map/reach.ts";

const cells: readonly (readonly [string, readonly string[], readonly string[], boolean])[] = [
  ["Browser, through the Gateway", ["Browser"], ["Gateway"], false],
  ["Browser through the Gateway", ["Browser"], ["Gateway"], false],
  ["Browser via API gateway", ["Browser"], ["API gateway"], false],
  ["Browser (via the Gateway)", ["Browser"], ["Gateway"], false],
  ["Mobile app, Browser; behind Cloudflare", ["Mobile app", "Browser"], ["Cloudflare"], false],
  ["Support console, internal network only", ["Support console"], [], true],
  ["Support console (internal)", ["Support console"], [], true],
  ["Billing service, from the internal network", ["Billing service"], [], true],
  ["Billing service from the cluster", ["Billing service"], [], true],
  ["Operator on the VPN", ["Operator"], [], true],
  ["Billing service, over mTLS", ["Billing service"], [], false],
  ["Browser and Mobile app", ["Browser", "Mobile app"], [], false],
  ["Load balancer", ["Load balancer"], [], false],
  ["the Support console only", ["Support console"], [], false],
  ["internal network only", ["internal network"], [], true],
  ["through the Gateway", ["Gateway"], [], false],
  ["Internet", ["Internet"], [], false],
];

for (const [cell, names, through, inside] of cells)
  test(`the callers' cell "${cell}" is ${names.join(", ")}${through.length > 0 ? ` through ${through.join(", ")}` : ""}`, () => {
    assert.deepEqual(readCallers(cell), { names, through, inside });
  });

test("the way of a caller follows the flows, the shortest first, and ends where none leads on", () => {
  const hops = [
    { id: "a", from: "browser", to: "gateway" },
    { id: "b", from: "gateway", to: "sessions" },
    { id: "c", from: "gateway", to: "gateway" },
    { id: "d", from: "console", to: "sessions" },
  ];
  assert.deepEqual(wayBetween(hops, "browser", "sessions"), ["a", "b"]);
  assert.deepEqual(wayBetween(hops, "console", "sessions"), ["d"]);
  assert.equal(wayBetween(hops, "sessions", "browser"), undefined);
  assert.equal(wayBetween(hops, "elsewhere", "sessions"), undefined);
});
