// Reports for tests, made from models as the command would make them.

import { ledgerRows } from "../../../src/cost/ledger.ts";
import { prices } from "../../../src/cost/price-table.ts";
import { stride } from "../../../src/frameworks/stride.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { signOffsOf } from "../../../src/model/sign-offs.ts";
import type { Report, ReportedComponent } from "../../../src/report/html/types.ts";
import { sessionService } from "../session-service.ts";

export const componentOf = (model: ThreatModel, title = "Sessions"): ReportedComponent => ({
  ...{ id: model.component, title, specPath: `specs/${model.component}.md`, owner: "Identity team", model },
  standing: {
    component: model.component,
    spec: `specs/${model.component}.md`,
    ...{ inStep: true, reasons: [], stale: [], modes: ["in-session"], unobserved: [], unstaged: [] },
    threats: { open: [{ level: "medium", count: 2 }], mitigated: 1, accepted: 1, provisional: 0 },
    signOffs: signOffsOf(model),
  },
  problems: [],
  framework: stride,
  history: [
    {
      ...{ commit: "0123456789abcdef0123456789abcdef01234567", day: "2026-01-31", author: "Ada" },
      ...{ subject: "Sign in with a password", touchesModel: true, touchesSpec: true },
      records: [
        {
          ...{ id: "0123456789ab", mode: "in-session", agent: "claude", added: ["S-7f3ka"], changed: [] },
          ...{ retired: ["S-zz2aa"], tokens: 1234, reason: undefined },
        },
      ],
    },
  ],
  olderCommits: 3,
});

export const reportOf = (...components: readonly ReportedComponent[]): Report => {
  const options = { referenceModel: "claude-opus-5-5", pricing: { table: prices } } as const;
  return {
    ...{ repository: "shop", revision: "v1.0", commit: "0123456789abcdef0123456789abcdef01234567" },
    ...{ today: "2026-03-01", version: "0.0.0", components },
    cost: {
      byComponent: ledgerRows([], { by: "component", ...options }),
      byMode: ledgerRows([], { by: "mode", ...options }),
      ...{ referenceModel: options.referenceModel, pricesOf: "2026-01" },
    },
  };
};

/** The same service twice, so that filters by component have something to choose from. */
export const twoComponents = (): Report =>
  reportOf(
    componentOf(sessionService),
    componentOf({ ...sessionService, component: "legacy-sessions" }, "Legacy sessions"),
  );
