// PCI DSS: requirements that data of instride serves.

import type { ControlFramework } from "../schema.ts";

export const pciDss: ControlFramework = {
  id: "pci-dss",
  name: "PCI DSS",
  version: "4.0.1",
  notes: [
    "A threat model of a change is input to a targeted risk analysis, not one in itself.",
    "Keep records for at least 12 months, the last 3 at hand.",
  ],
  controls: [
    {
      id: "1.2.4",
      asks: "A current diagram shows every flow of account data across systems and networks.",
      support: "indirect",
      data: ["threats"],
      adds: ["flows outside the paired code", "which assets hold account data, marked as such in the specs"],
    },
    {
      id: "6.2.1",
      asks: "Bespoke and custom software is developed securely, with security considered at every stage.",
      support: "partial",
      data: ["threats", "change"],
      adds: ["the secure development procedure and its training"],
    },
    {
      id: "6.2.3",
      asks: "Custom code is reviewed before release so that weaknesses are found and corrected.",
      support: "partial",
      data: ["review", "identity"],
      adds: ["the code review itself, exported from the forge"],
    },
    {
      id: "6.2.3.1",
      asks: "A manual review is done by somebody other than the author who knows the craft, and management approves before release.",
      support: "partial",
      data: ["review", "identity"],
      adds: ["management's approval of the release", "proof that the reviewer is not the author"],
    },
    {
      id: "6.2.4",
      asks: "Engineering techniques prevent or weaken the common classes of attack.",
      support: "partial",
      data: ["threats"],
      adds: ["tests that show each mitigation working", "coding standards in use"],
    },
    {
      id: "6.3.1",
      asks: "Weaknesses are identified and ranked by risk.",
      support: "indirect",
      data: ["threats"],
      adds: ["the process that takes in published vulnerabilities, and its ranking"],
    },
    {
      id: "6.5.1",
      asks: "Every change has a reason, its security impact, an approval, security testing, and a way back.",
      support: "direct",
      data: ["change", "threats", "review", "check"],
      adds: [
        "the approval by authorised parties",
        "results of security and functional tests",
        "the rollback procedure of each change",
      ],
    },
    {
      id: "6.5.2",
      asks: "After a significant change the requirements that apply are confirmed to hold.",
      support: "partial",
      data: ["change", "check"],
      adds: ["which changes count as significant, and the filled-in checklist"],
    },
    {
      id: "6.5.3",
      asks: "Pre-production environments are kept apart from production by access control.",
      support: "indirect",
      data: ["check"],
      adds: ["the environments and their access rules"],
    },
    {
      id: "6.5.4",
      asks: "Roles between production and pre-production are separate, so that only reviewed changes are deployed.",
      support: "indirect",
      data: ["check"],
      adds: ["role assignments and the deployment record"],
    },
    {
      id: "10.5.1",
      asks: "Audit history is kept for a year, three months of it at once available.",
      support: "indirect",
      data: ["retention"],
      adds: ["system and application logs", "where evidence packages are stored, and for how long"],
    },
    {
      id: "12.3.1",
      asks: "Where a requirement leaves the frequency open, a documented analysis says why the chosen one is right.",
      support: "indirect",
      data: ["threats"],
      adds: ["the targeted risk analysis itself, reviewed each year"],
    },
    {
      id: "12.3.2",
      asks: "Each requirement met in a customised way has its own analysis with senior management's approval.",
      support: "indirect",
      data: ["risks"],
      adds: ["the controls matrix and the approval by senior management"],
    },
    {
      id: "12.5.2",
      asks: "The scope is documented and confirmed each year and on significant change.",
      support: "indirect",
      data: ["threats"],
      adds: ["the scope document and who confirmed it"],
    },
  ],
  unserved: [
    { id: "6.3.2", why: "instride keeps no inventory of software components; use an SBOM" },
    { id: "11.3.1.1", why: "instride scans nothing that runs; use the vulnerability scanner's own record" },
  ],
};
