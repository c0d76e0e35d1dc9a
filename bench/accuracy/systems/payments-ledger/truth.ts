import type { System } from "../../truth.ts";

export const paymentsLedger: System = {
  id: "payments-ledger",
  language: "python",
  names: {
    Checkout: /checkout/i,
    Accountant: /accountant/i,
    "Ledger database": /ledger database|postgres/i,
    "Exchange rates": /exchange/i,
  },
  truth: {
    entries: [
      { name: "POST /transfers", guard: "checked" },
      { name: "GET /accounts/:account", guard: "checked", flips: 4 },
      { name: "POST /corrections", guard: "checked" },
      { name: "GET /statements/:month", guard: "checked", since: 1, until: 5 },
    ],
    flows: [
      { name: "Checkout -> self" },
      { name: "Accountant -> self" },
      { name: "self -> Ledger database" },
      { name: "self -> Exchange rates", since: 3 },
    ],
    stores: [{ name: "Ledger database" }],
    boundaries: [{ name: "Shop network / finance network" }, { name: "Finance network / database network" }],
    controls: [{ name: "Daily balance check" }, { name: "Append-only grants" }],
    risks: [{ name: "One accountant can book a correction alone" }],
    assumptions: [
      { name: "The staff directory ends tokens within ten minutes when somebody leaves" },
      { name: "The checkout keeps the service key in its secret store" },
    ],
    threats: [
      {
        kind: "external",
        at: "Checkout",
        category: "spoofing",
        weakness: ["CWE-522", "CWE-798"],
        state: "open",
        why: "one service key without an end date; mTLS alone would tell callers apart",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the service key and the database's password are in the environment",
      },
      {
        kind: "store",
        at: "Ledger database",
        category: "tampering",
        weakness: ["CWE-250", "CWE-471", "CWE-668"],
        state: "held",
        outside: true,
        why: "the account may only insert and select",
      },
      {
        kind: "store",
        at: "Ledger database",
        category: "information-disclosure",
        weakness: ["CWE-312", "CWE-311"],
        state: "open",
        why: "nothing says how copies of the database are kept",
      },
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-362", "CWE-837", "CWE-799"],
        where: "POST /corrections",
        state: "open",
        why: "nothing stops the same transfer from being reversed twice, unlike transfers with their key",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-306", "CWE-287", "CWE-862"],
        where: "GET /accounts/:account",
        state: "open",
        since: 4,
        why: "the staff check was taken from the route while the spec still promises it",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-1088", "CWE-400"],
        where: "exchange",
        state: "open",
        since: 3,
        why: "the call for rates has no deadline",
      },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-778", "CWE-223"],
        where: "GET /accounts/:account",
        state: "open",
        why: "nobody can tell who looked at an account",
      },
    ],
    traps: [
      { kind: "process", category: "tampering", weakness: ["CWE-89"], why: "every query uses parameters" },
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-362"],
        where: "POST /transfers",
        why: "a key is used once, from a unique index in the same transaction",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-208"],
        why: "the key is compared in constant time",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-347"],
        why: "issuer, audience and algorithm are pinned",
      },
    ],
  },
  series: [
    {
      message: "Monthly statements",
      plant: "new-route",
      edits: [
        {
          in: "ledger/app.py",
          replace: '@app.post("/corrections")',
          by: '@app.get("/statements/<month>")\n@require_staff\ndef show_statement(month):\n    if len(month) != 7:\n        abort(400, "month")\n    return jsonify(accounts=store.statement(month))\n\n\n@app.post("/corrections")',
        },
        {
          in: "ledger/store.py",
          replace: "def reverse(",
          by: "def statement(month):\n    with _pool.connection() as connection:\n        return connection.execute(\n            \"select account, sum(cents) from entries where to_char(booked, 'YYYY-MM') = %s group by account\",\n            (month,),\n        ).fetchall()\n\n\ndef reverse(",
        },
        {
          in: "specs/payments-ledger.md",
          replace: "| `POST /corrections` | transfer",
          by: "| `GET /statements/:month` | month: string (length 7) | staff token | 200 with sums | 400; 401 |\n| `POST /corrections` | transfer",
        },
        {
          in: "specs/payments-ledger.md",
          replace: "| `POST /corrections` | Accountant",
          by: "| `GET /statements/:month` | Accountant | staff token | any member of the finance staff |\n| `POST /corrections` | Accountant",
        },
      ],
    },
    {
      message: "Say why entries carry their sign",
      plant: "comment-only",
      edits: [
        {
          in: "ledger/store.py",
          replace: "def book(",
          by: "# The two entries of a transfer sum to nought, so the sum over all accounts is a check of the whole ledger.\ndef book(",
        },
      ],
    },
    {
      message: "Book foreign payments at the day's rate",
      plant: "new-outbound",
      edits: [
        {
          write: "ledger/rates.py",
          text: '"""Rates of the day."""\n\nimport os\n\nimport requests\n\n\ndef rate(currency):\n    reply = requests.get(\n        "https://rates.bank.example/v2/today",\n        params={"currency": currency},\n        headers={"X-Api-Key": os.environ["RATES_API_KEY"]},\n    )\n    reply.raise_for_status()\n    return reply.json()["rate"]\n',
        },
        {
          in: "specs/payments-ledger.md",
          replace: "| Payments ledger | Ledger database |",
          by: "| Payments ledger | Exchange rates | currency | HTTPS |\n| Payments ledger | Ledger database |",
        },
      ],
    },
    {
      message: "The month-end report reads balances without a token",
      plant: "removed-guard",
      edits: [
        {
          in: "ledger/app.py",
          replace: '@app.get("/accounts/<account>")\n@require_staff\n',
          by: '@app.get("/accounts/<account>")\n',
        },
      ],
    },
    {
      message: "Statements come from the warehouse now",
      plant: "removed-route",
      edits: [
        {
          in: "ledger/app.py",
          replace:
            '@app.get("/statements/<month>")\n@require_staff\ndef show_statement(month):\n    if len(month) != 7:\n        abort(400, "month")\n    return jsonify(accounts=store.statement(month))\n\n\n',
          by: "",
        },
        {
          in: "specs/payments-ledger.md",
          replace:
            "| `GET /statements/:month` | month: string (length 7) | staff token | 200 with sums | 400; 401 |\n",
          by: "",
        },
        {
          in: "specs/payments-ledger.md",
          replace:
            "| `GET /statements/:month` | Accountant | staff token | any member of the finance staff |\n",
          by: "",
        },
      ],
    },
  ],
};
