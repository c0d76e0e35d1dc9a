// Sources of the helpers at the top of the generated tests.

export const routeTests = `type RouteInputs = Pick<InputSource, "path" | "query" | "header"> & { readonly body?: Values };

/** One change to a valid request: where, the input's name, and the value sent instead; undefined leaves it out. */
type RouteChange = readonly ["path" | "query" | "header" | "body", string, unknown];

const allowRoute: Authorizer = { authorize: async () => ({ allow: true, caller: "test" }) };

interface RouteAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Starts the service on a free port, sends one request, and stops the service. */
async function callRoute(route: string, inputs: RouteInputs, authorizer: Authorizer): Promise<RouteAnswer> {
  const failures: unknown[] = [];
  const service = createService({ authorizer, onError: (error) => void failures.push(error) });
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  try {
    const { port } = service.address() as AddressInfo;
    const space = route.indexOf(" ");
    const target = new URL(\`http://127.0.0.1:\${port}\${routePath(route.slice(space + 1), inputs.path ?? {})}\`);
    for (const [name, value] of Object.entries(inputs.query ?? {}))
      for (const each of [value].flat())
        if (each !== undefined) target.searchParams.append(name, String(each));
    const headers = new Headers();
    for (const [name, value] of Object.entries(inputs.header ?? {}))
      if (value !== undefined) headers.set(name, String(value));
    if (inputs.body !== undefined) headers.set("content-type", "application/json");
    const body = inputs.body === undefined ? {} : { body: JSON.stringify(inputs.body) };
    const response = await fetch(target, { method: route.slice(0, space), headers, ...body });
    const text = await response.text();
    assert.deepEqual(failures, []);
    const answer = { status: response.status, headers: response.headers };
    return { ...answer, body: text === "" ? undefined : JSON.parse(text) };
  } finally {
    service.closeAllConnections();
    service.close();
  }
}

function routePath(route: string, params: Values): string {
  return route
    .split("/")
    .map((part) => encodeURIComponent(part.startsWith(":") ? String(params[part.slice(1)]) : part))
    .join("/");
}

/** The route asks for exactly this requirement, and refuses who does not meet it. */
async function assertGuarded(route: string, inputs: RouteInputs, requirement: string): Promise<void> {
  const asked: string[] = [];
  for (const [reason, status] of [
    ["unauthenticated", 401],
    ["forbidden", 403],
  ] as const) {
    const refuse: Authorizer = {
      authorize: async (asking) => {
        asked.push(asking);
        return { allow: false, reason };
      },
    };
    assert.equal((await callRoute(route, inputs, refuse)).status, status);
  }
  assert.deepEqual(asked, [requirement, requirement]);
}

/** Each change of a valid request is answered with 400 and names the input that is wrong. */
async function assertRefused(
  route: string,
  inputs: RouteInputs,
  authorizer: Authorizer,
  changes: readonly RouteChange[],
): Promise<void> {
  for (const [where, name, value] of changes) {
    const changed = { ...inputs, [where]: { ...inputs[where], [name]: value } };
    const { status, body } = await callRoute(route, changed, authorizer);
    const change = \`\${where} \${name} = \${JSON.stringify(value)?.slice(0, 80)}\`;
    assert.equal(status, 400, change);
    if (body === undefined) continue; // the answer to HEAD has no body
    const { error } = body as { error: { issues?: readonly { in: string; name: string }[] } };
    assert.ok(
      error.issues?.some((issue) => issue.in === where && issue.name.toLowerCase() === name.toLowerCase()),
      change,
    );
  }
}
`;

/** What the tests of functions, commands and consumers share. */
export const callTests = `const allow: Authorizer = { authorize: async () => ({ allow: true, caller: "test" }) };
`;

/** Added where some entry point is guarded. */
export const guardTests = `/** Refuses everybody, and keeps what it was asked. */
function refusing(reason: "unauthenticated" | "forbidden", asked: string[]): Authorizer {
  return {
    authorize: async (requirement) => {
      asked.push(requirement);
      return { allow: false, reason };
    },
  };
}
`;

export const commandTests = `/** Runs a command; gives its exit code and what it told. */
async function runWith(argv: readonly string[], authorizer: Authorizer): Promise<{ code: number; told: string }> {
  const told: string[] = [];
  const code = await run(argv, { authorizer, tell: (line) => void told.push(line) });
  return { code, told: told.join("\\n") };
}
`;

export const consumerTests = `/** Hands a message to the consumer of a queue. */
async function deliver(queue: string, body: unknown, authorizer: Authorizer): Promise<void> {
  const attached = new Map<string, (message: Message) => Promise<void>>();
  subscribeAll({ subscribe: (name, consume) => void attached.set(name, consume) }, authorizer);
  const consume = attached.get(queue);
  assert.ok(consume);
  await consume({ body, headers: {} });
}
`;
