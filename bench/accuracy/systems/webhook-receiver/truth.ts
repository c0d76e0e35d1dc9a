import type { System } from "../../truth.ts";

export const webhookReceiver: System = {
  id: "webhook-receiver",
  language: "typescript",
  names: {
    "Payment provider": /payment provider|client/i,
    Orchestrator: /orchestrator/i,
    "Event stream": /event stream|redis/i,
    "Chat tool": /chat/i,
  },
  truth: {
    entries: [
      { name: "POST /hooks/payments", guard: "checked" },
      { name: "GET /health", guard: "none" },
      { name: "POST /hooks/refunds", guard: "checked", since: 1, flips: 5 },
    ],
    flows: [
      { name: "Payment provider -> self" },
      { name: "Orchestrator -> self" },
      { name: "self -> Event stream" },
      { name: "self -> Chat tool", since: 3 },
    ],
    stores: [{ name: "Event stream" }],
    boundaries: [{ name: "Internet / cluster" }, { name: "Cluster / stream network" }],
    controls: [{ name: "Provider address list" }, { name: "Bookkeeping reconciliation" }],
    risks: [
      { name: "A signed callback can be sent again within five minutes" },
      { name: "Alerts in the chat tool name payments", since: 3 },
    ],
    assumptions: [
      { name: "The provider's clock and ours agree to within a minute" },
      { name: "The bookkeeping treats an event id that it knows as done" },
    ],
    threats: [
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-294"],
        where: "POST /hooks/payments",
        state: "held",
        outside: true,
        why: "the bookkeeping drops ids that it knows and Finance reconciles each day",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the signing secret is in the environment",
      },
      {
        kind: "store",
        at: "Event stream",
        category: "information-disclosure",
        weakness: ["CWE-312", "CWE-311"],
        state: "open",
        why: "nothing says that the stream's disk or its copies are encrypted",
      },
      {
        kind: "store",
        at: "Event stream",
        category: "denial-of-service",
        weakness: ["CWE-693", "CWE-404", "CWE-770"],
        state: "open",
        why: "events beyond the last hundred thousand are dropped, and nothing brings them back",
      },
      {
        kind: "store",
        at: "Event stream",
        category: "tampering",
        weakness: ["CWE-250", "CWE-668"],
        state: "open",
        why: "two components share the stream's account and either can rewrite it",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-345", "CWE-306", "CWE-287"],
        where: "POST /hooks/refunds",
        state: "open",
        since: 5,
        why: "the refunds route does not check the signature any more while the spec promises it",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-201"],
        where: "chat",
        state: "open",
        since: 3,
        why: "payment ids leave for the chat tool",
      },
    ],
    traps: [
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-208"],
        why: "the comparison takes constant time",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-400"],
        where: "POST /hooks/payments",
        why: "the body ends at 64 KiB",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-345", "CWE-306"],
        where: "POST /hooks/payments",
        why: "the signature is checked before anything else",
      },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-117"],
        why: "what is not a word character is replaced before it is logged",
      },
    ],
  },
  series: [
    {
      message: "Take refund callbacks too",
      plant: "new-route",
      edits: [
        {
          in: "src/hooks/server.ts",
          replace: '    if (request.method === "GET" && request.url === "/health") {',
          by: '    if (request.method === "POST" && request.url === "/hooks/refunds") {\n      await takeRefund(request, response);\n      return;\n    }\n    if (request.method === "GET" && request.url === "/health") {',
        },
        {
          in: "src/hooks/server.ts",
          replace: "export const server =",
          by: 'const takeRefund = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {\n  const body = await readBody(request);\n  if (body === undefined) return end(response, 413);\n  if (!isSigned(request.headers["x-signature"], body, Date.now())) return end(response, 401);\n  const event = asEvent(body);\n  if (event === undefined) return end(response, 400);\n  await appendEvent(`refund-${event.id}`, body.toString("utf8"));\n  end(response, 202);\n};\n\nexport const server =',
        },
        {
          in: "specs/webhook-receiver.md",
          replace: "| `GET /health` | none | none",
          by: "| `POST /hooks/refunds` | event: JSON of at most 64 KiB, signature: string (67..100) | provider's signature | 202 | 400; 401; 413 |\n| `GET /health` | none | none",
        },
        {
          in: "specs/webhook-receiver.md",
          replace: "| `GET /health` | Orchestrator",
          by: "| `POST /hooks/refunds` | Payment provider | HMAC-SHA-256 signature with a time stamp |\n| `GET /health` | Orchestrator",
        },
      ],
    },
    {
      message: "Name the signature's parts",
      plant: "comment-only",
      edits: [
        {
          in: "src/hooks/verify.ts",
          replace: "  const [, seconds",
          by: "  // The provider signs `<seconds>.<body>`; the two parts of the header are its own.\n  const [, seconds",
        },
      ],
    },
    {
      message: "Alert the chat tool when a callback fails",
      plant: "new-outbound",
      edits: [
        {
          write: "src/hooks/alert.ts",
          text: 'const webhook = process.env.CHAT_WEBHOOK_TOKEN;\n\n/** Tells the people on call; a failure here never reaches the provider. */\nexport const alertChat = async (text: string): Promise<void> => {\n  await fetch("https://chat.example.com/hooks/payments", {\n    method: "POST",\n    headers: { authorization: `Bearer ${webhook}`, "content-type": "application/json" },\n    body: JSON.stringify({ text: text.slice(0, 200) }),\n    signal: AbortSignal.timeout(1000),\n  }).catch(() => undefined);\n};\n',
        },
        {
          in: "src/hooks/server.ts",
          replace: '    console.error("callback failed", error instanceof Error ? error.name : "unknown");',
          by: '    console.error("callback failed", error instanceof Error ? error.name : "unknown");\n    await alertChat(`callback failed: ${request.url ?? ""}`);',
        },
        {
          in: "src/hooks/server.ts",
          replace: "import { appendEvent",
          by: 'import { alertChat } from "./alert.ts";\nimport { appendEvent',
        },
        {
          in: "specs/webhook-receiver.md",
          replace: "| Webhook receiver | Event stream |",
          by: "| Webhook receiver | Chat tool | failures with the payment's id | HTTPS |\n| Webhook receiver | Event stream |",
        },
        {
          in: "specs/webhook-receiver.md",
          replace: "\n### Assumptions",
          by: "| Alerts in the chat tool name payments | Payments team | the people on call need to find them | 2031-03-31 |\n\n### Assumptions",
        },
      ],
    },
    {
      message: "Call the reader of callbacks by its name",
      plant: "renamed-symbol",
      edits: [
        {
          in: "src/hooks/server.ts",
          replace: "const takeCallback = async",
          by: "const takePayment = async",
        },
        {
          in: "src/hooks/server.ts",
          replace: "await takeCallback(request, response);",
          by: "await takePayment(request, response);",
        },
      ],
    },
    {
      message: "Let refunds through while the provider changes its keys",
      plant: "removed-guard",
      edits: [
        {
          in: "src/hooks/server.ts",
          replace:
            '  if (!isSigned(request.headers["x-signature"], body, Date.now())) return end(response, 401);\n  const event = asEvent(body);\n  if (event === undefined) return end(response, 400);\n  await appendEvent(`refund-',
          by: "  const event = asEvent(body);\n  if (event === undefined) return end(response, 400);\n  await appendEvent(`refund-",
        },
      ],
    },
  ],
};
