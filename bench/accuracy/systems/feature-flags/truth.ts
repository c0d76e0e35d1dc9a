import type { System } from "../../truth.ts";

export const featureFlags: System = {
  id: "feature-flags",
  language: "go",
  names: {
    Services: /services/i,
    Engineer: /engineer/i,
    "Metrics collector": /collector/i,
    Postgres: /postgres/i,
    "Chat tool": /chat/i,
  },
  truth: {
    entries: [
      { name: "GET /flags", guard: "checked" },
      { name: "PUT /flags/:name", guard: "checked" },
      { name: "GET /metrics", guard: "none" },
      { name: "GET /changes", guard: "checked", since: 2, flips: 4 },
    ],
    flows: [
      { name: "Services -> self" },
      { name: "Engineer -> self" },
      { name: "Metrics collector -> self" },
      { name: "self -> Postgres" },
      { name: "self -> Chat tool", since: 3 },
    ],
    stores: [{ name: "Postgres" }],
    boundaries: [{ name: "Office / cluster" }, { name: "Cluster / database" }],
    controls: [
      { name: "Sign-in proxy strips identity headers" },
      { name: "Cluster network policy" },
      { name: "Release calendar", since: 5 },
    ],
    risks: [{ name: "Metrics are readable in the cluster" }],
    assumptions: [
      { name: "A service that gets no answer uses its built-in default" },
      { name: "Names of flags tell outsiders nothing" },
    ],
    threats: [
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-348", "CWE-290", "CWE-287"],
        where: "PUT /flags/:name",
        state: "held",
        outside: true,
        why: "a caller inside the cluster can set the identity header; the network policy holds it",
      },
      {
        kind: "external",
        at: "Services",
        category: "spoofing",
        weakness: ["CWE-522", "CWE-798"],
        state: "open",
        why: "service tokens have no end date",
      },
      {
        kind: "store",
        at: "Postgres",
        category: "tampering",
        weakness: ["CWE-250", "CWE-668", "CWE-471"],
        state: "open",
        why: "one account for everything: it can rewrite the change log too",
      },
      {
        kind: "store",
        at: "Postgres",
        category: "denial-of-service",
        weakness: ["CWE-693"],
        state: "open",
        why: "nothing says that Postgres is backed up",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-497", "CWE-200"],
        where: "GET /metrics",
        state: "open",
        why: "the accepted risk: counters are readable in the cluster",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-306", "CWE-287", "CWE-862"],
        where: "GET /changes",
        state: "open",
        since: 4,
        why: "the change log is open to whoever reaches the port, while the spec asks for sign-in",
      },
    ],
    traps: [
      { kind: "process", category: "tampering", weakness: ["CWE-89"], why: "every query uses parameters" },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-778", "CWE-223"],
        where: "PUT /flags/:name",
        why: "each change is logged in its own transaction",
      },
      {
        kind: "process",
        category: "elevation-of-privilege",
        weakness: ["CWE-862"],
        where: "PUT /flags/:name",
        why: "the group release is asked for",
      },
    ],
  },
  series: [
    {
      message: "Keep the cache in a file of its own",
      plant: "moved-file",
      edits: [{ move: "flags/store.go", to: "flags/storage.go" }],
    },
    {
      message: "Show the change log",
      plant: "new-route",
      edits: [
        {
          in: "flags/server.go",
          replace: '\tmux.HandleFunc("GET /metrics"',
          by: '\tmux.Handle("GET /changes", s.requireRelease(http.HandlerFunc(s.listChanges)))\n\tmux.HandleFunc("GET /metrics"',
        },
        {
          in: "flags/server.go",
          replace: "func (s *Server) metrics(",
          by: 'func (s *Server) listChanges(w http.ResponseWriter, r *http.Request) {\n\tchanges, err := s.store.changes(r.Context())\n\tif err != nil {\n\t\thttp.Error(w, "unavailable", http.StatusServiceUnavailable)\n\t\treturn\n\t}\n\tjson.NewEncoder(w).Encode(changes)\n}\n\nfunc (s *Server) metrics(',
        },
        {
          in: "flags/storage.go",
          replace: "// Cache holds",
          by: "// changes gives the newest hundred changes.\nfunc (s *Store) changes(ctx context.Context) ([]string, error) {\n\trows, err := s.pool.Query(ctx, `select name || ' by ' || who from changes order by at desc limit 100`)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tdefer rows.Close()\n\tvar found []string\n\tfor rows.Next() {\n\t\tvar text string\n\t\tif err := rows.Scan(&text); err != nil {\n\t\t\treturn nil, err\n\t\t}\n\t\tfound = append(found, text)\n\t}\n\treturn found, rows.Err()\n}\n\n// Cache holds",
        },
        {
          in: "specs/feature-flags.md",
          replace: "| `GET /metrics` | none |",
          by: "| `GET /changes` | none | engineer's sign-in | 200 with the newest hundred changes | 401; 403 |\n| `GET /metrics` | none |",
        },
        {
          in: "specs/feature-flags.md",
          replace: "| `GET /metrics` | Metrics collector |",
          by: "| `GET /changes` | Engineer | identity header of the Sign-in proxy | group release |\n| `GET /metrics` | Metrics collector |",
        },
      ],
    },
    {
      message: "Tell the chat tool of each change",
      plant: "new-secret",
      edits: [
        {
          write: "flags/chat.go",
          text: 'package flags\n\nimport (\n\t"bytes"\n\t"net/http"\n\t"os"\n\t"time"\n)\n\nvar chat = http.Client{Timeout: 2 * time.Second}\n\n// announce posts one line; a failure changes nothing.\nfunc announce(line string) {\n\trequest, err := http.NewRequest("POST", "https://chat.example.com/release", bytes.NewBufferString(line))\n\tif err != nil {\n\t\treturn\n\t}\n\trequest.Header.Set("Authorization", "Bearer "+os.Getenv("CHAT_TOKEN"))\n\tif reply, err := chat.Do(request); err == nil {\n\t\treply.Body.Close()\n\t}\n}\n',
        },
        {
          in: "specs/feature-flags.md",
          replace: "| Feature flags | Postgres |",
          by: "| Feature flags | Chat tool | flag changes, chat token | HTTPS |\n| Feature flags | Postgres |",
        },
      ],
    },
    {
      message: "The dashboard shows changes without sign-in",
      plant: "removed-guard",
      edits: [
        {
          in: "flags/server.go",
          replace: '\tmux.Handle("GET /changes", s.requireRelease(http.HandlerFunc(s.listChanges)))',
          by: '\tmux.HandleFunc("GET /changes", s.listChanges)',
        },
      ],
    },
    {
      message: "Changes are held back while the release calendar is closed",
      plant: "spec-only",
      edits: [
        {
          in: "specs/feature-flags.md",
          replace: "\n### Accepted risks",
          by: "| Release calendar | Developer platform | the Sign-in proxy refuses changes in closed weeks | emergencies |\n\n### Accepted risks",
        },
      ],
    },
  ],
};
