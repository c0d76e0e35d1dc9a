import assert from "node:assert/strict";
import { test } from "node:test";
import { threatsOf } from "../../../src/model/threats.ts";
import { sharedPositions } from "../../support/messages-api/prompt.ts";
import type { LoggedRequest, Reply } from "../../support/messages-api/types.ts";
import { apply, code, gapsOf, requestFor } from "../rules/sessions.ts";
import {
  call,
  desk,
  finalModel,
  generateAll,
  generateRequest,
  isAbout,
  lastText,
  says,
  wholeScript,
} from "./desk.ts";

const promptOf = ({ usage }: LoggedRequest): number =>
  (usage?.input ?? 0) + (usage?.cacheRead ?? 0) + (usage?.cacheWrite5m ?? 0) + (usage?.cacheWrite1h ?? 0);

const asked = (requests: readonly LoggedRequest[], about: (text: string) => boolean): LoggedRequest => {
  const found = requests.find(({ body }) => about(lastText({ body: body as Record<string, unknown> })));
  assert.ok(found !== undefined, "no such request");
  return found;
};

test("one conversation writes the code and a model without a gap, in the mode same-context", async (t) => {
  const at = await desk(t, { script: wholeScript });
  const { files, answer } = await generateAll(at);
  assert.deepEqual(Object.fromEntries(files), code);
  assert.equal(answer.mode, "same-context");
  assert.equal(answer.agent, "claude-opus-5-5");
  const request = requestFor({});
  const applied = apply(request, answer.delta, false);
  assert.deepEqual(applied.problems, []);
  assert.deepEqual(gapsOf({ ...applied, request, delta: answer.delta }), []);
  assert.deepEqual(Object.keys(applied.model.answers).sort(), Object.keys(finalModel.answers).sort());
});

test("the branches share a prefix byte for byte, and the answering one reads at least 95 % of its prompt from the cache", async (t) => {
  const at = await desk(t, { script: wholeScript });
  await generateAll(at);
  const writing = asked(at.sent(), isAbout.code);
  const answering = asked(at.sent(), isAbout.questions);
  const read = (answering.usage?.cacheRead ?? 0) / promptOf(answering);
  assert.ok(read >= 0.95, `${read}`);
  const [a, b] = [writing.prompt ?? [], answering.prompt ?? []];
  // Everything but the one block that tells the branches apart.
  assert.equal(sharedPositions(a, b), a.length - 1);
  assert.equal(a.length, b.length);
  const [left, right] = [writing.raw.toString(), answering.raw.toString()];
  const same = [...left].findIndex((char, index) => char !== right[index]);
  assert.ok(left.slice(same - 200, same).includes("This branch "), left.slice(same - 60, same + 20));
});

test("the branches run at the same time, the second only after the first event of the first", async (t) => {
  let release = (): void => {};
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  const order: string[] = [];
  const at = await desk(t, {
    script: (request): Reply => {
      const text = lastText(request);
      const reply = wholeScript(request);
      if (isAbout.code(text)) {
        order.push("code asked");
        return { ...reply, hold };
      }
      if (isAbout.questions(text)) {
        order.push("questions asked");
        // The code's answer is still open: with one after the other this request would never come.
        release();
      }
      return reply;
    },
  });
  await generateAll(at);
  assert.deepEqual(order, ["code asked", "questions asked"]);
  const writing = asked(at.sent(), isAbout.code);
  const answering = asked(at.sent(), isAbout.questions);
  assert.ok((writing.firstByteAt ?? 0) <= answering.startedAt);
});

test("the time of both branches is that of the longer one", async (t) => {
  const minute = 60_000;
  const at = await desk(t, { script: wholeScript });
  const begun = at.clock.now();
  at.server.script = (request): Reply => {
    const text = lastText(request);
    const reply = wholeScript(request);
    if (isAbout.code(text) || isAbout.questions(text)) {
      // Each takes three minutes of the server's clock after its first byte; time moves only once both are waiting.
      const hold = at.clock.sleep(3 * minute);
      if (isAbout.questions(text)) setImmediate(() => at.clock.advance(3 * minute));
      return { ...reply, hold };
    }
    return reply;
  };
  await generateAll(at);
  assert.equal(at.clock.now() - begun, 3 * minute);
});

