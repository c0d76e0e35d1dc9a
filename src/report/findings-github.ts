// Findings as workflow commands, which GitHub Actions shows beside the lines of a pull request.

import type { Finding, Severity } from "../model/finding.ts";
import { oneLine, workflowData, workflowProperty } from "./foreign.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

const command = ({ at, severity, code, message, next }: Finding): string => {
  const properties = [
    ["file", at.path],
    ["line", at.line],
    ["endLine", at.endLine],
    ["col", at.column],
    ["endColumn", at.endColumn],
    ["title", code],
  ] as const;
  const listed = properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${workflowProperty(String(value))}`)
    .join(",");
  const text = [message, ...(next === undefined ? [] : [`Next: ${next}`])].map(oneLine).join("\n");
  return `::${commands[severity]} ${listed}::${workflowData(text)}`;
};

export const renderGithub = (findings: readonly Finding[]): string => findings.map(command).join("\n");
