// From a model to the text of a file in another tool's format. No published schema checks references, so every document is
// checked here before anybody gets it.

import { stringify } from "yaml";
import { writeCycloneDx } from "./cyclonedx-write.ts";
import type { ExportFormat, ModelFormat } from "./formats.ts";
import { writeOtm } from "./otm-write.ts";
import { type SarifSource, writeSarif } from "./sarif-write.ts";
import { writeThreagile } from "./threagile-write.ts";
import { writeThreatComposer } from "./threat-composer-write.ts";
import { writeThreatDragon } from "./threat-dragon-write.ts";
import { writeTmBom } from "./tm-bom-write.ts";
import type { ExportSource, References, WriterInput, Written } from "./types.ts";
import { viewOf } from "./view.ts";

const writers: Readonly<Record<ModelFormat, (input: WriterInput) => Written>> = {
  "tm-bom": writeTmBom,
  "threat-dragon": writeThreatDragon,
  "threat-composer": writeThreatComposer,
  otm: writeOtm,
  threagile: writeThreagile,
  cyclonedx: writeCycloneDx,
};

/** @throws Error, a defect of the writer, when an id stands twice or something names what is not there. */
const assertWhole = (format: ExportFormat, { ids, named }: References): void => {
  const known = new Set(ids);
  if (known.size !== ids.length) throw new Error(`${format}: an id stands twice`);
  const missing = named.find((id) => !known.has(id));
  if (missing !== undefined) throw new Error(`${format}: '${missing}' is named and not there`);
};

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The document of one component, as a value. */
export const documentOf = (format: ModelFormat, source: ExportSource): object => {
  const { document, references } = writers[format]({ ...source, view: viewOf(source.model, source.today) });
  assertWhole(format, references);
  return document;
};

/** The text of a file with one component. */
export const exportModel = (format: ModelFormat, source: ExportSource): string => {
  const document = documentOf(format, source);
  // Quoted texts and no folding: what a title holds can become nothing else than a title.
  return format === "threagile"
    ? stringify(document, {
        lineWidth: 0,
        aliasDuplicateObjects: false,
        defaultStringType: "QUOTE_DOUBLE",
        defaultKeyType: "QUOTE_DOUBLE",
      })
    : json(document);
};

/** The text of a SARIF file with all components, and how many threats were left out because no more fit. */
export const exportSarif = (
  sources: readonly SarifSource[],
  version: string,
): { readonly text: string; readonly left: number } => {
  const { document, references, left } = writeSarif(sources, version);
  assertWhole("sarif", references);
  return { text: json(document), left };
};
