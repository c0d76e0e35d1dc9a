import { createServer } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { requireAgent } from "./agents.ts";
import { dayOf, keep, publish, redeemTicket, subscribe } from "./rooms.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://chat");
  if (request.method === "GET" && url.pathname === "/health") {
    response.writeHead(200).end();
    return;
  }
  const room = /^\/rooms\/([^/]+)\/messages$/.exec(url.pathname)?.[1];
  if (request.method === "GET" && room !== undefined) {
    if (requireAgent(request.headers.authorization, Date.now()) === undefined) {
      response.writeHead(401).end();
      return;
    }
    if (!uuid.test(room)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(await dayOf(room)));
    return;
  }
  response.writeHead(404).end();
});

const sockets = new WebSocketServer({ server, path: "/chat", maxPayload: 16 * 1024 });

interface Connection {
  room?: string;
  recent: number[];
}

const onFrame = async (socket: WebSocket, connection: Connection, text: string): Promise<void> => {
  if (connection.room === undefined) {
    const room = /^[\w-]{43}$/.test(text) ? await redeemTicket(text) : undefined;
    if (room === undefined) {
      socket.close(4401);
      return;
    }
    connection.room = room;
    await subscribe(room, (message) => socket.send(message));
    return;
  }
  const now = Date.now();
  connection.recent = connection.recent.filter((at) => now - at < 10_000);
  if (connection.recent.length >= 10 || text.length === 0 || text.length > 4000) return;
  connection.recent.push(now);
  const message = JSON.stringify({ at: now, text });
  await keep(connection.room, message);
  await publish(connection.room, message);
};

sockets.on("connection", (socket) => {
  const connection: Connection = { recent: [] };
  const deadline = setTimeout(() => {
    if (connection.room === undefined) socket.close(4408);
  }, 5000);
  socket.on("message", (data) => {
    onFrame(socket, connection, data.toString()).catch(() => socket.close(1011));
  });
  socket.on("close", () => clearTimeout(deadline));
});

server.listen(Number(process.env.PORT ?? 8080));
