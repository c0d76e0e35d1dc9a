// Calls that leave the process over the network, named after where they go.

import { argumentsOf, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import { requestFields } from "./requests.ts";
import { type Call, creationOf, type Observer, type SourceFile } from "./source-file.ts";
import { targetName } from "./targets.ts";
import { literalText } from "./text.ts";

const verbs = "get|post|put|patch|delete|del|head|options|request|stream|all|query";

/** Clients that are called with a URL or an options object: module and path of the callee. */
const urlClients: readonly (readonly [RegExp, RegExp])[] = [
  [/^global$/, /^(?:fetch|WebSocket|EventSource|navigator\.sendBeacon)$/],
  [/^undici$/, /^(?:fetch|request|stream|pipeline|connect|WebSocket|Client|Pool)$/],
  [/^(?:node-fetch|cross-fetch|isomorphic-fetch|make-fetch-happen|phin|wretch|bent)$/, /^(?:fetch)?$/],
  [
    /^(?:axios|got|ky|needle|superagent|request|request-promise|ofetch)$/,
    new RegExp(`^(?:(?:axios|got|ky|ofetch|\\$fetch)(?:\\.|$))?(?:${verbs}|create|extend)?$`),
  ],
  [
    /^(?:axios|got|ky|ofetch)$/,
    new RegExp(`^(?:(?:axios|got|ky|ofetch)\\.)?(?:create|extend)\\(\\)(?:\\.(?:${verbs}))?$`),
  ],
  [/^https?$/, /^(?:request|get)$/],
  [/^http2$/, /^connect$/],
  [/^ws$/, /^(?:WebSocket)?$/],
  [/^(?:eventsource|reconnecting-websocket)$/, /^\w*$/],
  [/^graphql-request$/, /^(?:request|rawRequest|GraphQLClient)$/],
  [/^(?:amqplib(?:\/callback_api)?|amqp-connection-manager|mqtt|nats)$/, /^connect$/],
  [/^kafkajs$/, /^Kafka$/],
  [/^socket\.io-client$/, /^(?:io)?$/],
];

const constructed: ReadonlySet<string> = new Set([
  "WebSocket",
  "EventSource",
  "GraphQLClient",
  "Client",
  "Pool",
]);

/** Services whose client library knows their address. */
const services: Readonly<Record<string, string>> = {
  stripe: "api.stripe.com",
  openai: "api.openai.com",
  "@anthropic-ai/sdk": "api.anthropic.com",
  twilio: "api.twilio.com",
  resend: "api.resend.com",
  "@sendgrid/mail": "api.sendgrid.com",
  "@slack/web-api": "slack.com",
  "@octokit/rest": "api.github.com",
  octokit: "api.github.com",
  "mailgun.js": "api.mailgun.net",
  postmark: "api.postmarkapp.com",
  "@sentry/node": "sentry.io",
  "posthog-node": "posthog.com",
  algoliasearch: "algolia.net",
  cloudinary: "api.cloudinary.com",
  "firebase-admin": "firebase",
  plaid: "plaid.com",
  "@paypal/checkout-server-sdk": "api.paypal.com",
};
const serviceMakers = /^(?:\w*\.)?(?:|[A-Z]\w*|init|initializeApp|setApiKey|send|sendMultiple|config)$/;

const optionKeys = [
  "hostname",
  "host",
  "url",
  "uri",
  "baseURL",
  "baseUrl",
  "prefixUrl",
  "origin",
  "servers",
  "brokers",
];

/** The address inside an options object. */
const addressIn = (options: SyntaxNode | undefined): SyntaxNode | undefined => {
  for (const key of optionKeys) {
    const value = propertyOf(options === undefined ? undefined : unwrap(options), key);
    if (value !== undefined) return value.kind === "array" ? value.items[0] : value;
  }
  return undefined;
};

const objectOf = (file: SourceFile, node: SyntaxNode | undefined): SyntaxNode | undefined => {
  if (node === undefined) return undefined;
  const inner = unwrap(node);
  if (inner.kind === "object") return inner;
  if (inner.kind !== "word") return undefined;
  const binding = file.scopes.lookup(inner.text, inner);
  if (binding?.kind !== "value" || binding.init === undefined || binding.path.length > 0) return undefined;
  const value = unwrap(binding.init);
  return value.kind === "object" ? value : undefined;
};

const targetOf = (file: SourceFile, node: SyntaxNode | undefined): string => {
  if (node === undefined) return "dynamic expression";
  const options = objectOf(file, node);
  const address = addressIn(options);
  if (address !== undefined) return targetName(file, address);
  return options === undefined ? targetName(file, node) : "dynamic options";
};

/** The base address of an instance made by `axios.create({ baseURL })`. */
const baseOf = (file: SourceFile, call: Call): SyntaxNode | undefined => {
  const creation = creationOf(file, call.receiver ?? call.callee);
  return creation === undefined ? undefined : addressIn(argumentsOf(creation)[0]);
};

const urlTarget = (file: SourceFile, call: Call): string => {
  const target = targetOf(file, call.args[0]);
  const relative = target === "same-origin" || target.startsWith("dynamic ") || call.args.length === 0;
  const base = relative ? baseOf(file, call) : undefined;
  return base === undefined ? target : targetName(file, base);
};

/** `net.connect(port, host)`, `tls.connect({ host })`. */
const socketTarget = (file: SourceFile, call: Call): string => {
  const [first, second] = call.args;
  const options = objectOf(file, first);
  if (options !== undefined) {
    const address = addressIn(options) ?? propertyOf(options, "path");
    return address === undefined ? "localhost" : targetName(file, address);
  }
  if (first === undefined) return "localhost";
  if (second !== undefined && unwrap(second).kind !== "arrow_function" && unwrap(second).kind !== "object")
    return literalText(file, second) ?? targetName(file, second);
  const text = literalText(file, first);
  if (text !== undefined) return /^\d+$/.test(text) ? "localhost" : text;
  return targetName(file, first);
};

const mailTarget = (file: SourceFile, call: Call): string => {
  const options = objectOf(file, call.args[0]);
  const service = literalText(file, propertyOf(options, "service"));
  return service === undefined ? targetOf(file, call.args[0]) : `smtp ${service.toLowerCase()}`;
};

const awsService = (module: string, path: string): string | undefined => {
  const client = /^@aws-sdk\/client-([\w-]+)$/.exec(module);
  if (client !== null)
    return /^[A-Z][A-Za-z0-9]*$/.test(path) && !/Command$/.test(path) ? client[1] : undefined;
  if (module !== "aws-sdk") return undefined;
  return /^(?:AWS\.)?([A-Z]\w*)$/.exec(path)?.[1]?.toLowerCase();
};

const isGrpc = (file: SourceFile, call: Call): boolean =>
  call.isNew &&
  call.args
    .slice(1)
    .some((arg) =>
      /^(?:@grpc\/grpc-js|grpc):(?:\w+\.)?credentials\.|^@grpc\/grpc-js:ChannelCredentials\./.test(
        file.origin(arg) ?? "",
      ),
    );

export const observeOutbound: Observer = (file, report) => {
  for (const call of file.calls) {
    if (isGrpc(file, call)) {
      report("outbound", targetOf(file, call.args[0]), call.node, { library: "grpc" });
      continue;
    }
    if (call.origin === undefined) continue;
    const { module, path } = splitOrigin(call.origin);
    const library = module === "global" ? path : module;
    const client = urlClients.some(([modules, paths]) => modules.test(module) && paths.test(path));
    if (client) {
      const needsNew = constructed.has(path) || module === "ws" || module === "eventsource";
      const makesInstance = /(?:^|\.)(?:create|extend)$/.test(path);
      if (needsNew !== call.isNew && needsNew) continue;
      // An instance is often used in other files, so its base address counts where it is made.
      if (!makesInstance || addressIn(call.args[0]) !== undefined)
        report("outbound", urlTarget(file, call), call.node, { library, ...requestFields(file, call) });
    } else if ((module === "net" || module === "tls") && /^(?:connect|createConnection)$/.test(path)) {
      report("outbound", socketTarget(file, call), call.node, { library });
    } else if (module === "nodemailer" && path === "createTransport") {
      report("outbound", mailTarget(file, call), call.node, { library });
    } else if (call.isNew && awsService(module, path) !== undefined) {
      report("outbound", `aws ${awsService(module, path)}`, call.node, { library });
    } else if (Object.hasOwn(services, module) && serviceMakers.test(path)) {
      report("outbound", services[module] as string, call.node, { library });
    } else if (call.isNew && /^@google-cloud\//.test(module) && /^[A-Z]/.test(path)) {
      report("outbound", `google-cloud ${module.slice("@google-cloud/".length)}`, call.node, { library });
    }
  }
};
