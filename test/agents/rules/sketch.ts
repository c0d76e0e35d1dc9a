// Sketches of components for examples and tests: one fact a line, without Markdown and without code.
//
//   asset Session tokens | sensitivity=secret          a statement of the spec, with its cells
//   entry POST /login | from=Browser; inputs=email,password:string (8..200)
//   code store postgres @src/db.ts#open | library=pg; text=new Pool()
//   code symbol src/limit.ts#rateLimit                  a symbol without a fact

import { type Fact, type FactKind, factKey } from "../../../src/model/fact.ts";
import type { FileObservation, Observation } from "../../../src/model/observation.ts";
import type { InterfaceInput, InterfaceRow, Spec } from "../../../src/spec/types.ts";

export interface Sketch {
  readonly spec: Spec;
  readonly observation: Observation;
}

const fieldsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(/;\s(?=[a-z]+=)/).map((pair) => {
      const at = pair.indexOf("=");
      return [
        pair.slice(0, at).trim(),
        pair
          .slice(at + 1)
          .trim()
          .replace(/;$/, ""),
      ];
    }),
  );

const inputOf = (text: string): InterfaceInput => {
  const [name = "", rest = ""] = text.split(":").map((part) => part.trim());
  const bounds = /\((\d+)\.\.(\d+)\)/.exec(rest);
  const type = rest.replace(/\(.*\)/, "").trim();
  return {
    name,
    type: type === "" ? "unknown" : type,
    optional: false,
    ...(bounds === null ? {} : { min: Number(bounds[1]), max: Number(bounds[2]) }),
  };
};

export const sketch = (lines: readonly string[], id = "sketch"): Sketch => {
  const facts: Fact[] = [];
  const rows: InterfaceRow[] = [];
  const files = new Map<
    string,
    { facts: Fact[]; symbols: Record<string, { line: number; endLine: number }> }
  >();
  const fileOf = (path: string) => {
    const file = files.get(path) ?? { facts: [], symbols: {} };
    files.set(path, file);
    return file;
  };
  for (const [index, line] of lines.entries()) {
    const [head = "", tail] = line.split(" | ");
    const fields = tail === undefined ? {} : fieldsOf(tail);
    const code = /^code (\w+) (.+?)(?: @(\S+?)(?:#(\S+))?)?$/.exec(head);
    if (code === null) {
      const [kind = "", ...words] = head.split(" ");
      const name = words.join(" ");
      const { inputs, ...cells } = fields;
      const at = { path: "specs/sketch.md", line: index + 1 };
      facts.push({
        key: factKey(kind as FactKind, name),
        kind: kind as FactKind,
        name,
        text: line,
        at,
        fields: cells,
      });
      if (inputs !== undefined)
        rows.push({ name, kind: "http", inputs: inputs.split(",").map(inputOf), errors: [], at });
      continue;
    }
    const [, kind = "", name = "", path, symbol] = code;
    if (kind === "symbol") {
      const [where = "", own = ""] = name.split("#");
      fileOf(where).symbols[own] = { line: index + 1, endLine: index + 1 };
      continue;
    }
    const { text = name, ...cells } = fields;
    const file = fileOf(path ?? "src/index.ts");
    if (symbol !== undefined) file.symbols[symbol] = { line: index + 1, endLine: index + 1 };
    file.facts.push({
      key: factKey(kind as FactKind, name),
      kind: kind as FactKind,
      name,
      text,
      at: { path: path ?? "src/index.ts", line: index + 1 },
      ...(symbol === undefined ? {} : { symbol }),
      fields: cells,
    });
  }
  const observed = [...files].map(([path, file]): [string, FileObservation] => [
    path,
    { path, language: "typescript", ...file, partial: false, tokens: String(file.facts.length) },
  ]);
  return {
    spec: {
      path: "specs/sketch.md",
      id,
      title: "Sketch",
      targets: ["src/**"],
      tests: [],
      summary: "",
      interface: rows,
      facts,
      outOfScope: [],
      unread: [],
    },
    observation: { files: Object.fromEntries(observed), unobserved: [] },
  };
};
