// What a tree's settings may start, and what the person is told first.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { type TestContext, test } from "node:test";
import { hostFor } from "../../src/commands/agent-host.ts";
import { agentFor } from "../../src/commands/ask-agent.ts";
import type { CommandContext } from "../../src/commands/context.ts";
import { type Check, examine } from "../../src/commands/doctor.ts";
import { UserError } from "../../src/commands/outcome.ts";
import { type Config, configSchema } from "../../src/config/schema.ts";
import { openRepository, type Repository } from "../../src/git/repository.ts";
import { gitText } from "../../src/git/run.ts";
import { repositoryWithComponent } from "../support/component.ts";
import { newRepository, type Ran } from "../support/repository.ts";
import { said as saidOn } from "../support/said.ts";

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
    said: () => saidOn(stderr),
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

test("the vendor's own address is not spoken of", async (t) => {
  const { context, repository, config, said } = await place(t, {
    ANTHROPIC_BASE_URL: "https://api.anthropic.com/",
  });
  await hostFor(context, repository, config);
  assert.equal(said(), "");
});

test("plain http to another machine is refused with the way out", async (t) => {
  const { context, repository, config } = await place(t, { ANTHROPIC_BASE_URL: "http://gpu.example:8000" });
  await assert.rejects(hostFor(context, repository, config), (error: UserError) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /^ANTHROPIC_BASE_URL names plain http, http:\/\/gpu\.example:8000: /);
    assert.match(error.next ?? "", /unset ANTHROPIC_BASE_URL .*ssh -N -L 8000:localhost:8000 gpu\.example/);
    return true;
  });
});

test("a commit under such an address is brought in step by the rules, and says why; fallback: fail stops it", async (t) => {
  const repository = await repositoryWithComponent(t);
  const commit = async (claude: object, text: string): Promise<Ran> => {
    const config = JSON.parse(repository.read("instride.config.json"));
    repository.write("instride.config.json", JSON.stringify({ ...config, agent: "claude", claude }));
    repository.write("src/notes/more.ts", text);
    await repository.git("add", "-A");
    return repository.run("git", ["commit", "-qm", "More"], {
      env: { ANTHROPIC_BASE_URL: "http://gpu.example:8000", ANTHROPIC_API_KEY: "test" },
    });
  };
  const ran = await commit({}, 'export const more = fetch("https://example.test/");\n');
  assert.equal(ran.status, 0, ran.said);
  assert.match(
    ran.said,
    /notes: claude is not asked \(ANTHROPIC_BASE_URL names plain http.*the rules agent answers/,
  );
  assert.match(ran.said, /next: unset ANTHROPIC_BASE_URL/);
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);
  const stopped = await commit({ fallback: "fail" }, 'export const more = fetch("https://other.test/");\n');
  assert.notEqual(stopped.status, 0);
  assert.match(stopped.said, /names plain http/);
});

test("an agent that starts claude names what its environment says, the clouds' addresses too", async (t) => {
  const { context, repository, said } = await place(t, {
    ANTHROPIC_BASE_URL: "https://proxy.example",
    ANTHROPIC_VERTEX_BASE_URL: "https://vertex.example/v1",
  });
  const config = configSchema.parse({ agent: "claude-code" });
  await agentFor(context, repository, config);
  await agentFor(context, repository, config);
  assert.equal(
    said(),
    "instride: requests go to https://proxy.example (ANTHROPIC_BASE_URL)\ninstride: requests go to https://vertex.example (ANTHROPIC_VERTEX_BASE_URL)\n",
  );
  const plain = await place(t, { ANTHROPIC_BASE_URL: "http://10.0.0.7" });
  await assert.rejects(agentFor(plain.context, plain.repository, config), UserError);
});

test("doctor shows where requests would go, for agents that send any", async (t) => {
  const shown = async (agent: string, base?: string): Promise<Check[]> => {
    const { context, repository } = await place(t, base === undefined ? {} : { ANTHROPIC_BASE_URL: base });
    await writeFile(`${repository.root}/instride.config.json`, JSON.stringify({ agent }));
    await gitText(repository, ["add", "instride.config.json"]);
    return (await examine(context)).filter(({ name }) => name === "model service");
  };
  assert.deepEqual(await shown("rules", "http://gpu.example"), []);
  assert.deepEqual(
    (await shown("claude")).map(({ state }) => state),
    ["ok"],
  );
  const [other] = await shown("claude", "https://proxy.example");
  assert.deepEqual(
    [other?.state, other?.says],
    ["warning", "requests go to https://proxy.example (ANTHROPIC_BASE_URL)"],
  );
  assert.equal((await shown("claude-code", "http://gpu.example"))[0]?.state, "error");
});
