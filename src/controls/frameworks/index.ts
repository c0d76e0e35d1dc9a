// The frameworks that come with instride, in the order in which they are printed.

import type { ControlFramework } from "../schema.ts";
import { csf2 } from "./csf2.ts";
import { cra, dora, nis2 } from "./eu.ts";
import { fda } from "./fda.ts";
import { hipaa } from "./hipaa.ts";
import { iec62443 } from "./iec-62443.ts";
import { iso27001 } from "./iso27001.ts";
import { nist80053 } from "./nist-800-53.ts";
import { pciDss } from "./pci-dss.ts";
import { samm } from "./samm.ts";
import { soc2 } from "./soc2.ts";
import { ssdf } from "./ssdf.ts";

export const builtInFrameworks: readonly ControlFramework[] = [
  soc2,
  pciDss,
  iso27001,
  hipaa,
  ssdf,
  nist80053,
  csf2,
  samm,
  iec62443,
  cra,
  nis2,
  dora,
  fda,
];
