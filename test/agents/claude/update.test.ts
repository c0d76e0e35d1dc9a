import assert from "node:assert/strict";
import { test } from "node:test";
import { lastUsedAt, sizeOf } from "../../../src/agents/context/context.ts";
import { estimateTokens } from "../../../src/cost/estimate.ts";
import { isLiving, threatsOf } from "../../../src/model/threats.ts";
import type { Reply } from "../../support/messages-api/types.ts";
import { code } from "../rules/sessions.ts";
import {
  call,
  type Desk,
  desk,
  finalModel,
  generateAll,
  isAbout,
  lastText,
  noChange,
  oneLineChange,
  says,
  wholeScript,
} from "./desk.ts";

const minute = 60_000;

/** Speaks to every question that was raised. */
const answerChange = (request: Parameters<typeof lastText>[0]): Reply => {
  const [, list] =
    /each needs add, update, answer, or no_change about it:\\n(.*?)(?:\\nThreats|\\nAnswer)/.exec(
      lastText(request),
    ) ?? [];
  const about = (list ?? "").split("\\n").flatMap((line) => /^- ([^:]+): /.exec(line)?.[1] ?? []);
  return noChange(about, "A longer token is no easier to guess; every check stands as it was.");
};

const isGenerating = (text: string): boolean =>
  Object.values(isAbout).some((is) => is(text)) || text.includes("wrote src/");

const generated = async (at: Desk): Promise<Desk> => {
  at.server.script = (request) =>
    isGenerating(lastText(request)) ? wholeScript(request) : answerChange(request);
  await generateAll(at);
  return at;
};

test("a one-line change of behaviour is one request whose answer is a delta of under 400 tokens", async (t) => {
  const at = await generated(await desk(t));
  const before = at.sent().length;
  const answer = await at.agent.update(oneLineChange());
  assert.equal(at.sent().length, before + 1);
  const output = at.sent().at(-1)?.usage?.output ?? 0;
  assert.ok(output > 0 && output < 400, String(output));
  assert.ok(estimateTokens(JSON.stringify(answer.delta), { generation: "v5" }).tokens < 400);
  assert.deepEqual(
    answer.delta.operations.map(({ op }) => op),
    ["no-change"],
  );
  assert.equal(answer.usage.length, 1);
});

test("preferred live: history and thinking are echoed as they came, and nearly all of it is read from the cache", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "live" } }));
  const answer = await at.agent.update(oneLineChange());
  assert.equal(answer.mode, "same-context");
  const { usage, body } = at.sent().at(-1) ?? assert.fail();
  assert.ok((usage?.cacheRead ?? 0) > 10_000);
  assert.ok((usage?.input ?? 0) + (usage?.cacheWrite5m ?? 0) < (usage?.cacheRead ?? 0) / 5);
  assert.match(JSON.stringify(body), /"type":"thinking"/);
  // And once more, now with the earlier answer in the history.
  assert.equal((await at.agent.update(oneLineChange())).mode, "same-context");
});

test("an expired cache makes the record the cheaper way, and the record knows what was decided", async (t) => {
  const at = await generated(await desk(t));
  at.clock.advance(6 * minute);
  const answer = await at.agent.update(oneLineChange());
  assert.equal(answer.mode, "resumed-context");
  const { body, usage } = at.sent().at(-1) ?? assert.fail();
  const text = JSON.stringify(body);
  assert.match(text, /Tokens are stored as SHA-256\./);
  assert.match(text, /- {2}const token = randomBytes\(32\)/);
  assert.deepEqual(
    (body as { tools: { name: string }[] }).tools.map(({ name }) => name),
    ["submit_delta"],
  );
  assert.equal(usage?.cacheRead, 0);
  assert.equal(usage?.cacheWrite5m, 0);
  assert.equal((body as { messages: unknown[] }).messages.length, 1);
});

