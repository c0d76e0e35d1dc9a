// Telemetry of a real commit: the shipped hook, the loopback server as the model, a loopback receiver.

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { isAbout, lastText, noChange, wholeScript } from "../agents/claude/desk.ts";
import { specText } from "../agents/rules/sessions.ts";
import { startMessagesServer } from "../support/messages-api/server.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";
import { attributes, metricsOf, spansOf, startReceiver } from "./receiver.ts";

const repositoryWith = async (t: TestContext, endpoint: string) => {
  const server = await startMessagesServer({
    script: (request) => {
      const text = lastText(request);
      if (Object.values(isAbout).some((is) => is(text)) || text.includes("wrote src/"))
        return wholeScript(request);
      const [, list] = /no_change about it:\\n(.*?)(?:\\nThreats|\\nAnswer)/.exec(text) ?? [];
      return noChange((list ?? "").split("\\n").flatMap((line) => /^- ([^:]+): /.exec(line)?.[1] ?? []));
    },
  });
  t.after(() => server.close());
  const repository = await newRepository(t);
  Object.assign(repository.env, {
    ANTHROPIC_API_KEY: "test-key",
    ANTHROPIC_BASE_URL: server.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  });
  const config = JSON.parse(repository.read("instride.config.json")) as Record<string, unknown>;
  repository.write("instride.config.json", JSON.stringify({ ...config, agent: "claude" }));
  repository.write("specs/sessions.md", specText);
  return { repository, server };
};

const change = async (repository: TestRepository) => {
  const path = "src/sessions.ts";
  repository.write(path, repository.read(path).replace("randomBytes(32)", "randomBytes(48)"));
  return repository.run("git", ["commit", "-qam", "Longer tokens"]);
};

test("every request of generate and of a commit is told once, with the tokens that the service stated", async (t) => {
  const receiver = await startReceiver(t);
  const { repository, server } = await repositoryWith(t, receiver.url);
  const generated = await repository.instride("generate", "specs/sessions.md");
  assert.equal(generated.status, 0, generated.said);
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Generate sessions");
  const changed = await change(repository);
  assert.equal(changed.status, 0, changed.said);

  const sent = server.requests.filter(({ path }) => path === "/v1/messages");
  const spans = spansOf(receiver);
  assert.equal(spans.length, sent.length);
  const input = sent.reduce(
    (sum, { usage }) =>
      sum +
      (usage === undefined ? 0 : usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h),
    0,
  );
  const told = metricsOf(receiver)
    .filter(({ name }) => name === "gen_ai.client.token.usage")
    .flatMap(({ histogram }) => histogram.dataPoints)
    .filter((point) => attributes(point)["gen_ai.token.type"] === "input");
  assert.equal(
    told.reduce((sum, point) => sum + point.sum, 0),
    input,
  );
  assert.ok(spans.some((span) => attributes(span)["instride.phase"] === "code"));
  assert.equal(attributes(spans.at(-1) ?? assert.fail())["instride.component"], "sessions");
  assert.doesNotMatch(JSON.stringify(receiver.received), /randomBytes|src\/sessions/, "no content, no path");
  const cost = JSON.parse((await repository.instride("cost", "--json")).stdout) as {
    share: { records: number; low: number; high: number };
  };
  assert.equal(cost.share.records, 1);
  assert.ok(cost.share.low > 0 && cost.share.low < cost.share.high && cost.share.high < 1);
});

test("a receiver that never answers does not stop a commit, and is named in one line", async (t) => {
  const receiver = await startReceiver(t, "never");
  const { repository } = await repositoryWith(t, receiver.url);
  repository.env["OTEL_EXPORTER_OTLP_TIMEOUT"] = "100";
  await repository.instride("generate", "specs/sessions.md");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Generate sessions");
  const changed = await change(repository);
  assert.equal(changed.status, 0, changed.said);
  assert.match(changed.said, /telemetry was not taken by http:\/\/127.*no answer within 100 ms/);
});
