import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModelCall } from "../../src/telemetry/call.ts";
import { telemetryFrom } from "../../src/telemetry/exporter.ts";
import { usage } from "../cost/spends.ts";
import { attributes, metricsOf, spansOf, startReceiver } from "./receiver.ts";

const call = (some: Partial<ModelCall> = {}): ModelCall => ({
  operation: "chat",
  provider: "anthropic",
  model: "claude-opus-5-5",
  responseModel: "claude-opus-5-5",
  startedAt: 1_795_000_000_000,
  endedAt: 1_795_000_001_500,
  usage: usage({ input: 10, cacheWrite5m: 200, cacheWrite1h: 30, cacheRead: 4000, output: 90, thinking: 40 }),
  server: { address: "api.anthropic.com", port: 443 },
  component: "notes",
  phase: "update",
  ...some,
});

const tell = async (env: Record<string, string>, ...calls: readonly ModelCall[]): Promise<string[]> => {
  const said: string[] = [];
  const telemetry = telemetryFrom(env, "0.1.0", (line) => said.push(line)) ?? assert.fail("nothing listens");
  for (const each of calls) telemetry.add(each);
  await telemetry.flush();
  return said;
};

test("Tokens and time of each call arrive by the GenAI conventions; input holds the cached tokens", async (t) => {
  const receiver = await startReceiver(t);
  const said = await tell({ OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/` }, call(), call());
  assert.deepEqual(said, []);
  const [tokens, duration] = metricsOf(receiver);
  assert.deepEqual([tokens?.name, tokens?.unit], ["gen_ai.client.token.usage", "{token}"]);
  assert.deepEqual([duration?.name, duration?.unit], ["gen_ai.client.operation.duration", "s"]);
  const points = tokens?.histogram.dataPoints ?? [];
  assert.deepEqual(
    points.map((point) => [attributes(point)["gen_ai.token.type"], point.count, point.sum]),
    [
      ["input", "2", 2 * 4240],
      ["output", "2", 180],
    ],
  );
  assert.equal(tokens?.histogram.aggregationTemporality, 1);
  assert.deepEqual(attributes(points[0] ?? assert.fail()), {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "anthropic",
    "gen_ai.request.model": "claude-opus-5-5",
    "gen_ai.response.model": "claude-opus-5-5",
    "server.address": "api.anthropic.com",
    "server.port": "443",
    "gen_ai.token.type": "input",
  });
  const [took] = duration?.histogram.dataPoints ?? [];
  assert.deepEqual([took?.count, took?.sum], ["2", 3]);
  assert.equal(took?.explicitBounds.length, 14);
  assert.equal(took?.bucketCounts.length, 15);
  assert.equal(took?.bucketCounts[8], "2", "1.5 s lies above 1.28 and at most at 2.56");
  assert.equal(took?.startTimeUnixNano, "1795000000000000000");
  assert.equal(took?.timeUnixNano, "1795000001500000000");
});

test("Each call is a client span with its classes of tokens; a failed one says why", async (t) => {
  const receiver = await startReceiver(t);
  const { usage: _, ...failed } = call({ error: "overloaded", phase: "code" });
  await tell({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/v1/traces` }, call(), failed);
  assert.deepEqual(metricsOf(receiver), []);
  const [answered, other] = spansOf(receiver);
  assert.deepEqual([answered?.name, answered?.kind], ["chat claude-opus-5-5", 3]);
  assert.match(answered?.traceId ?? "", /^[0-9a-f]{32}$/);
  assert.match(answered?.spanId ?? "", /^[0-9a-f]{16}$/);
  assert.equal(answered?.traceId, other?.traceId);
  assert.notEqual(answered?.spanId, other?.spanId);
  const told = attributes(answered ?? assert.fail());
  assert.equal(told["gen_ai.usage.input_tokens"], "4240");
  assert.equal(told["gen_ai.usage.cache_read.input_tokens"], "4000");
  assert.equal(told["gen_ai.usage.cache_creation.input_tokens"], "230");
  assert.equal(told["gen_ai.usage.output_tokens"], "90");
  assert.equal(told["gen_ai.usage.reasoning.output_tokens"], "40");
  assert.equal(other?.status.code, 2);
  assert.equal(attributes(other ?? assert.fail())["error.type"], "overloaded");
  assert.equal(attributes(other)["gen_ai.usage.input_tokens"], undefined);
});

