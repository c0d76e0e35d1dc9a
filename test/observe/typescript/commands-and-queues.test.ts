import { table } from "../support.ts";

table("entry", [
  [
    "commander commands, nested by what they hang on",
    `import { Command } from "commander"; const program = new Command(); program.command("build <x>").action(f); const remote = program.command("remote"); remote.command("add").action(f); remote.command("rm").action(f);`,
    ["command build", "command remote add", "command remote rm"],
  ],
  [
    "a program without commands is one command",
    `import { program } from "commander"; program.name("lint").argument("<file>").action(f);`,
    ["command lint"],
  ],
  [
    "commands that are added",
    `import { Command } from "commander"; const sub = new Command("fix").action(f); new Command("x").addCommand(sub);`,
    ["command fix"],
  ],
  [
    "yargs commands are siblings",
    `import yargs from "yargs"; yargs(process.argv.slice(2)).command("serve [port]", "d", b, h).command({ command: "stop", handler() {} }).parse();`,
    ["command serve", "command stop"],
  ],
  [
    "cac commands",
    `import cac from "cac"; const cli = cac("x"); cli.command("dev", "d").action(f);`,
    ["command dev"],
  ],
  [
    "commands told apart by hand",
    `const [, , command] = process.argv; switch (command) { case "lint": break; case "fix": break; }`,
    ["command lint", "command fix"],
  ],
  [
    "commands told apart by parseArgs",
    `import { parseArgs } from "node:util"; const { positionals } = parseArgs({}); if (positionals[0] === "go") {}`,
    ["command go"],
  ],
  ["plain use of the arguments", `const names = process.argv.slice(2);`, ["command line"]],
  ["a test for the main module is no entry", `if (import.meta.filename === process.argv[1]) run();`, []],
  [
    "a local parseArgs is no entry",
    `function parseArgs() {} parseArgs({}); const process = { argv: [] }; process.argv;`,
    [],
  ],
  ["a method called command of something else", `const bus = makeBus(); bus.command("x").action(f);`, []],
  [
    "kafkajs topics",
    `import { Kafka } from "kafkajs"; const kafka = new Kafka({}); const c = kafka.consumer({ groupId: "g" }); await c.subscribe({ topics: ["a", "b"] }); await c.run({ eachMessage });`,
    ["queue a", "queue b"],
  ],
  [
    "kafkajs through a typed parameter",
    `import type { Consumer } from "kafkajs"; async function start(c: Consumer) { await c.subscribe({ topic: "orders" }); }`,
    ["queue orders"],
  ],
  [
    "amqplib queues",
    `import amqp from "amqplib"; const connection = await amqp.connect(url); const channel = await connection.createChannel(); channel.consume("emails", (m) => {}); channel.consume(process.env.QUEUE, f);`,
    ["queue emails", "queue env QUEUE"],
  ],
  [
    "bullmq workers and bull processors",
    `import { Worker } from "bullmq"; import Bull from "bull"; new Worker("thumbs", f); const q = new Bull("mail"); q.process(f);`,
    ["queue thumbs", "queue mail"],
  ],
  ["threads are no queue", `import { Worker } from "node:worker_threads"; new Worker("./w.js");`, []],
  [
    "SQS",
    `import { ReceiveMessageCommand } from "@aws-sdk/client-sqs"; client.send(new ReceiveMessageCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123/jobs" }));`,
    ["queue jobs"],
  ],
  [
    "Redis channels",
    `import Redis from "ioredis"; const sub = new Redis(); sub.subscribe("events"); store.subscribe(listener);`,
    ["queue events"],
  ],
  ["messages of other processes", `process.on("message", f); process.on("exit", f);`, ["process message"]],
  [
    "standard input",
    `for await (const chunk of process.stdin) x += chunk; process.stdin.isTTY;`,
    ["standard input"],
  ],
  [
    "schedules",
    `import cron from "node-cron"; cron.schedule("0 3 * * *", f); import { CronJob } from "cron"; new CronJob("* * * * *", f); setInterval(f, 1000);`,
    ["schedule 0 3 * * *", "schedule * * * * *"],
  ],
  ["cloud functions", `export const handler = async (event) => ({ statusCode: 200 });`, ["lambda handler"]],
  ["other handlers", `const handler = async (event) => 1; export const onClick = (event) => 2;`, []],
]);
