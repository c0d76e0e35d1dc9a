// What every agent promises, whoever answers. One suite for all: an implementation hands in how it is asked.

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { AgentAnswer, UpdateRequest } from "../../src/agents/port.ts";
import type { Delta } from "../../src/model/delta.ts";
import { parseDelta } from "../../src/model/parse-delta.ts";
import type { modes } from "../../src/model/provenance.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { usageSchema } from "../../src/pairing/record.ts";
import { apply, update as byRules, code, requestFor, specText } from "./rules/sessions.ts";

/** Asks the agent about a change. `delta` is what a model, where one stands behind it, will say. */
export type AskAgent = (
  t: TestContext,
  request: UpdateRequest,
  delta: Delta,
  signal?: AbortSignal,
) => Promise<AgentAnswer>;

export interface Contract {
  readonly name: string;
  readonly ask: AskAgent;
  /** The modes that this agent may honestly claim. */
  readonly modes: readonly (typeof modes)[number][];
  /** Left out: the agent ends at once and can't be interrupted. */
  readonly interruptible?: boolean;
  readonly skip?: string | false;
}

const first = byRules({});
const known = apply(first.request, first.delta, false).model;

const changed = (): UpdateRequest => {
  const path = "src/sessions.ts";
  const before = code[path] ?? "";
  const after = before.replace("randomBytes(32)", "randomBytes(48)");
  return requestFor({
    code: { ...code, [path]: after },
    model: known,
    changes: [{ path, before, after }],
    was: { spec: specText, code },
  });
};

const stillHolds: Delta = {
  operations: [
    {
      op: "no-change",
      reason: "A longer token is no easier to guess; every check stands as it was.",
      about: ["sessions", "postgres", "browser", "support-staff", "mail-provider"]
        .filter((id) =>
          ["externals", "processes", "stores"].some((section) =>
            Object.hasOwn(known.map[section as "externals" | "processes" | "stores"], id),
          ),
        )
        .concat(Object.keys(known.map.flows)),
    },
  ],
};

export const describeAgent = ({ name, ask, modes: allowed, interruptible, skip = false }: Contract): void => {
  test(`${name}: the answer to a change is a well-formed delta that applies to the model that was given`, {
    skip,
  }, async (t) => {
    const request = changed();
    const { delta } = await ask(t, request, stillHolds);
    assert.deepEqual(parseDelta(delta).problems, []);
    assert.deepEqual(apply(request, delta, false).problems, []);
  });

  test(`${name}: it names itself, an honest mode, and whole numbers of tokens`, { skip }, async (t) => {
    const answer = await ask(t, changed(), stillHolds);
    assert.ok(allowed.includes(answer.mode), answer.mode);
    assert.notEqual(answer.agent, "");
    for (const usage of answer.usage) assert.ok(usageSchema.safeParse(usage).success, JSON.stringify(usage));
    if (answer.mode === "rules" || answer.mode === "in-session") assert.equal(answer.context, undefined);
  });

  test(`${name}: the request is left as it was given`, { skip }, async (t) => {
    const request = changed();
    const before = JSON.stringify(request);
    await ask(t, request, stillHolds);
    assert.equal(JSON.stringify(request), before);
  });

  test(`${name}: no threat of the model vanishes, and what people decided stays`, { skip }, async (t) => {
    const request = changed();
    const { delta } = await ask(t, request, stillHolds);
    const after = new Set(threatsOf(apply(request, delta, false).model).map(({ id }) => id));
    for (const { id } of threatsOf(request.model)) assert.ok(after.has(id), id);
    assert.doesNotMatch(JSON.stringify(delta), /"(?:acceptance|false-positive|override|notes)"/);
  });

  test(`${name}: who interrupts before it begins gets no answer`, {
    skip: interruptible === true ? skip : `${name} answers at once`,
  }, async (t) => {
    await assert.rejects(ask(t, changed(), stillHolds, AbortSignal.abort()));
  });
};
