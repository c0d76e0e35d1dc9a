// Entry points behind queues, schedules, messages of other processes and the clouds' event functions.

import { isFunction, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import { type Call, creationOf, type Observer, type Report, type SourceFile } from "./source-file.ts";
import { expressionName, literalText, nameOfEnv, pieces, textPattern } from "./text.ts";

/** A queue's name from its argument: text, variable of the environment, or expression. */
const queueName = (file: SourceFile, node: SyntaxNode | undefined, fallback: string): string => {
  if (node === undefined) return fallback;
  const inner = unwrap(node);
  const [only] = inner.kind === "regex" ? [inner.text] : pieces(file, inner);
  if (only === undefined) return fallback;
  const text = textPattern(file, inner);
  if (text !== undefined) return text.replace(/^https:\/\/sqs\..*\//, "");
  const env = nameOfEnv(file, only);
  if (env !== undefined) return `env ${env}`;
  return typeof only === "string" ? only : `dynamic ${expressionName(only)}`;
};

const option = (call: Call, ...keys: readonly string[]): SyntaxNode | undefined => {
  for (const arg of call.args) {
    for (const key of keys) {
      const value = propertyOf(unwrap(arg), key);
      if (value !== undefined) return value;
    }
  }
  return undefined;
};

const lastIsFunction = (call: Call): boolean => {
  const last = call.args[call.args.length - 1];
  if (last === undefined) return false;
  const inner = unwrap(last);
  return isFunction(inner) || inner.kind === "word" || inner.kind === "member_expression";
};

const observeQueues = (file: SourceFile, report: Report): void => {
  for (const call of file.calls) {
    const origin = call.origin ?? "";
    const { module, path } = splitOrigin(origin);
    const see = (name: string) =>
      report("entry", `queue ${name}`, call.node, { library: module === "" ? "queue" : module });
    const unresolved = origin === "" || /^[.#~]/.test(origin);
    if (
      call.name === "subscribe" &&
      (/^kafkajs:.*consumer\(\)\.subscribe$|^kafkajs:Consumer\(\)\.subscribe$/.test(origin) || unresolved)
    ) {
      const topics = option(call, "topics");
      const topic = option(call, "topic");
      if (topics !== undefined && unwrap(topics).kind === "array")
        for (const item of unwrap(topics).items) see(queueName(file, item, "kafka"));
      else if (topic !== undefined || topics !== undefined) see(queueName(file, topic ?? topics, "kafka"));
    } else if (/^kafkajs:.*consumer\(\)\.run$/i.test(origin)) {
      if (
        !file.calls.some(
          (other) => other.name === "subscribe" && option(other, "topic", "topics") !== undefined,
        )
      )
        see("kafka");
    } else if (
      call.name === "consume" &&
      (module === "amqplib" ||
        module === "amqp-connection-manager" ||
        (unresolved && lastIsFunction(call) && call.args.length >= 2))
    ) {
      see(queueName(file, call.args[0], "amqp"));
    } else if (call.isNew && /^bullmq:Worker$/.test(origin)) {
      see(queueName(file, call.args[0], "bullmq"));
    } else if (/^(?:bull|bee-queue):(?:Queue)?\(\)\.process$/.test(origin)) {
      const creation = creationOf(file, call.receiver);
      see(queueName(file, creation === undefined ? undefined : file.callOf(creation)?.args[0], "bull"));
    } else if (call.isNew && /^@aws-sdk\/client-sqs:ReceiveMessageCommand$/.test(origin)) {
      see(queueName(file, option(call, "QueueUrl"), "sqs"));
    } else if (
      /^@aws-sdk\/client-sqs:SQS\(\)\.receiveMessage$|^aws-sdk:(?:AWS\.)?SQS\(\)\.receiveMessage$/.test(
        origin,
      )
    ) {
      see(queueName(file, option(call, "QueueUrl"), "sqs"));
    } else if (/^sqs-consumer:Consumer\.create$/.test(origin)) {
      see(queueName(file, option(call, "queueUrl"), "sqs"));
    } else if (
      /^pg-boss:(?:PgBoss)?\(\)\.work$|^agenda:(?:Agenda)?\(\)\.define$|^graphile-worker:run$/.test(origin)
    ) {
      see(queueName(file, call.args[0], module));
    } else if (/^(?:redis|ioredis|mqtt|nats):.*\.(?:subscribe|pSubscribe|psubscribe)$/.test(origin)) {
      see(queueName(file, call.args[0], module));
    } else if (
      /^@google-cloud\/pubsub:.*subscription\(\)\.on$/.test(origin) &&
      literalText(file, call.args[0]) === "message"
    ) {
      const creation = creationOf(file, call.receiver);
      see(queueName(file, creation === undefined ? undefined : file.callOf(creation)?.args[0], "pubsub"));
    } else if (
      path.startsWith("process.on") &&
      module === "global" &&
      /^process\.(?:on|once)$/.test(path) &&
      literalText(file, call.args[0]) === "message"
    ) {
      report("entry", "process message", call.node, { library: "process" });
    } else if (
      /^worker_threads:parentPort\.(?:on|once)$/.test(origin) &&
      literalText(file, call.args[0]) === "message"
    ) {
      report("entry", "worker message", call.node, { library: "worker_threads" });
    } else if (
      /^global:process\.stdin\.(?:on|pipe|read|setEncoding)$|^stream\/consumers:/.test(origin) &&
      (module === "global" || file.origin(call.args[0]) === "global:process.stdin")
    ) {
      report("entry", "standard input", call.node, { library: "process" });
    } else if (
      /^(?:readline|readline\/promises):createInterface$/.test(origin) &&
      file.origin(option(call, "input")) === "global:process.stdin"
    ) {
      report("entry", "standard input", call.node, { library: "readline" });
    } else if (
      /^fs:readFileSync$/.test(origin) &&
      (call.args[0]?.text === "0" || literalText(file, call.args[0]) === "/dev/stdin")
    ) {
      report("entry", "standard input", call.node, { library: "fs" });
    }
  }
  for (const node of file.nodesOf("for_in_statement")) {
    const of = node.children.findIndex((child) => child.text === "of");
    if (of > 0 && file.origin(node.children[of + 1]) === "global:process.stdin")
      report("entry", "standard input", node, { library: "process" });
  }
};

const schedulers: readonly (readonly [RegExp, number])[] = [
  [/^node-cron:schedule$/, 0],
  [/^cron:CronJob(?:\.from)?$/, 0],
  [/^node-schedule:scheduleJob$/, 0],
  [/^croner:(?:Cron)?$/, 0],
  [/^@nestjs\/schedule:(?:Cron|Interval)$/, 0],
  [/^toad-scheduler:\w*Job$/, 0],
  [/^agenda:(?:Agenda)?\(\)\.every$/, 0],
];

const observeSchedules = (file: SourceFile, report: Report): void => {
  for (const call of file.calls) {
    const scheduler = schedulers.find(([origin]) => origin.test(call.origin ?? ""));
    if (scheduler === undefined) continue;
    const when = option(call, "cronTime") ?? call.args[scheduler[1]];
    const name = queueName(file, when, splitOrigin(call.origin).module);
    report("entry", `schedule ${name}`, call.node, { library: splitOrigin(call.origin).module });
  }
};

const lambdaTypes =
  /:\s*(?:APIGatewayProxy\w*|SQS|SNS|S3|Scheduled|DynamoDBStream|EventBridge|Kinesis\w*|ALB|Cognito\w*)?(?:Event|Handler)\w*\b/;

/** `export const handler = async (event) => …` of a cloud function. */
const observeCloudFunctions = (file: SourceFile, report: Report): void => {
  const node = file.symbols.named.get("handler");
  if (
    node === undefined ||
    !/\bexports?\b/.test(file.tree.source.slice(Math.max(0, node.start - 60), node.start + 30))
  )
    return;
  const head = node.text.slice(0, 200);
  const takesEvent =
    /\(\s*_?event\b/.test(head) ||
    (file.scopes.imports.some((found) => found.module === "aws-lambda") && lambdaTypes.test(head));
  if (takesEvent) report("entry", "lambda handler", node, { library: "lambda" });
};

export const observeQueuesAndSchedules: Observer = (file, report) => {
  observeQueues(file, report);
  observeSchedules(file, report);
  observeCloudFunctions(file, report);
};
