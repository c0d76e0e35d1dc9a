import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clientFor } from "../../../src/agents/claude/client.ts";
import { endpointOf, endpointsOf } from "../../../src/agents/claude/endpoint.ts";
import { configSchema } from "../../../src/config/schema.ts";

const at = (base: string) => endpointOf("anthropic", { ANTHROPIC_BASE_URL: base });

test("without a variable, and with the vendor's own address, requests go to the vendor", () => {
  for (const base of [
    "",
    "  ",
    "https://api.anthropic.com",
    "https://API.anthropic.com:443/",
    " https://api.anthropic.com/v1",
  ])
    assert.equal(at(base), undefined, base);
  assert.equal(endpointOf("bedrock", { ANTHROPIC_BASE_URL: "https://a.example" }), undefined);
});

test("plain http is taken for this machine alone", () => {
  for (const base of [
    "http://localhost:4000",
    "http://127.0.0.1:9",
    "http://127.1",
    "http://[::1]:8080",
    "http://x.localhost",
  ])
    assert.equal(at(base)?.refused, undefined, base);
  for (const base of [
    "http://api.anthropic.com",
    "http://10.0.0.7:8000",
    "http://localhost.example",
    "http://127.0.0.1.example",
    "http://localhost@evil.example",
    "HTTP://evil.example",
    "ftp://localhost",
    "evil.example",
    "file:///tmp/x",
    "javascript:1",
  ]) {
    const refused = at(base)?.refused;
    assert.match(refused?.next ?? "", /^unset ANTHROPIC_BASE_URL/, base);
  }
});

test("what is shown is a scheme and a host on one line", () => {
  assert.equal(at("https://ada:secret@proxy.example:8443/v1?x=1")?.shown, "https://proxy.example:8443");
  assert.equal(at("what\n\u001b[2Kever")?.shown, "what [2Kever");
});

test("whatever is set, requests go to a place over https or on this machine, or not at all", () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ validSchemes: ["http", "https", "ftp"] }), fc.string()), (base) => {
      const endpoint = at(base);
      if (endpoint === undefined || endpoint.refused !== undefined) return;
      const { protocol, hostname } = new URL(endpoint.base);
      assert.ok(protocol === "https:" || /localhost$|^127\.|^\[::1\]$/.test(hostname));
    }),
  );
});

test("a program that finds its own way may go to each place that is named", () => {
  const env = { ANTHROPIC_BASE_URL: "https://a.example", ANTHROPIC_BEDROCK_BASE_URL: "http://b.example" };
  assert.deepEqual(
    endpointsOf(env).map(({ shown, refused }) => [shown, refused === undefined]),
    [
      ["https://a.example", true],
      ["http://b.example", false],
    ],
  );
});

test("no client is made for a place that is refused, and none looks for an address by itself", async () => {
  const { claude } = configSchema.parse({});
  const env = { ANTHROPIC_API_KEY: "k" };
  await assert.rejects(clientFor(claude, { ...env, ANTHROPIC_BASE_URL: "http://gpu.example" }), {
    name: "AgentFailure",
    message: /plain http/,
  });
  assert.equal((await clientFor(claude, env)).baseURL, "https://api.anthropic.com");
});
