// The published schemas of other formats, from the folder beside the repository. They are nobody's to copy, so where the
// folder is absent the tests that need it are skipped, and say so.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { ExportFormat } from "../../src/exchange/formats.ts";
import { projectRoot } from "./repository.ts";

const folder = process.env["PUBLISHED_SCHEMAS"] ?? join(projectRoot, "../shared/schemas");

/** Why tests against published schemas do not run; false when they do. */
export const withoutSchemas: string | false = existsSync(folder)
  ? false
  : `no published schemas in ${folder}; set PUBLISHED_SCHEMAS to the folder that has them`;

type Schema = Record<string, unknown>;
const load = (path: string): Schema => JSON.parse(readFileSync(join(folder, path), "utf8")) as Schema;
type Validate = (document: unknown) => string[];
type Compiler = { compile: (schema: object) => { (value: unknown): unknown; errors?: unknown } };

const formats = addFormats as unknown as (ajv: unknown) => void;

const with2020 = (prepare: (ajv: Ajv2020) => void = () => {}): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  prepare(ajv);
  return ajv;
};

const loaders: Readonly<Record<ExportFormat, () => [Compiler, Schema]>> = {
  sarif: () => {
    const schema = load("sarif/sarif-schema-2.1.0.json");
    const region = (schema["definitions"] as Record<string, Schema>)["region"] as {
      properties: Schema;
    };
    delete region.properties["anyOf"]; // misplaced there; ajv refuses to compile it
    return [with2020((ajv) => formats(ajv)) as Compiler, schema];
  },
  "tm-bom": () => [
    // The formats tell a date from a date and time; without them both branches match and nothing is valid.
    with2020((ajv) => formats(ajv)) as Compiler,
    load("tm-bom/threat-model.schema.json"),
  ],
  "threat-dragon": () => {
    const ajv = new Ajv({ allowUnionTypes: true, allErrors: true });
    formats(ajv);
    return [ajv as Compiler, load("threat-dragon/threat-dragon-v2.schema.json")];
  },
  "threat-composer": () => [with2020() as Compiler, load("threat-composer/threat-composer-v1.schema.json")],
  otm: () => [new Ajv({ allErrors: true }) as Compiler, load("otm/otm_schema.json")],
  threagile: () => {
    const { $schema: _, id: __, ...schema } = load("threagile/schema.json");
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats(ajv);
    return [ajv as Compiler, schema];
  },
  cyclonedx: () => {
    const ajv = with2020((own) => {
      formats(own);
      own.addFormat("iri-reference", true);
      own.addFormat("idn-email", true);
      for (const name of ["spdx", "cryptography-defs", "behavior-taxonomy"]) {
        const { $schema: _, $id: __, ...schema } = load(`cyclonedx/${name}.schema.json`);
        own.addSchema(schema, `https://cyclonedx.org/schema/${name}.schema.json`);
      }
    });
    return [ajv as Compiler, load("cyclonedx/cyclonedx-2.0-bundled.schema.json")];
  },
};

const compiled = new Map<ExportFormat, Validate>();

/** What the published schema of a format finds wrong in a document. */
export const validate = (format: ExportFormat, document: unknown): string[] => {
  let check = compiled.get(format);
  if (check === undefined) {
    const [ajv, schema] = loaders[format]();
    const run = ajv.compile(schema);
    check = (value) => (run(value) === true ? [] : [JSON.stringify(run.errors)]);
    compiled.set(format, check);
  }
  return check(document);
};
