import { table } from "../support.ts";

table("outbound", [
  [
    "a literal host",
    `fetch("https://api.example.com/v1"); fetch(\`https://api.example.com:8443/\${id}\`);`,
    ["api.example.com", "api.example.com:8443"],
  ],
  [
    "credentials in a URL are no part of the name",
    `fetch("https://user:pass@api.example.com/");`,
    ["api.example.com"],
  ],
  [
    "a host in part",
    "fetch(`https://api.${region}.example.com/x`); fetch(`https://${host}/x`);",
    ["api.{region}.example.com", "dynamic host"],
  ],
  [
    "the environment, also through constants",
    "const base = process.env.MAIL_URL ?? 'http://localhost'; fetch(`${base}/send`); const { PAY_URL } = process.env; fetch(new URL('/pay', PAY_URL)); const env = process.env; fetch(env.LOG_URL);",
    ["env MAIL_URL", "env PAY_URL", "env LOG_URL"],
  ],
  [
    "a configuration object of the file",
    "const config = { url: process.env.API_URL, mail: 'https://mail.example.com' }; fetch(config.url); fetch(config.mail + '/x');",
    ["env API_URL", "mail.example.com"],
  ],
  [
    "what only the run can know",
    "function load(url, options) { fetch(url); fetch(options.base.url); fetch(makeUrl(1)); }",
    ["dynamic url", "dynamic options.base.url", "dynamic makeUrl()"],
  ],
  ["the same origin", `fetch("/api/items");`, ["same-origin"]],
  [
    "a shadowed fetch",
    `import { fetch } from "./fake.js"; fetch("https://a.b"); function f(fetch) { fetch("https://c.d"); } { const fetch = make(); fetch("https://e.f"); }`,
    [],
  ],
  [
    "a fetch that is handed in with its type",
    "async function f(fetch: typeof globalThis.fetch) { await fetch('https://a.b'); }",
    ["a.b"],
  ],
  ["a method called fetch", `store.fetch("https://a.b"); this.fetch("https://a.b");`, []],
  [
    "node:http and node:https",
    `import https from "node:https"; import { request } from "http"; https.get("https://a.com/x"); request({ hostname: "b.com", path: "/" }); https.createServer();`,
    ["a.com", "b.com"],
  ],
  [
    "axios and its instances",
    `import axios from "axios"; const api = axios.create({ baseURL: "https://api.a.com" }); api.get("/x"); axios.post("https://b.com/y"); axios({ url: "https://c.com" });`,
    ["api.a.com", "api.a.com", "b.com", "c.com"],
  ],
  [
    "got, ky, undici, superagent",
    `import got from "got"; import ky from "ky"; import { request } from "undici"; import superagent from "superagent"; got.post("https://a.b"); ky("https://c.d"); request("https://e.f"); superagent.get("https://g.h");`,
    ["a.b", "c.d", "e.f", "g.h"],
  ],
  [
    "sockets",
    `import net from "node:net"; import * as tls from "node:tls"; net.connect(25, "mail.a.com"); tls.connect({ host: "b.com", port: 1 }); net.createServer();`,
    ["mail.a.com", "b.com"],
  ],
  [
    "WebSocket clients, not servers",
    `import WebSocket, { WebSocketServer } from "ws"; new WebSocket("wss://a.b/x"); new WebSocketServer({ port: 1 });`,
    ["a.b"],
  ],
  [
    "mail",
    `import nodemailer from "nodemailer"; nodemailer.createTransport({ host: process.env.SMTP_HOST }); nodemailer.createTransport({ service: "Gmail" });`,
    ["env SMTP_HOST", "smtp gmail"],
  ],
  [
    "services that know their address",
    `import Stripe from "stripe"; import OpenAI from "openai"; new Stripe(key); new OpenAI();`,
    ["api.stripe.com", "api.openai.com"],
  ],
  [
    "AWS clients, not their commands",
    `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs"; new SQSClient({}); new SendMessageCommand({});`,
    ["aws sqs"],
  ],
  [
    "gRPC clients",
    `import * as grpc from "@grpc/grpc-js"; new Greeter("orders.internal:50051", grpc.credentials.createInsecure());`,
    ["orders.internal:50051"],
  ],
  [
    "message brokers",
    `import amqp from "amqplib"; amqp.connect(process.env.AMQP_URL); import { Kafka } from "kafkajs"; new Kafka({ brokers: ["kafka.a.com:9092"] });`,
    ["env AMQP_URL", "kafka.a.com:9092"],
  ],
  [
    "a replaced module in a test",
    `import axios from "axios"; vi.mock("axios"); axios.get("https://a.b"); const fetch = vi.fn(); fetch("https://c.d");`,
    [],
    "src/client.test.ts",
  ],
  [
    "comments, strings and JSX text",
    `// fetch("https://a.b")\nconst s = 'fetch("https://c.d")'; const A = () => <p>fetch("https://e.f")</p>;`,
    [],
    "a.tsx",
  ],
]);
