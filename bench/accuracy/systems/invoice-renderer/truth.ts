import type { System } from "../../truth.ts";

export const invoiceRenderer: System = {
  id: "invoice-renderer",
  language: "python",
  names: {
    "Billing backend": /billing backend/i,
    "Logo host": /logo/i,
    "Invoice bucket": /bucket|s3/i,
    Orchestrator: /orchestrator/i,
  },
  truth: {
    entries: [
      { name: "queue invoices", also: /invoices/i },
      { name: "GET /health", guard: "none" },
    ],
    flows: [
      { name: "Billing backend -> self" },
      { name: "self -> Logo host" },
      { name: "self -> Invoice bucket" },
      { name: "Orchestrator -> self" },
    ],
    stores: [{ name: "Invoice bucket" }],
    boundaries: [{ name: "Merchant's words / renderer" }, { name: "Billing network / Internet" }],
    controls: [{ name: "Egress proxy" }, { name: "Bucket encryption" }],
    risks: [{ name: "A merchant's logo may change after the order" }],
    assumptions: [
      { name: "The billing backend has checked amounts and taxes" },
      { name: "The Egress proxy is the only way to the Internet" },
    ],
    threats: [
      {
        kind: "process",
        category: "elevation-of-privilege",
        weakness: ["CWE-918"],
        state: "held",
        outside: true,
        why: "the logo's address is a merchant's; the egress proxy refuses private addresses",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-755", "CWE-400"],
        state: "open",
        where: "invoices",
        why: "whatever fails other than by its shape is thrown out of the loop and ends the worker's thread",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the bucket's credentials are in the environment",
      },
      {
        kind: "store",
        at: "Invoice bucket",
        category: "information-disclosure",
        weakness: ["CWE-552", "CWE-732", "CWE-312"],
        state: "held",
        outside: true,
        why: "objects are encrypted with a key of the billing account",
      },
      {
        kind: "store",
        at: "Invoice bucket",
        category: "tampering",
        weakness: ["CWE-471", "CWE-668"],
        state: "open",
        why: "an invoice that was sent can be overwritten by one order with the same id",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-290", "CWE-345"],
        where: "invoices",
        state: "open",
        why: "an order is believed because it is in the queue",
      },
    ],
    traps: [
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-22"],
        why: "names of files are made from a UUID",
      },
      {
        kind: "process",
        category: "elevation-of-privilege",
        weakness: ["CWE-95", "CWE-1336"],
        why: "values never reach the template's text, and are escaped",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-1088"],
        why: "the logo's host has three seconds",
      },
    ],
  },
  series: [],
};
