// What a tree's settings may start, and what the person is told first.

import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { type TestContext, test } from "node:test";
import { hostFor } from "../../src/commands/agent-host.ts";
import type { CommandContext } from "../../src/commands/context.ts";
import { type Config, configSchema } from "../../src/config/schema.ts";
import { openRepository, type Repository } from "../../src/git/repository.ts";
import { newRepository } from "../support/repository.ts";

interface Place {
  readonly context: CommandContext;
  readonly repository: Repository;
  readonly config: Config;
  readonly said: () => string;
}

const place = async (t: TestContext, env: Record<string, string> = {}): Promise<Place> => {
  const at = await newRepository(t);
  const stderr = new PassThrough();
  const context: CommandContext = {
    cwd: at.root,
    env: { ...at.env, ...env },
    stdout: new PassThrough(),
    stderr,
    stdin: new PassThrough(),
    colour: { out: false, err: false },
    width: 80,
    today: "2030-01-01",
    version: "0",
  };
  return {
    context,
    repository: await openRepository(at.root, context.env),
    config: configSchema.parse({ claude: { check: ["node", "-e", "console.log(6 * 7)"] } }),
    said: () => String(stderr.read() ?? ""),
  };
};

const { signal } = new AbortController();

test("a check that the config names does not run by itself", async (t) => {
  const { context, repository, config, said } = await place(t);
  const checked = await (await hostFor(context, repository, config)).check?.(new Map(), signal);
  assert.deepEqual(checked, {
    passed: false,
    output: "",
    refused: "The person did not allow the check to run here.",
  });
  assert.equal(said(), "");
});

test("a check that the person allows is printed before it runs", async (t) => {
  const { context, repository, config, said } = await place(t);
  const checked = await (await hostFor(context, repository, config, { allowCheck: true })).check?.(
    new Map(),
    signal,
  );
  assert.deepEqual(checked, { passed: true, output: "42" });
  assert.equal(said(), "instride: runs the project's check on a copy: node -e 'console.log(6 * 7)'\n");
});

test("another service than the usual one is named once a command, without its password", async (t) => {
  const { context, repository, config, said } = await place(t, {
    ANTHROPIC_BASE_URL: "https://ada:secret@proxy.example:8443/v1",
  });
  await hostFor(context, repository, config);
  await hostFor(context, repository, config);
  assert.equal(said(), "instride: requests go to https://proxy.example:8443 (ANTHROPIC_BASE_URL)\n");
});
