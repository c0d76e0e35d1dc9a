// IEC 62443-4-1: requirements on the development of products that data of instride serves.

import type { ControlFramework } from "../schema.ts";

export const iec62443: ControlFramework = {
  id: "iec-62443-4-1",
  name: "IEC 62443-4-1",
  version: "2018",
  notes: ["Maturity of the process is assessed over several products and releases."],
  controls: [
    {
      id: "SR-1",
      asks: "The security context in which the product is meant to be used is documented.",
      support: "direct",
      data: ["threats"],
      adds: ["physical and network context of the installation"],
    },
    {
      id: "SR-2",
      asks: "Every product has a current threat model, reviewed from time to time, and its issues are followed.",
      support: "direct",
      data: ["threats", "coverage", "time"],
      adds: ["the review interval for released products", "components that are not paired with a spec"],
    },
    {
      id: "SR-3",
      asks: "Security requirements of the product are documented.",
      support: "direct",
      data: ["threats", "review"],
      adds: ["requirements on installation, operation and disposal"],
    },
    {
      id: "SR-4",
      asks: "Security requirements say scope and the wanted capability level.",
      support: "direct",
      data: ["threats", "review"],
      adds: ["the capability security level"],
    },
    {
      id: "SR-5",
      asks: "Requirements are reviewed by the right people, somebody independent among them.",
      support: "direct",
      data: ["threats", "review"],
      adds: ["the roles of the reviewers and their independence"],
    },
    {
      id: "SD-3",
      asks: "The design is reviewed for security at each significant revision.",
      support: "indirect",
      data: ["review", "coverage"],
      adds: ["the design review and its findings"],
    },
    {
      id: "SI-1",
      asks: "The implementation is reviewed for security.",
      support: "indirect",
      data: ["review", "coverage"],
      adds: ["code review and static analysis"],
    },
    {
      id: "SM-11",
      asks: "Security issues are dealt with before release.",
      support: "indirect",
      data: ["review", "coverage"],
      adds: ["the release decision and its list of open issues"],
    },
    {
      id: "SM-12",
      asks: "Before release it is verified that the process was followed.",
      support: "indirect",
      data: ["review", "coverage"],
      adds: ["the record of that verification"],
    },
    {
      id: "SM-13",
      asks: "The process is improved from what is learned.",
      support: "indirect",
      data: ["review", "coverage"],
      adds: ["the improvements"],
    },
  ],
  unserved: [],
};
