// OWASP SAMM: the threat modelling stream.

import type { ControlFramework } from "../schema.ts";

export const samm: ControlFramework = {
  id: "samm",
  name: "OWASP SAMM",
  version: "2",
  notes: ["Maturity levels are judged across the whole portfolio, not for one repository."],
  controls: [
    {
      id: "D-TA-B-1",
      asks: "Applications of high risk get a threat model, and it is kept.",
      support: "direct",
      data: ["threats", "coverage"],
      adds: ["which applications are of high risk"],
    },
    {
      id: "D-TA-B-2",
      asks: "Threat modelling is standardised, and models are reviewed when the application changes.",
      support: "direct",
      data: ["threats", "coverage", "change"],
      adds: ["training, and the standard across teams"],
    },
    {
      id: "D-TA-B-3",
      asks: "Models and the way of making them are reviewed regularly and improved.",
      support: "direct",
      data: ["coverage", "time"],
      adds: ["the yearly review of method and existing models"],
    },
  ],
  unserved: [],
};
