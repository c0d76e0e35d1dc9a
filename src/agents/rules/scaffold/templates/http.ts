// Sources of the generated `http.ts` and `server.ts`: a service on node:http alone.

export const http = `/** A request that passed its guard. Its inputs are not validated yet. */
export interface RouteRequest extends InputSource {
  /** Who calls, as the Authorizer named them; undefined on a public route. */
  readonly caller: string | undefined;
  /** Aborts when the time for answering is over. Hand it to every outbound call. */
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: RouteRequest) => Promise<Reply>;

/** The JSON body of a request, or undefined when it has none. Throws PublicError 400, 413 or 415. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A body past the limit is read to its end and dropped, so that the caller gets to see the answer;
  // the server's request timeout bounds how long that can take.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size === 0) return undefined;
  if (size > limit) throw new PublicError(413, "too-large", \`the body may have at most \${limit} bytes\`);
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new PublicError(415, "unsupported-type", "the body must be JSON");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new PublicError(400, "malformed-json", "the body is not valid JSON");
  }
}

export function send(response: ServerResponse, reply: Reply): void {
  const body = reply.body === undefined ? "" : JSON.stringify(reply.body);
  response.writeHead(reply.status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(body === "" ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...reply.headers,
  });
  response.end(body);
}

/** What a caller sees of an error: public ones as they are, all others as 500 without a word about the cause. */
export function errorReply(error: unknown, onError: (error: unknown) => void): Reply {
  if (error instanceof PublicError) {
    const issues = error instanceof InvalidInput ? { issues: error.issues } : {};
    return {
      status: error.status,
      headers: error.headers,
      body: { error: { code: error.code, message: error.message, ...issues } },
    };
  }
  onError(error);
  if (error instanceof Error && error.name === "TimeoutError")
    return { status: 503, body: { error: { code: "timeout", message: "the service took too long" } } };
  return { status: 500, body: { error: { code: "internal", message: "internal error" } } };
}
`;

export const server = `export interface ServiceOptions {
  /** Decides on guarded routes. Left out: every guarded route answers 401. */
  readonly authorizer?: Authorizer;
  /** Largest body in bytes. */
  readonly bodyLimit?: number;
  /** Milliseconds for receiving a request, and again for answering it. */
  readonly timeout?: number;
  /** Hears of every error that callers see as 500 or 503. */
  readonly onError?: (error: unknown) => void;
}

/** The service, not listening yet: \`createService({ authorizer }).listen(8080)\`. */
export function createService(options: ServiceOptions = {}): Server {
  const settings: Required<ServiceOptions> = {
    authorizer: denyAll,
    bodyLimit: 65_536,
    timeout: 10_000,
    onError: (error) => console.error(error),
    ...options,
  };
  const find = routeFinder();
  const limits = {
    requestTimeout: settings.timeout,
    headersTimeout: settings.timeout,
    keepAliveTimeout: 5_000,
  };
  return createServer(limits, (request, response) => {
    answer(request, find, settings)
      .then((reply) => send(response, reply))
      .catch((error: unknown) => {
        settings.onError(error);
        response.destroy();
      });
  });
}

async function answer(
  request: IncomingMessage,
  find: RouteFinder,
  { authorizer, bodyLimit, timeout, onError }: Required<ServiceOptions>,
): Promise<Reply> {
  try {
    const [target = "/", search = ""] = (request.url ?? "/").split(/\\?(.*)/s);
    const { key, route, params } = find(request.method ?? "GET", target);
    // The guard comes before the body is read: strangers cost as little as can be.
    const caller = await guard(authorizer, route.requires, {
      entry: key,
      credentials: request.headers,
      params,
    });
    return await route.handle({
      path: params,
      query: queryValues(search),
      header: request.headers,
      body: await readJson(request, bodyLimit),
      caller,
      signal: AbortSignal.timeout(timeout),
    });
  } catch (error) {
    return errorReply(error, onError);
  }
}

interface Found {
  readonly key: string;
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

type RouteFinder = (method: string, target: string) => Found;

/** Finds the route with the fewest parameters. Throws PublicError 400, 404 or 405. */
function routeFinder(): RouteFinder {
  const table = Object.entries(routes).map(([key, route]) => {
    const space = key.indexOf(" ");
    return { key, route, method: key.slice(0, space), segments: key.slice(space + 1).split("/") };
  });
  return (method, target) => {
    const parts = target.split("/").map(decodeSegment);
    const found = table
      .flatMap((entry) => {
        const params = matchSegments(entry.segments, parts);
        return params === undefined ? [] : [{ ...entry, params }];
      })
      .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
    const fit = found.find((entry) => entry.method === method);
    if (fit !== undefined) return fit;
    if (found.length === 0) throw new PublicError(404, "not-found", "there is no such route");
    const allow = found.map((entry) => entry.method).join(", ");
    throw new PublicError(405, "method-not-allowed", \`this route takes \${allow}\`, { allow });
  };
}

function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (segments.length !== parts.length) return undefined;
  const params: [string, string][] = [];
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? "";
    if (segment.startsWith(":") && part !== "") params.push([segment.slice(1), part]);
    else if (segment !== part) return undefined;
  }
  return Object.fromEntries(params);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new PublicError(400, "malformed-path", "the path is not valid");
  }
}

/** A name that is given once has a text, one that is repeated a list of texts. */
function queryValues(search: string): Values {
  const given = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const all = given.getAll(name);
      return [name, all.length === 1 ? all[0] : all];
    }),
  );
}
`;
