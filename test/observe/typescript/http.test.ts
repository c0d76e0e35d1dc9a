import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, table } from "../support.ts";

table("entry", [
  [
    "Express routes are named by method and path",
    `import express from "express"; const app = express(); app.get("/a", h); app.post("/b/:id", mid, h);`,
    ["GET /a", "POST /b/:id"],
  ],
  [
    "Express settings are no routes",
    `import express from "express"; const app = express(); app.get("env"); app.set("x", 1); app.use(mid);`,
    [],
  ],
  [
    "an Express router answers under every prefix it is mounted at",
    `import { Router } from "express"; import express from "express"; const app = express(); const r = Router(); r.delete("/:id", h); app.use("/v1/users", auth, r); app.use("/v2/users", r);`,
    ["DELETE /v1/users/:id", "DELETE /v2/users/:id"],
  ],
  [
    "mounts nest",
    `const express = require("express"); const app = express(); const a = express.Router(); const b = express.Router(); b.get("/x", h); a.use("/b", b); app.use("/a", a);`,
    ["GET /a/b/x"],
  ],
  [
    "routers that mount each other end",
    `const express = require("express"); const a = express.Router(); const b = express.Router(); a.use("/b", b); b.use("/a", a); a.get("/x", h);`,
    ["GET /b/a/x"],
  ],
  [
    "app.route chains share their path",
    `import express from "express"; const app = express(); app.route("/books").get(h).post(mid, h);`,
    ["GET /books", "POST /books"],
  ],
  [
    "lists of paths and patterns are routes",
    `import express from "express"; const app = express(); app.get(["/a", "/b"], h); app.get(/^\\/f\\/(\\d+)$/, h);`,
    ["GET /a", "GET /b", "GET /f/{id}"],
  ],
  [
    "paths may be put together from constants",
    "import express from \"express\"; const base = '/api'; const app = express(); app.get(`${base}/x`, h); app.put(base + '/y', h);",
    ["GET /api/x", "PUT /api/y"],
  ],
  [
    "served folders are entry points",
    `import express from "express"; const app = express(); app.use("/assets", express.static("public"));`,
    ["GET /assets/*"],
  ],
  [
    "a typed parameter is a router",
    `import type { FastifyInstance } from "fastify"; export function routes(server: FastifyInstance) { server.get("/a", async () => 1); }`,
    ["GET /a"],
  ],
  [
    "an untyped parameter is a router by convention only with a path and a handler",
    `export function routes(app) { app.get("/a", (req, res) => 1); app.get("name"); app.get("/b"); app.get("c", h); }`,
    ["GET /a"],
  ],
  [
    "an imported router of the project is a router",
    `import { router } from "./router.js"; router.post("/x", validate, create);`,
    ["POST /x"],
  ],
  [
    "a client called api is no router",
    `import { api } from "./client.js"; api.get("/users", params); api.post("/users", body);`,
    [],
  ],
  [
    "an object of this file that has a get is no router",
    `const app = { get(path, handler) {} }; app.get("/x", () => {});`,
    [],
  ],
  [
    "a Map has no routes",
    `const app = new Map(); app.get("/x", () => {}); const m = new Map(); m.delete("/y");`,
    [],
  ],
  [
    "Fastify routes in plugins get the prefix of register",
    `import Fastify from "fastify"; const f = Fastify(); f.register(users, { prefix: "/users" }); async function users(x) { x.post("/", h); x.get("/:id", { schema }, h); }`,
    ["POST /users", "GET /users/:id"],
  ],
  [
    "Fastify route objects may name several methods",
    `import Fastify from "fastify"; const f = Fastify(); f.route({ method: ["GET", "HEAD"], url: "/x", handler: h });`,
    ["GET /x", "HEAD /x"],
  ],
  [
    "Fastify websockets are WS routes",
    `import Fastify from "fastify"; const f = Fastify(); f.get("/live", { websocket: true }, h);`,
    ["WS /live"],
  ],
  [
    "Hono chains, groups and base paths",
    `import { Hono } from "hono"; const sub = new Hono().get("/", h).post("/:id", h); const app = new Hono().basePath("/api"); app.route("/books", sub); app.on(["PUT", "DELETE"], "/x", h); app.use("*", mid);`,
    ["GET /api/books", "POST /api/books/:id", "DELETE /api/x", "PUT /api/x"],
  ],
  [
    "Koa routers have prefixes and named routes",
    `import Router from "@koa/router"; const r = new Router({ prefix: "/api" }); r.get("user", "/users/:id", h); r.post("/users", h); const late = new Router(); late.prefix("/late"); late.get("/x", h);`,
    ["GET /api/users/:id", "POST /api/users", "GET /late/x"],
  ],
  [
    "Nest controllers",
    `import { Controller, Get, Post } from "@nestjs/common"; @Controller("cats") export class Cats { @Get(":id") one() {} @Post() make() {} }`,
    ["GET /cats/:id", "POST /cats"],
  ],
  [
    "decorators of other libraries are no routes",
    `import { Get } from "./di.js"; @Controller("x") class A { @Get("y") b() {} }`,
    [],
  ],
  [
    "tables of routes",
    `const routes = [{ method: "POST", path: "/sessions", handler: login }, { method: "get", url: "/x", handler() {} }]; function login() {}`,
    ["POST /sessions", "GET /x"],
  ],
  [
    "request options are no route table",
    `request({ method: "POST", path: "/sessions", hostname: "a.b" }); const x = { method: "GET", path: "/y" };`,
    [],
  ],
  [
    "keys that read like routes",
    `const routes = { "POST /sessions": login, "GET /docs": "a description", "GET /y": async () => {}, "GET x": login };`,
    ["POST /sessions", "GET /y"],
  ],
  [
    "routes that are added by method and path",
    `router.add("POST", "/sessions", login); table.set("GET /x", show); router.add("post", "x", login);`,
    ["POST /sessions", "GET /x"],
  ],
  [
    "WebSocket servers",
    `import { WebSocketServer } from "ws"; const wss = new WebSocketServer({ port: 1, path: "/feed" }); wss.on("connection", h);`,
    ["WS /feed"],
  ],
  [
    "socket.io servers",
    `import { Server } from "socket.io"; const io = new Server(1); io.on("connection", (socket) => {}); io.on("error", (e) => {});`,
    ["websocket"],
  ],
  [
    "route files of Next",
    `export async function GET(request: Request) {} export const POST = async () => {}; export const config = {};`,
    ["GET /api/items/[id]", "POST /api/items/[id]"],
    "src/app/(shop)/api/items/[id]/route.ts",
  ],
  [
    "the same exports elsewhere are nothing",
    `export async function GET(request: Request) {}`,
    [],
    "src/lib/get.ts",
  ],
  [
    "comments and strings are no code",
    `import express from "express"; const app = express(); // app.get("/a", h)\n/* app.get("/b", h) */ const s = 'app.get("/c", h)'; const t = \`app.get("/d", h)\`;`,
    [],
  ],
]);