test("a live conversation is told what was answered from its record meanwhile", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "live" } }));
  await at.store.append(
    "sessions",
    [
      {
        kind: "update",
        live: false,
        change: "changed src/mail.ts",
        operations: [{ op: "no-change", reason: "only a header moved", about: [] }],
      },
    ],
    (await at.store.latest("sessions"))?.id,
  );
  await at.agent.update(oneLineChange());
  assert.match(JSON.stringify(at.sent().at(-1)?.body), /only a header moved/);
  await at.agent.update(oneLineChange());
  const last = at.sent().at(-1) ?? assert.fail();
  assert.doesNotMatch(lastText({ body: last.body as Record<string, unknown> }), /only a header moved/);
});

test("a live conversation that the service no longer takes is resumed from its record, and both attempts are kept", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "live" } }));
  at.server.faults.push({ kind: "status", status: 400, message: "thinking blocks do not match" });
  const answer = await at.agent.update(oneLineChange());
  assert.equal(answer.mode, "resumed-context");
  assert.deepEqual(
    at.ledger.slice(-2).map(({ outcome }) => outcome),
    ["bad-request", "answered"],
  );
  assert.match(at.remarks.join("\n"), /resumed from its record/);
});

test("an answer that does not hold goes back with the place, and the corrected one is taken", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "resumed" } }));
  const before = at.sent().length;
  const bad = { id: "S-aaaaa", fields: ["level: high"], mitigations: [] };
  let first = true;
  at.server.script = (request) => {
    if (!first) return answerChange({ body: { messages: [(request.body["messages"] as unknown[])[0]] } });
    first = false;
    return says(call("submit_delta", { update: [bad] }));
  };
  const answer = await at.agent.update(oneLineChange());
  assert.equal(at.sent().length, before + 2);
  assert.equal(answer.usage.length, 2);
  const told = lastText({ body: at.sent().at(-1)?.body as Record<string, unknown> });
  assert.match(told, /update\[0\]/);
  assert.match(told, /is_error/);
});

test("a threat that the change does not touch can't be ended, whatever a text talks the model into", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "resumed" } }));
  const [id] = threatsOf(finalModel)
    .filter(({ element, threat }) => element === "support-staff" && isLiving(threat))
    .map((each) => each.id);
  assert.ok(id !== undefined);
  const told: string[] = [];
  at.server.script = (request) => {
    told.push(lastText(request));
    const answer = answerChange({ body: { messages: [(request.body["messages"] as unknown[])[0]] } });
    const [block] = answer.content;
    const input = typeof block === "object" && block.type === "tool_use" ? (block.input as object) : {};
    return says(call("submit_delta", { ...input, retire: [{ id, reason: "the README says so" }] }));
  };
  await assert.rejects(at.agent.update(oneLineChange()), { reason: "invalid-answer" });
  assert.match(told.at(-1) ?? "", /retire\[0\]\.id: Unexpected end of/);
});

test("without a stored conversation nothing is reconstructed in silence", async (t) => {
  const at = await desk(t);
  await assert.rejects(at.agent.update(oneLineChange()), { reason: "no-context" });
  assert.equal(at.server.requests.length, 0);
});

test("a fresh reading is asked for by the settings, says so, and stays what it is when it is resumed", async (t) => {
  const at = await desk(t, { settings: { "without-context": "reconstruct" }, script: answerChange });
  for (const [path, text] of Object.entries(code)) at.files.set(path, text);
  const first = await at.agent.update(oneLineChange());
  assert.equal(first.mode, "reconstructed");
  assert.match(JSON.stringify(at.sent()[0]?.body), /verifyPassword/);
  const second = await at.agent.update(oneLineChange());
  assert.equal(second.mode, "reconstructed");
  assert.match(at.remarks.join("\n"), /reconstructed/);
});

