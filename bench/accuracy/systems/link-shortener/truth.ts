import type { System } from "../../truth.ts";

export const linkShortener: System = {
  id: "link-shortener",
  language: "typescript",
  names: {
    "Marketing tool": /marketing|tool/i,
    Visitor: /visitor|client/i,
    "Load balancer": /load balancer/i,
    "Links database": /links database|postgres/i,
    "Preview service": /preview/i,
  },
  truth: {
    entries: [
      { name: "POST /links", guard: "checked" },
      { name: "GET /links/:slug/visits", guard: "checked", flips: 4 },
      { name: "DELETE /links/:slug", guard: "checked" },
      { name: "GET /r/:slug", guard: "none" },
      { name: "GET /health", guard: "none" },
      { name: "GET /links", guard: "checked", since: 2 },
    ],
    flows: [
      { name: "Marketing tool -> self" },
      { name: "Visitor -> self" },
      { name: "Load balancer -> self" },
      { name: "self -> Links database" },
      { name: "self -> Preview service", since: 3 },
    ],
    stores: [{ name: "Links database" }],
    boundaries: [{ name: "Internet / cluster" }, { name: "Cluster / database network" }],
    controls: [{ name: "Edge rate limit" }, { name: "Abuse desk", until: 6 }],
    risks: [{ name: "A short link may lead to a phishing page" }],
    assumptions: [
      { name: "The Edge proxy is the only way in from the Internet" },
      { name: "Marketing tools keep their key in a secret store" },
      { name: "The Preview service fetches public addresses only", since: 6 },
    ],
    threats: [
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-799", "CWE-770", "CWE-400"],
        where: "GET /r/:slug",
        state: "held",
        outside: true,
        why: "each visit writes a row without an account; the edge limits requests for each address",
      },
      {
        kind: "store",
        at: "Links database",
        category: "information-disclosure",
        weakness: ["CWE-312", "CWE-311"],
        state: "open",
        why: "nothing says that visits are encrypted in backups",
      },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-778", "CWE-223"],
        where: "DELETE /links/:slug",
        state: "open",
        why: "a deleted link leaves no record of who deleted it",
      },
      {
        kind: "external",
        at: "Marketing tool",
        category: "spoofing",
        weakness: ["CWE-522", "CWE-798"],
        state: "open",
        why: "a tool key has no end date; a copy works from anywhere",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the database's password is in the environment",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-601"],
        where: "GET /r/:slug",
        state: "open",
        why: "the accepted open redirect: a link of the company's name leads to a phishing page",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-306", "CWE-287", "CWE-862"],
        where: "GET /links/:slug/visits",
        state: "open",
        since: 4,
        why: "the guard was taken from the route while the spec still promises it",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-1088", "CWE-400"],
        where: "preview",
        state: "open",
        since: 3,
        why: "the call of the Preview service has no deadline, so a slow one holds requests",
      },
    ],
    traps: [
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-89"],
        why: "every query uses parameters",
      },
      {
        kind: "process",
        category: "elevation-of-privilege",
        weakness: ["CWE-918"],
        until: 3,
        why: "targets are kept, never fetched",
      },
      {
        kind: "process",
        category: "elevation-of-privilege",
        weakness: ["CWE-639"],
        where: "DELETE /links/:slug",
        why: "deletion selects by slug and tool",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-306", "CWE-287"],
        where: "POST /links",
        why: "requireTool stands in front of it",
      },
    ],
  },
  series: [
    {
      message: "Say why slugs have no look-alikes",
      plant: "comment-only",
      edits: [
        {
          in: "src/links/targets.ts",
          replace: 'const alphabet = "',
          by: '// Slugs are read out on the phone: neither l and 1 nor o and 0.\nconst alphabet = "',
        },
      ],
    },
    {
      message: "Tools list their own links",
      plant: "new-route",
      edits: [
        {
          in: "src/links/server.ts",
          replace: 'app.get("/links/:slug/visits"',
          by: 'app.get("/links", requireTool, async (request: ToolRequest, response) => {\n  response.json({ links: await linksOf(request.tool as string) });\n});\n\napp.get("/links/:slug/visits"',
        },
        { in: "src/links/server.ts", replace: "findTarget, pool,", by: "findTarget, linksOf, pool," },
        {
          in: "src/links/store.ts",
          replace: "export const removeLink",
          by: 'export const linksOf = async (tool: string): Promise<unknown[]> => {\n  const { rows } = await pool.query("select slug, target from links where tool = $1 order by slug limit 500", [tool]);\n  return rows;\n};\n\nexport const removeLink',
        },
        {
          in: "specs/link-shortener.md",
          replace: "| `GET /links/:slug/visits` | slug",
          by: "| `GET /links` | none | tool key | 200 with the tool's links | 401 |\n| `GET /links/:slug/visits` | slug",
        },
        {
          in: "specs/link-shortener.md",
          replace: "| `GET /links/:slug/visits` | Marketing tool",
          by: "| `GET /links` | Marketing tool | tool key | the tool's own links |\n| `GET /links/:slug/visits` | Marketing tool",
        },
      ],
    },
    {
      message: "Ask for a preview of each new target",
      plant: "new-outbound",
      edits: [
        {
          write: "src/links/preview.ts",
          text: '/** Has a picture made of the page; the reply is not waited for by anybody but the tool. */\nexport const requestPreview = async (slug: string, target: string): Promise<void> => {\n  const reply = await fetch("https://preview.internal.example/render", {\n    method: "POST",\n    headers: { "content-type": "application/json" },\n    body: JSON.stringify({ slug, target }),\n  });\n  if (!reply.ok) console.error("no preview", slug, reply.status);\n};\n',
        },
        {
          in: "src/links/server.ts",
          replace: "  response.status(201).json({ slug });",
          by: "  await requestPreview(slug, target);\n  response.status(201).json({ slug });",
        },
        {
          in: "src/links/server.ts",
          replace: "import { addVisit,",
          by: 'import { requestPreview } from "./preview.ts";\nimport { addVisit,',
        },
        {
          in: "specs/link-shortener.md",
          replace: "| Link shortener | Links database |",
          by: "| Link shortener | Preview service | slug, target | HTTPS |\n| Link shortener | Links database |",
        },
      ],
    },
    {
      message: "Let the dashboard read visits",
      plant: "removed-guard",
      edits: [
        {
          in: "src/links/server.ts",
          replace:
            'app.get("/links/:slug/visits", requireTool, async (request: ToolRequest, response) => {\n  const days = await visitsOf(request.params.slug as string, request.tool as string);',
          by: 'app.get("/links/:slug/visits", async (request, response) => {\n  const days = await visitsOf(request.params.slug, String(request.query.tool));',
        },
      ],
    },
    {
      message: "Put targets under rules",
      plant: "moved-file",
      edits: [
        { move: "src/links/targets.ts", to: "src/links/rules/targets.ts" },
        { in: "src/links/server.ts", replace: '"./targets.ts"', by: '"./rules/targets.ts"' },
      ],
    },
    {
      message: "The Abuse desk was closed; say what the Preview service fetches",
      plant: "spec-only",
      edits: [
        {
          in: "specs/link-shortener.md",
          replace:
            "| Abuse desk | Growth team | takes reported phishing links down within a working day | links that nobody reports |\n",
          by: "",
        },
        {
          in: "specs/link-shortener.md",
          replace: "the tools belong to the company and the Abuse desk takes links down",
          by: "the tools belong to the company",
        },
        {
          in: "specs/link-shortener.md",
          replace: "- Marketing tools keep",
          by: "- The Preview service fetches public addresses only.\n- Marketing tools keep",
        },
      ],
    },
  ],
};
