// SOC 2: trust services criteria that data of instride serves.

import type { ControlFramework } from "../schema.ts";

export const soc2: ControlFramework = {
  id: "soc2",
  name: "SOC 2",
  version: "2017 criteria, points of focus of 2022",
  notes: [
    "No criterion asks for a threat model. It is one way to show that risk and change are assessed; the auditor decides.",
    "Points of focus have no official numbers: cite the criterion and the point's name.",
  ],
  controls: [
    {
      id: "CC2.1",
      asks: "The controls work from information that is complete and of good quality, data flows included.",
      support: "indirect",
      data: ["threats", "package"],
      adds: ["the inventory of systems outside this repository", "how information quality is reviewed"],
    },
    {
      id: "CC3.2",
      asks: "Risks to the objectives are found and analysed, and a response is chosen for each.",
      support: "partial",
      data: ["threats", "risks"],
      adds: ["the risk assessment of the whole entity", "who approves a response at which level"],
    },
    {
      id: "CC3.4",
      asks: "Changes that could weaken internal control are noticed and assessed.",
      support: "partial",
      data: ["change", "threats"],
      adds: ["changes outside the code: people, suppliers, business model"],
    },
    {
      id: "CC4.1",
      asks: "Somebody checks, continuously or from time to time, that the controls are there and work.",
      support: "partial",
      data: ["coverage", "exceptions"],
      adds: ["evaluations by people who are independent of the work"],
    },
    {
      id: "CC4.2",
      asks: "Deficiencies reach those who can correct them, in time.",
      support: "partial",
      data: ["coverage", "exceptions"],
      adds: ["the ticket or report that carried each exception to its owner, and its closing"],
    },
    {
      id: "CC5.1",
      asks: "Control activities answer the risks that were found.",
      support: "partial",
      data: ["threats", "check", "review"],
      adds: ["control activities outside the code"],
    },
    {
      id: "CC5.2",
      asks: "General controls over technology support the objectives.",
      support: "partial",
      data: ["threats", "check", "review"],
      adds: ["infrastructure, access and operations controls"],
    },
    {
      id: "CC5.3",
      asks: "Policies say what is expected, and procedures put it to work.",
      support: "partial",
      data: ["check", "review"],
      adds: ["the written policy that this check enforces"],
    },
    {
      id: "CC7.1",
      asks: "Changes of configuration that bring in new weaknesses are detected.",
      support: "indirect",
      data: ["check", "threats"],
      adds: ["vulnerability scans and configuration monitoring of what runs"],
    },
    {
      id: "CC8.1",
      asks: "Changes are authorised, designed, documented, tested, approved and put in place in a controlled way.",
      support: "partial",
      data: ["change", "identity", "time", "review", "check", "coverage"],
      adds: [
        "approval by somebody other than the author, exported from the forge",
        "test results and the deployment record",
        "branch protection and the list of who may bypass it",
      ],
    },
    {
      id: "CC9.1",
      asks: "Risks of business disruption are identified and mitigated.",
      support: "indirect",
      data: ["risks"],
      adds: ["continuity planning and insurance decisions"],
    },
  ],
  unserved: [],
};
