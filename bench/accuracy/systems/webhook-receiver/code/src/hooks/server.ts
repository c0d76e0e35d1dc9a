import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { appendEvent, streamIsUp } from "./stream.ts";
import { isSigned } from "./verify.ts";

const largest = 64 * 1024;

/** The body as it came, or undefined when it is too large. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > largest) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

interface PaymentEvent {
  readonly id: string;
  readonly type: string;
  readonly payment: string;
}

const asEvent = (body: Buffer): PaymentEvent | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { id, type, payment } = value as Record<string, unknown>;
    return typeof id === "string" && id.length <= 64 && typeof type === "string" && typeof payment === "string"
      ? { id, type, payment }
      : undefined;
  } catch {
    return undefined;
  }
};

const end = (response: ServerResponse, status: number): void => {
  response.writeHead(status).end();
};

const takeCallback = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await readBody(request);
  if (body === undefined) return end(response, 413);
  if (!isSigned(request.headers["x-signature"], body, Date.now())) return end(response, 401);
  const event = asEvent(body);
  if (event === undefined) return end(response, 400);
  await appendEvent(event.id, body.toString("utf8"));
  console.log("event", event.type, event.id.replace(/[^\w-]/g, "?"));
  end(response, 202);
};

export const server = createServer(async (request, response) => {
  try {
    if (request.method === "POST" && request.url === "/hooks/payments") {
      await takeCallback(request, response);
      return;
    }
    if (request.method === "GET" && request.url === "/health") {
      end(response, (await streamIsUp()) ? 200 : 503);
      return;
    }
    end(response, 404);
  } catch (error) {
    console.error("callback failed", error instanceof Error ? error.name : "unknown");
    end(response, 500);
  }
});

server.requestTimeout = 5000;
server.listen(Number(process.env.PORT ?? 8080));
