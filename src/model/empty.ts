// A model in which nothing has been said yet.

import { modelSchema, type ThreatModel } from "./schema.ts";

/** A model with an empty map and no answers. */
export const emptyModel = (component: string, framework: string): ThreatModel =>
  modelSchema.parse({ instride: 1, component, framework, map: {} });