test("Headers, resource and parent come from OpenTelemetry's variables", async (t) => {
  const receiver = await startReceiver(t);
  const trace = "0af7651916cd43dd8448eb211c80319c";
  await tell(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc, x-team=red,bad name=1,broken",
      OTEL_RESOURCE_ATTRIBUTES: "team=identity%2Cweb",
      OTEL_SERVICE_NAME: "threat-models",
      TRACEPARENT: `00-${trace}-b7ad6b7169203331-01`,
    },
    call(),
  );
  assert.equal(receiver.received.length, 2);
  for (const { headers, body } of receiver.received) {
    assert.equal(headers["authorization"], "Bearer abc");
    assert.equal(headers["x-team"], "red");
    assert.equal(headers["content-type"], "application/json");
    assert.match(JSON.stringify(body), /"service.name","value":\{"stringValue":"threat-models"/);
    assert.match(JSON.stringify(body), /"team","value":\{"stringValue":"identity,web"/);
  }
  assert.deepEqual(
    spansOf(receiver).map(({ traceId, parentSpanId }) => [traceId, parentSpanId]),
    [[trace, "b7ad6b7169203331"]],
  );
});

test("What nobody counted is not told as tokens", async (t) => {
  const receiver = await startReceiver(t);
  await tell(
    { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${receiver.url}/v1/metrics` },
    call({ usage: usage({ output: 5, estimated: true }) }),
  );
  assert.deepEqual(
    metricsOf(receiver).map(({ name }) => name),
    ["gen_ai.client.operation.duration"],
  );
});

test("A receiver that refuses, redirects, is not there or never answers costs one line and at most the time limit", async (t) => {
  const [refusing, moved, silent] = [
    await startReceiver(t, 503),
    await startReceiver(t, 307),
    await startReceiver(t, "never"),
  ];
  const metrics = (url: string) => ({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${url}/v1/metrics` });
  assert.match((await tell(metrics(refusing.url), call())).join(), /not taken by http:.*it answered 503/);
  assert.match((await tell(metrics(moved.url), call())).join(), /not taken/);
  assert.match((await tell(metrics("http://user:secret@127.0.0.1:9"), call())).join(), /not taken/);
  assert.doesNotMatch((await tell(metrics("http://user:secret@127.0.0.1:9"), call())).join(), /secret/);
  const signed = await startReceiver(t);
  assert.deepEqual(await tell(metrics(signed.url.replace("//", "//user:secret@")), call()), []);
  assert.equal(signed.received[0]?.headers["authorization"], "Basic dXNlcjpzZWNyZXQ=");
  const said = await tell({ ...metrics(silent.url), OTEL_EXPORTER_OTLP_TIMEOUT: "60" }, call());
  assert.match(said.join(), /no answer within 60 ms/);
});

test("Nothing is told without an endpoint, when it is disabled, or over another protocol", () => {
  const none = (env: Record<string, string>): void =>
    assert.equal(
      telemetryFrom(env, "0.1.0", () => {}),
      undefined,
      JSON.stringify(env),
    );
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
  none({});
  none({ OTEL_EXPORTER_OTLP_ENDPOINT: " " });
  none({ OTEL_EXPORTER_OTLP_ENDPOINT: "file:///etc" });
  none({ OTEL_EXPORTER_OTLP_ENDPOINT: "localhost" });
  none({ ...endpoint, OTEL_SDK_DISABLED: "true" });
  none({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" });
  none({ ...endpoint, OTEL_METRICS_EXPORTER: "none", OTEL_TRACES_EXPORTER: "none" });
});
