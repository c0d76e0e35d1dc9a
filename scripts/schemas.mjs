// `node scripts/schemas.mjs [folder]`: writes the published JSON schemas, made from the compiled zod schemas, so that
// editors complete and check what people write. DIST names another folder of compiled sources.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const compiled = resolve(process.env.DIST ?? "build/src");
const out = process.argv[2] ?? "schemas";
const load = (path) => import(pathToFileURL(join(compiled, path)).href);

const { modelSchema } = await load("model/schema.js");
const { deltaSchema } = await load("model/delta.js");
const { configSchema } = await load("config/schema.js");
const { mappingSchema } = await load("controls/schema.js");

const published = [
  {
    file: "threat-model.schema.json",
    schema: modelSchema,
    title: "instride threat model",
    description:
      "The threat model of one component: its architecture map and an answer to every question of its framework. Stands beside the spec as `<name>.threats.yaml`.",
  },
  {
    file: "delta.schema.json",
    schema: deltaSchema,
    title: "instride delta",
    description: "Operations on a threat model, as agents submit them.",
  },
  {
    file: "config.schema.json",
    schema: configSchema,
    title: "instride settings",
    description: "The file `instride.config.json` at the root of a repository.",
  },
  {
    file: "controls.schema.json",
    schema: mappingSchema,
    title: "instride house mapping",
    description: "Controls of an organisation's own, and which data of instride serves them.",
  },
];

mkdirSync(out, { recursive: true });
for (const { file, schema, title, description } of published) {
  // What people write is the input: fields with a default may be left out.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
  writeFileSync(join(out, file), `${JSON.stringify({ $schema, title, description, ...rest }, null, 2)}\n`);
}
