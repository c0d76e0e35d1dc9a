// FDA: cybersecurity of medical devices, premarket.

import type { ControlFramework } from "../schema.ts";

export const fda: ControlFramework = {
  id: "fda",
  name: "FDA premarket cybersecurity",
  version: "guidance of 2023, as updated; section 524B of the FD&C Act",
  notes: ["Guidance is not binding; section 524B is. The submission covers the device as a whole."],
  controls: [
    {
      id: "V.A.1",
      asks: "A threat model covers the whole device system and says what is assumed and what is left.",
      support: "direct",
      data: ["threats", "coverage"],
      adds: ["hardware, supply chain and clinical environment", "effect on patients"],
    },
    {
      id: "V.B.2",
      asks: "Architecture views show the system, harm to many patients, updates and security use cases.",
      support: "direct",
      data: ["threats"],
      adds: ["the views that go beyond data flows of the paired code"],
    },
    {
      id: "524B",
      asks: "Processes give reasonable assurance that the device and its systems are secure, and stay so.",
      support: "direct",
      data: ["threats", "change", "coverage"],
      adds: ["the postmarket plan, updates and the SBOM"],
    },
  ],
  unserved: [],
};
