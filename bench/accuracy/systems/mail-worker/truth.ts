import type { System } from "../../truth.ts";

export const mailWorker: System = {
  id: "mail-worker",
  language: "typescript",
  names: {
    "Shop backend": /shop backend|producer/i,
    Orchestrator: /orchestrator|client/i,
    "Mail queue": /mail queue|redis|bullmq/i,
    "Mail relay": /mail relay|smtp|relay\.mail|mail server|mail provider/i,
    "Bounce service": /bounce/i,
    "Suppression database": /suppression|postgres/i,
  },
  truth: {
    entries: [
      { name: "queue mail", also: /^(?:queue )?`?mail`?$/i },
      { name: "GET /health", guard: "none" },
    ],
    flows: [
      { name: "Shop backend -> Mail queue" },
      { name: "Mail queue -> self" },
      { name: "self -> Mail relay" },
      { name: "Orchestrator -> self" },
      { name: "self -> Suppression database", since: 2 },
      { name: "self -> Bounce service", since: 4 },
    ],
    stores: [{ name: "Mail queue" }, { name: "Suppression database", since: 2 }],
    boundaries: [{ name: "Shop network / queue network" }, { name: "Shop network / mail relay" }],
    controls: [{ name: "Relay sending limit" }, { name: "Dead letter alarm" }],
    risks: [{ name: "Reset links lie readable in the queue for a minute", until: 5 }],
    assumptions: [
      { name: "Only the five backend services know the queue's password", also: /only the five backend/i },
      { name: "The Mail relay signs messages with DKIM" },
    ],
    threats: [
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-290", "CWE-345"],
        where: "mail",
        state: "open",
        why: "any of five services, or whoever has their password, sends messages in the shop's name",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the relay's password is in the environment",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-201"],
        where: "relay",
        state: "open",
        why: "the relay's provider reads addresses and reset links",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-755", "CWE-400"],
        where: "mail",
        state: "held",
        outside: true,
        why: "a job that fails again and again blocks others; the dead letter alarm rings",
      },
      {
        kind: "store",
        at: "Mail queue",
        category: "information-disclosure",
        weakness: ["CWE-312", "CWE-522", "CWE-311"],
        state: "open",
        why: "jobs hold reset links that work, readable by whoever reads the queue",
      },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-778", "CWE-223"],
        state: "open",
        where: "mail",
        why: "one password for five services: nobody can tell who asked for a message",
      },
      {
        kind: "store",
        at: "Suppression database",
        category: "information-disclosure",
        weakness: ["CWE-312", "CWE-311"],
        state: "open",
        since: 2,
        why: "addresses of people who object lie in a database of which nothing says how its copies are kept",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-1088", "CWE-400"],
        where: "bounce",
        state: "open",
        since: 4,
        why: "the call of the Bounce service has no deadline and holds one of five slots",
      },
    ],
    traps: [
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-93"],
        why: "addresses are checked against a pattern without line ends, and subjects are fixed",
      },
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-20"],
        where: "mail",
        why: "a job's shape, address, template and lengths are checked",
      },
      {
        kind: "flow",
        at: "self -> Mail relay",
        category: "information-disclosure",
        weakness: ["CWE-319", "CWE-295"],
        why: "TLS from the first byte, with the certificate checked",
      },
    ],
  },
  series: [
    {
      message: "Say why a value is cut",
      plant: "comment-only",
      edits: [
        {
          in: "src/mail/worker.ts",
          replace: "  const texts = Object.entries",
          by: "  // Longer values were always mistakes of the caller; they are left out, and the message still goes.\n  const texts = Object.entries",
        },
      ],
    },
    {
      message: "Leave out people who object",
      plant: "new-store",
      edits: [
        {
          write: "src/mail/suppression.ts",
          text: 'import pg from "pg";\n\nconst pool = new pg.Pool({ connectionString: process.env.SUPPRESSION_DATABASE_URL });\n\n/** Whether the person behind an address wants no mail. */\nexport const objects = async (to: string): Promise<boolean> => {\n  const { rowCount } = await pool.query("select 1 from suppressed where address = $1", [to.toLowerCase()]);\n  return rowCount === 1;\n};\n',
        },
        {
          in: "src/mail/worker.ts",
          replace: "    const { subject, html } = fill(template, values);",
          by: '    if (template !== "reset" && (await objects(to))) return;\n    const { subject, html } = fill(template, values);',
        },
        {
          in: "src/mail/worker.ts",
          replace: "import { fill, isTemplate }",
          by: 'import { objects } from "./suppression.ts";\nimport { fill, isTemplate }',
        },
        {
          in: "specs/mail-worker.md",
          replace: "| Mail worker | Mail relay |",
          by: "| Mail worker | Suppression database | addresses | TLS |\n| Mail worker | Mail relay |",
        },
      ],
    },
    {
      message: "Call the relay's sender by what it does",
      plant: "renamed-symbol",
      edits: [
        { in: "src/mail/relay.ts", replace: "export const sendMessage", by: "export const handToRelay" },
        { in: "src/mail/worker.ts", replace: "import { sendMessage }", by: "import { handToRelay }" },
        { in: "src/mail/worker.ts", replace: "await sendMessage(", by: "await handToRelay(" },
      ],
    },
    {
      message: "Tell the Bounce service what was sent",
      plant: "new-outbound",
      edits: [
        {
          write: "src/mail/bounces.ts",
          text: '/** The Bounce service matches later bounces with this. */\nexport const announce = async (to: string, job: string): Promise<void> => {\n  await fetch("https://bounces.shop.example/sent", {\n    method: "POST",\n    headers: { "x-bounce-key": process.env.BOUNCE_API_KEY ?? "", "content-type": "application/json" },\n    body: JSON.stringify({ to, job }),\n  });\n};\n',
        },
        {
          in: "src/mail/worker.ts",
          replace: '    console.log("sent"',
          by: '    await announce(to, job.id ?? "");\n    console.log("sent"',
        },
        {
          in: "src/mail/worker.ts",
          replace: "import { connection,",
          by: 'import { announce } from "./bounces.ts";\nimport { connection,',
        },
        {
          in: "specs/mail-worker.md",
          replace: "| Mail worker | Suppression database |",
          by: "| Mail worker | Bounce service | addresses, job id | HTTPS |\n| Mail worker | Suppression database |",
        },
      ],
    },
    {
      message: "The queue encrypts values now, so the risk has ended",
      plant: "spec-only",
      edits: [
        {
          in: "specs/mail-worker.md",
          replace:
            "| Risk | Owner | Reason | Expires |\n| --- | --- | --- | --- |\n| Reset links lie readable in the queue for a minute | Notifications team | they end after 15 minutes and the queue network is closed | 2030-09-30 |\n",
          by: "None.\n",
        },
      ],
    },
  ],
};
