// A model as the commands hand it to an export.

import type { ExportSource } from "../../src/exchange/types.ts";
import type { ThreatModel } from "../../src/model/schema.ts";

export const today = "2031-06-01";

export const source = (model: ThreatModel, plain = false): ExportSource => ({
  model,
  title: model.component,
  today,
  plain,
  locate: (anchor) => ({ path: anchor.split("#")[0] as string, line: 3 }),
});