test("tools, system, model, effort and tool choice are the same in every request", async (t) => {
  const at = await desk(t, { script: wholeScript });
  await generateAll(at);
  const frames = at.sent().map(({ body }) => {
    const { tools, system, model, output_config, tool_choice } = body as Record<string, unknown>;
    return JSON.stringify({ tools, system, model, output_config, tool_choice });
  });
  assert.equal(new Set(frames).size, 1);
  for (const { body } of at.sent()) {
    assert.equal((body as Record<string, unknown>)["thread"], undefined);
    assert.ok((JSON.stringify(body).match(/cache_control/g) ?? []).length <= 4);
  }
});

test("a whole map is asked for: what is missing goes back, and three answers that do not hold end it", async (t) => {
  const at = await desk(t, {
    script: () => says(call("record_map", { put: [], set_aside: [], summary: "s" })),
  });
  await assert.rejects(at.agent.generate!(generateRequest()), (error: Error & { reason?: string }) => {
    assert.equal(error.reason, "invalid-answer");
    assert.match(error.message, /Unexpected absence of/);
    return true;
  });
  assert.equal(at.sent().length, 3);
  assert.equal(at.ledger.filter(({ usage }) => usage !== undefined).length, 3);
  assert.match(lastText({ body: at.sent()[1]?.body as Record<string, unknown> }), /asset:session-tokens/);
});

test("what came out differently is corrected by the branch that wrote the code", async (t) => {
  let corrected = false;
  const at = await desk(t, {
    script: (request): Reply => {
      const text = lastText(request);
      if (isAbout.reconcile(text) && !corrected) {
        corrected = true;
        // The anchor does not exist: it goes back as an error that can be acted on.
        return says(
          call("submit_delta", {
            put: [
              {
                section: "decisions",
                id: "lockout",
                fields: ["name: Lockout", "decides: locks after 5", "code: src/nowhere.ts#lock"],
              },
            ],
          }),
        );
      }
      if (text.includes("src/nowhere.ts#lock"))
        return says(
          call("submit_delta", {
            put: [
              {
                section: "decisions",
                id: "roles",
                fields: ["name: Role check", "decides: admin only", "code: src/guard.ts#requireRole"],
              },
            ],
          }),
        );
      return wholeScript(request);
    },
  });
  const { answer } = await generateAll(at);
  const applied = apply(requestFor({}), answer.delta, false);
  assert.deepEqual(applied.problems, []);
  assert.deepEqual(applied.model.map.decisions["roles"]?.code, ["src/guard.ts#requireRole"]);
  assert.equal(applied.model.map.decisions["lockout"], undefined);
});

