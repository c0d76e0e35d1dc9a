// instride's own model inside another tool's file, in the place where that format lets anybody keep things. It is the
// model's YAML, line by line: an import reads it with the same checks as the file under specs/.

import { mapSections, type ThreatModel } from "../model/schema.ts";
import { threatsOf } from "../model/threats.ts";
import { parseModel, printModel } from "../model/yaml.ts";
import { mostParts } from "./types.ts";

export interface Attachment {
  readonly model: ThreatModel;
  /** The day on which it was exported, `YYYY-MM-DD`: what the file shows depends on which acceptances had ended. */
  readonly on: string;
}

const head = /^# exported by instride on (\d{4}-\d{2}-\d{2})$/;

/** The model as lines, to be kept in a list of texts. */
export const attachmentOf = (model: ThreatModel, today: string): string[] => [
  `# exported by instride on ${today}`,
  ...printModel(model).split("\n"),
];

/** More than any export of a model that people review; what a file says natively is read all the same. */
const isTooLarge = (model: ThreatModel): boolean =>
  mapSections.reduce((sum, section) => sum + Object.keys(model.map[section]).length, 0) > mostParts ||
  threatsOf(model).length > mostParts;

/** What was attached; undefined when there is nothing or it can't be read, as when somebody edited it. */
export const readAttachment = (value: unknown): Attachment | undefined => {
  if (!Array.isArray(value) || !value.every((line) => typeof line === "string")) return undefined;
  const on = head.exec(String(value[0] ?? ""))?.[1];
  const { model } = parseModel("attachment", value.slice(1).join("\n"));
  return on === undefined || model === undefined || isTooLarge(model) ? undefined : { model, on };
};