table("entry", [
  [
    "method and path in one condition",
    `import http from "node:http"; http.createServer((req, res) => { if (req.method === "POST" && req.url === "/sessions") {} else if ("/health" === req.url && req.method === "GET") {} });`,
    ["POST /sessions", "GET /health"],
  ],
  [
    "the method around the path",
    `import { createServer } from "http"; createServer((req, res) => { if (req.method === "GET") { if (req.url === "/a") {} } else if (req.url === "/b") {} });`,
    ["GET /a", "ALL /b"],
  ],
  [
    "the methods inside the path",
    `import { createServer } from "http"; createServer((req, res) => { const { pathname } = new URL(req.url, "http://x"); if (pathname === "/a") { if (req.method === "GET") {} else if (req.method === "PUT") {} } });`,
    ["GET /a", "PUT /a"],
  ],
  [
    "a refused method",
    `import { createServer } from "http"; createServer((req, res) => { const url = new URL(req.url, "http://x"); if (url.pathname === "/a") { if (req.method !== "POST") return res.end(); } });`,
    ["POST /a"],
  ],
  [
    "a switch over method and path",
    "import { createServer } from 'node:http'; createServer((req, res) => { switch (`${req.method} ${req.url}`) { case 'GET /a': break; case 'POST /b': break; } });",
    ["GET /a", "POST /b"],
  ],
  [
    "a switch over the path",
    `import { createServer } from "http"; createServer((req, res) => { switch (req.url) { case "/a": break; case "/b": if (req.method === "PUT") {} } });`,
    ["ALL /a", "PUT /b"],
  ],
  [
    "patterns and prefixes",
    `import { createServer } from "http"; const user = /^\\/users\\/(\\d+)$/; createServer((req, res) => { const m = user.exec(req.url); if (m && req.method === "DELETE") {} if (req.url.startsWith("/files/")) {} });`,
    ["DELETE /users/{id}", "ALL /files/*"],
  ],
  [
    "a server without visible routes is one entry",
    `import { createServer } from "node:http"; import { handler } from "./h.js"; createServer(handler).listen(1);`,
    ["http server"],
  ],
  [
    "a framework's app behind createServer is not another entry",
    `import http from "node:http"; import express from "express"; const app = express(); http.createServer(app).listen(1);`,
    [],
  ],
  [
    "a fetch handler",
    `export default { async fetch(request, env) { const url = new URL(request.url); if (url.pathname === "/x") return new Response("a"); } };`,
    ["ALL /x"],
  ],
  [
    "paths that a browser compares are no routes",
    `if (location.pathname === "/x") {} if (window.location.pathname === "/y" && form.method === "POST") {}`,
    [],
  ],
  ["compared paths without a server are no routes", `function isHome(path) { return path === "/"; }`, []],
]);

test("a route knows its place, its symbol and its structure", () => {
  const [fact] = factsOf(
    `import express from "express";\nexport const build = () => {\n  const app = express();\n  app.post("/sessions", login);\n};`,
  );
  assert.deepEqual(fact, {
    key: "entry:POST /sessions",
    kind: "entry",
    name: "POST /sessions",
    text: 'app.post("/sessions", login)',
    at: { path: "src/example.ts", line: 4, column: 3 },
    symbol: "build",
    fields: { library: "express", method: "POST", route: "/sessions" },
  });
});

test("a call in a chain stands at its own line", () => {
  const facts = factsOf(
    `import { Hono } from "hono";\nconst app = new Hono()\n  .get("/a", h)\n  .get("/b", h);`,
  );
  assert.deepEqual(
    facts.map((fact) => fact.at.line),
    [3, 4],
  );
});

test("snippets are one line of at most 160 characters without comments", () => {
  const [fact] = factsOf(
    `import express from "express"; const app = express(); app.get("/a", (req, res) => {\n  // a remark\n  ${"res.write('x');\n".repeat(40)} });`,
  );
  assert.ok(fact);
  assert.equal(fact.text.length, 160);
  assert.doesNotMatch(fact.text, /\n|remark/);
});
