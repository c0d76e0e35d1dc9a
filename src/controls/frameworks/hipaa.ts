// HIPAA Security Rule: standards that data of instride serves.

import type { ControlFramework } from "../schema.ts";

export const hipaa: ControlFramework = {
  id: "hipaa",
  name: "HIPAA Security Rule",
  version: "45 CFR Part 164 subpart C, as in force; proposal of 2025 not included",
  notes: [
    "The risk analysis covers the whole enterprise; a model of one component is input to it.",
    "A risk that is deferred again and again is a finding: look at the renewals in the register.",
  ],
  controls: [
    {
      id: "164.308(a)(1)(ii)(A)",
      asks: "Risks to electronic protected health information are analysed accurately and thoroughly.",
      support: "indirect",
      data: ["threats"],
      adds: ["the enterprise-wide analysis", "which assets hold electronic protected health information"],
    },
    {
      id: "164.308(a)(1)(ii)(B)",
      asks: "Measures bring risks down to a reasonable level.",
      support: "partial",
      data: ["threats", "risks", "coverage"],
      adds: ["the risk management plan, and measures outside the code"],
    },
    {
      id: "164.308(a)(8)",
      asks: "Security is evaluated from time to time, and after changes of environment or operation.",
      support: "partial",
      data: ["change", "threats"],
      adds: ["the periodic evaluation, technical and other"],
    },
    {
      id: "164.312(b)",
      asks: "Activity in systems with protected health information is recorded and examined.",
      support: "indirect",
      data: ["retention"],
      adds: ["audit logs of the systems themselves"],
    },
    {
      id: "164.312(c)",
      asks: "Protected health information is safe from improper alteration or destruction.",
      support: "indirect",
      data: ["retention"],
      adds: ["integrity controls of the stores"],
    },
    {
      id: "164.316(b)(1)",
      asks: "Policies, and required actions and assessments, are kept in writing.",
      support: "partial",
      data: ["threats", "change", "review", "risks"],
      adds: ["policies and procedures"],
    },
    {
      id: "164.316(b)(2)(i)",
      asks: "Documentation is kept for six years from creation or last effect.",
      support: "partial",
      data: ["retention"],
      adds: ["where packages are stored for six years"],
    },
    {
      id: "164.316(b)(2)(ii)",
      asks: "Documentation is available to those who carry out the procedures.",
      support: "partial",
      data: ["retention"],
      adds: ["who has access to the repository"],
    },
    {
      id: "164.316(b)(2)(iii)",
      asks: "Documentation is reviewed and updated when environment or operation change.",
      support: "partial",
      data: ["retention", "coverage"],
      adds: ["review of documents outside the repository"],
    },
  ],
  unserved: [],
};
