// NIST CSF: subcategories that data of instride serves.

import type { ControlFramework } from "../schema.ts";

export const csf2: ControlFramework = {
  id: "csf",
  name: "NIST CSF",
  version: "2.0",
  notes: ["Subcategories are outcomes; a profile of the organisation says how far each is wanted."],
  controls: [
    {
      id: "ID.RA-03",
      asks: "Threats from inside and outside are identified and recorded.",
      support: "partial",
      data: ["threats"],
      adds: ["threats to what is not code"],
    },
    {
      id: "ID.RA-04",
      asks: "Impact and likelihood of threats that use weaknesses are identified and recorded.",
      support: "partial",
      data: ["threats"],
      adds: ["impact on the business"],
    },
    {
      id: "ID.RA-05",
      asks: "Threats, weaknesses, likelihood and impact give the inherent risk and the order of answers.",
      support: "partial",
      data: ["threats", "risks"],
      adds: ["the risk criteria of the organisation"],
    },
    {
      id: "ID.RA-06",
      asks: "Answers to risk are chosen, prioritised, planned, tracked and made known.",
      support: "partial",
      data: ["threats", "risks"],
      adds: ["plans and communication outside the repository"],
    },
    {
      id: "ID.RA-07",
      asks: "Changes and exceptions are managed, judged for risk, recorded and tracked.",
      support: "partial",
      data: ["change", "risks"],
      adds: ["changes and exceptions outside the code"],
    },
    {
      id: "PR.PS-06",
      asks: "Secure development practices are part of the work, and are watched over the life cycle.",
      support: "indirect",
      data: ["coverage"],
      adds: ["the practices other than threat modelling"],
    },
    {
      id: "GV.RM-04",
      asks: "A strategic direction says which answers to risk are appropriate.",
      support: "indirect",
      data: ["coverage"],
      adds: ["the direction itself"],
    },
    {
      id: "GV.RM-06",
      asks: "One method is used to calculate, record, sort and rank risks.",
      support: "indirect",
      data: ["coverage"],
      adds: ["the method of the organisation, and how severities here map to it"],
    },
    {
      id: "ID.IM-03",
      asks: "Doing the work shows what to improve.",
      support: "indirect",
      data: ["coverage"],
      adds: ["the improvements and their follow-up"],
    },
  ],
  unserved: [],
};
