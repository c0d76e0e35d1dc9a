// Limits of schemas that the service compiles into a grammar: strict tools and structured output.

import { invalid } from "./failure.ts";
import { isObject, type JsonObject, objects } from "./json.ts";

const limits = { tools: 20, optional: 24, unions: 16 };

const bounds = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "maxItems",
];

interface Tally {
  optional: number;
  unions: number;
}

const resolve = (reference: string, root: JsonObject): unknown =>
  reference
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), root);

const walk = (
  schema: unknown,
  root: JsonObject,
  path: string,
  tally: Tally,
  open: readonly string[],
): void => {
  if (!isObject(schema)) return;
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    if (open.includes(reference)) throw invalid(`${path}: recursive schemas are not supported`);
    walk(resolve(reference, root), root, path, tally, [...open, reference]);
    return;
  }
  const bound = bounds.find((name) => schema[name] !== undefined);
  if (bound !== undefined) throw invalid(`${path}: '${bound}' is not supported`);
  if (Number(schema["minItems"] ?? 0) > 1) throw invalid(`${path}: 'minItems' above 1 is not supported`);

  const branches = [...objects(schema["anyOf"]), ...objects(schema["oneOf"])];
  if (branches.length > 0 || Array.isArray(schema["type"])) tally.unions += 1;
  for (const branch of [...branches, ...objects(schema["allOf"])]) walk(branch, root, path, tally, open);
  walk(schema["items"], root, `${path}.items`, tally, open);

  const properties = schema["properties"];
  if (schema["type"] === "object" || isObject(properties)) {
    if (schema["additionalProperties"] !== false)
      throw invalid(`${path}: 'additionalProperties' must be false`);
    const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
    for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
      if (!required.includes(name)) tally.optional += 1;
      walk(property, root, `${path}.${name}`, tally, open);
    }
  }
};

/** @throws {Failure} with status 400. */
export const checkSchemas = (body: JsonObject): void => {
  const strict = objects(body["tools"]).filter((tool) => tool["strict"] === true);
  if (strict.length > limits.tools)
    throw invalid(`tools: at most ${limits.tools} may be strict, found ${strict.length}`);
  const output = isObject(body["output_config"]) ? body["output_config"] : {};
  const format = isObject(output["format"]) ? output["format"] : {};
  const schemas = [
    ...strict.map((tool) => [String(tool["name"]), tool["input_schema"]] as const),
    ["output_config.format", format["schema"]] as const,
  ];
  const tally: Tally = { optional: 0, unions: 0 };
  for (const [path, schema] of schemas) if (isObject(schema)) walk(schema, schema, path, tally, []);
  if (tally.optional > limits.optional)
    throw invalid(`schemas: at most ${limits.optional} optional parameters, found ${tally.optional}`);
  if (tally.unions > limits.unions)
    throw invalid(`schemas: at most ${limits.unions} unions, found ${tally.unions}`);
};