test("files outside the targets are refused to the model, and nothing of them is proposed", async (t) => {
  const refused: string[] = [];
  const at = await desk(t, {
    script: (request): Reply => {
      const text = lastText(request);
      if (isAbout.code(text)) {
        const reply = wholeScript(request);
        const bad = [
          "../outside.ts",
          ".husky/pre-commit",
          "package.json",
          "specs/sessions.md",
          "src/.env",
          "src/../x.ts",
        ];
        return {
          content: [
            ...(reply.content as []),
            ...bad.map((path) => call("write_file", { path, content: "x" })),
          ],
        };
      }
      if (text.includes("was not written")) refused.push(...(text.match(/`[^`]+` was not written/g) ?? []));
      return wholeScript(request);
    },
  });
  const { files } = await generateAll(at);
  assert.equal(refused.length, 6);
  assert.deepEqual([...files.keys()].sort(), Object.keys(code).sort());
});

test("the conversation is stored with its decisions, and a branch that only answered is not part of it", async (t) => {
  const at = await desk(t, { script: wholeScript });
  const { answer } = await generateAll(at);
  const context = await at.store.latest("sessions");
  assert.equal(context?.digest, answer.context);
  assert.equal(context?.decisions[0]?.about, "src/guard.ts#hashToken");
  assert.ok(!JSON.stringify(context?.messages).includes("This branch answers the questions"));
  assert.equal(context?.attempts.length, at.sent().length);
  assert.equal(answer.usage.length, at.sent().length);
});

test("progress tells phase, files, questions, tokens and cost", async (t) => {
  const at = await desk(t, { script: wholeScript });
  await generateAll(at);
  const last = at.progress.at(-1);
  assert.equal(last?.files, Object.keys(code).length);
  assert.ok(last !== undefined && last.questions > 20 && last.answered === last.questions);
  assert.ok(last.tokens > 10_000 && (last.usd ?? 0) > 0);
  assert.deepEqual(
    [...new Set(at.progress.map(({ phase }) => phase))],
    ["reading", "writing code, answering questions", "reconciling"],
  );
});

test("an interruption aborts both branches and keeps the conversation", async (t) => {
  const stop = new AbortController();
  const at = await desk(t, {
    script: (request): Reply => {
      if (isAbout.questions(lastText(request))) {
        setImmediate(() => stop.abort());
        return { ...wholeScript(request), hold: new Promise(() => {}) };
      }
      if (isAbout.code(lastText(request))) return { ...wholeScript(request), hold: new Promise(() => {}) };
      return wholeScript(request);
    },
  });
  await assert.rejects(at.agent.generate!(generateRequest(), stop.signal), { reason: "interrupted" });
  const context = await at.store.latest("sessions");
  assert.equal(context?.messages.length, 2);
  assert.equal(context?.updates.length, 0);
  assert.deepEqual(
    at.ledger.map(({ outcome }) => outcome),
    ["answered", "interrupted", "interrupted"],
  );
});

test("when one branch fails, the other is not paid for any longer", async (t) => {
  const at = await desk(t, {
    script: (request): Reply => {
      if (isAbout.code(lastText(request))) return { ...wholeScript(request), hold: new Promise(() => {}) };
      if (isAbout.questions(lastText(request)))
        return {
          content: [],
          stopReason: "refusal",
          stopDetails: { type: "refusal", category: "cyber", explanation: "no" },
        };
      return wholeScript(request);
    },
  });
  await assert.rejects(at.agent.generate!(generateRequest()), { reason: "refused" });
  assert.deepEqual(
    at.ledger.map(({ phase, outcome }) => `${phase} ${outcome}`),
    ["map answered", "questions refused", "code interrupted"],
  );
});

test("threats that were there before can't be ended by the branch that has not seen the code", async (t) => {
  let told = "";
  const at = await desk(t, {
    script: (request): Reply => {
      const text = lastText(request);
      if (text.includes("Unexpected end of")) told = text;
      if (isAbout.map(text)) return says(call("record_map", { put: [], set_aside: [], summary: "s" }));
      if (isAbout.code(text)) return { ...wholeScript(request), hold: new Promise(() => {}) };
      const [threat] = threatsOf(finalModel);
      return says(call("submit_delta", { retire: [{ id: threat?.id, reason: "the spec says so" }] }));
    },
  });
  const { existing, ...rest } = generateRequest();
  await assert.rejects(at.agent.generate!({ ...rest, existing, model: finalModel, unaccounted: [] }), {
    reason: "invalid-answer",
  });
  assert.match(told, /Unexpected end of/);
});

test("the spend limit stops before it is passed", async (t) => {
  const at = await desk(t, { script: wholeScript, settings: { "max-usd": 0.15 } });
  await assert.rejects(at.agent.generate!(generateRequest()), { reason: "budget" });
  const spent = at.progress.at(-1)?.usd ?? 0;
  assert.ok(spent > 0 && spent <= 0.15, String(spent));
});

test("an estimate asks nobody", async (t) => {
  const at = await desk(t, { script: wholeScript });
  const lines = await at.agent.estimate!(generateRequest());
  assert.equal(at.server.requests.length, 0);
  assert.match(lines.join("\n"), /tokens in .*\n.*\$\d/);
});