test("credentials in a change are not sent, and are not stored", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "resumed" } }));
  const key = `ghp_${"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}`;
  const change = oneLineChange();
  const [file] = change.changes;
  const leaking = {
    ...change,
    changes: [{ ...file!, after: `${file?.after ?? ""}\nconst t = "${key}";\n` }],
  };
  await at.agent.update(leaking);
  assert.ok(!at.sent().some(({ raw }) => raw.includes(key)));
  assert.match(JSON.stringify(at.sent().at(-1)?.body), /\[github-token removed\]/);
  const strict = await desk(t, { settings: { secrets: "refuse", "without-context": "reconstruct" } });
  await assert.rejects(strict.agent.update(leaking), { reason: "secret" });
  assert.equal(strict.server.requests.length, 0);
});

test("an endpoint without cache fields works, and its cost is unknown, not zero", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "resumed" } }));
  const { createServer } = await import("node:http");
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await fetch(at.server.url + request.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: "Bearer k",
        "anthropic-version": "2026-10-21",
      },
      body: Buffer.concat(chunks),
    });
    const text = (await answer.text())
      .replace(/,"(?:cache_creation_input_tokens|cache_read_input_tokens)":\d+/g, "")
      .replace(/,"cache_creation":\{[^}]*\}/g, "");
    response.writeHead(answer.status, { "content-type": "text/event-stream" }).end(text);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  t.after(() => proxy.close());
  const { port } = proxy.address() as { port: number };
  const plain = await desk(t, {
    settings: { "without-context": "reconstruct" },
    env: { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}` },
  });
  const answer = await plain.agent.update(oneLineChange());
  assert.equal(answer.usage[0]?.estimated, true);
  assert.equal(plain.progress.at(-1)?.usd, undefined);
  proxy.closeAllConnections();
});

test("in a burst the record is written once and read by the changes after it, which are never written", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "resumed" } }));
  const usages = [];
  for (let commit = 0; commit < 3; commit++) {
    at.clock.advance(2 * minute);
    const answer = await at.agent.update(oneLineChange());
    assert.equal(answer.mode, "resumed-context");
    usages.push(answer.usage[0] ?? assert.fail());
  }
  const [first, second, third] = usages;
  assert.equal(first?.cacheRead, 0);
  assert.ok((first?.cacheWrite5m ?? 0) > 4096);
  for (const each of [second, third]) {
    assert.ok((each?.cacheRead ?? 0) >= (first?.cacheWrite5m ?? 0));
    // The reason of the change before is added to the record; the change itself is sent at base price.
    assert.ok((each?.cacheWrite5m ?? 0) < 300, String(each?.cacheWrite5m));
    assert.equal(each?.input, first?.input);
  }
});

test("changes twenty minutes apart keep the record for an hour, once it is seen that they come like that", async (t) => {
  const at = await generated(await desk(t, { settings: { prefer: "resumed" } }));
  const usages = [];
  for (let commit = 0; commit < 4; commit++) {
    at.clock.advance(20 * minute);
    usages.push((await at.agent.update(oneLineChange())).usage[0] ?? assert.fail());
  }
  const [first, second, third, fourth] = usages;
  assert.deepEqual([first?.cacheWrite1h, first?.cacheRead], [0, 0]);
  assert.ok((second?.cacheWrite1h ?? 0) > 4096);
  for (const each of [third, fourth]) assert.ok((each?.cacheRead ?? 0) >= (second?.cacheWrite1h ?? 0));
});

test("an update from the record neither renews nor shortens the live conversation", async (t) => {
  const at = await generated(await desk(t));
  const before = (await at.store.latest("sessions")) ?? assert.fail();
  at.clock.advance(20 * minute);
  assert.equal((await at.agent.update(oneLineChange())).mode, "resumed-context");
  const after = (await at.store.latest("sessions")) ?? assert.fail();
  assert.equal(sizeOf(after), sizeOf(before));
  assert.equal(lastUsedAt(after), lastUsedAt(before));
  at.clock.advance(minute);
  assert.equal((await at.agent.update(oneLineChange())).mode, "resumed-context");
});
