// The module of a command line.

import { entryFunction, inputInterface, readStatement, readUses, workCall, workFunction } from "./emit.ts";
import type { CommandEntry } from "./entries.ts";
import { declarations } from "./imports.ts";
import { cli } from "./templates/hosts.ts";
import { literal, propertyKey } from "./text.ts";
import type { ListEntry, Module, Piece } from "./types.ts";

export const commandModules = (entries: readonly CommandEntry[]): Module[] => {
  if (entries.length === 0) return [];
  return [
    {
      stem: "cli",
      role: "code",
      about: "Commands of the spec's interface.",
      pieces: [
        ...declarations(
          cli,
          "AccessRequest Authorizer InputSource InvalidInput Requires Values denyAll guard parseArgs",
        ),
        ...entries.flatMap(commandPieces),
        {
          kind: "list",
          name: "commands",
          open: "/** Every command. What each one requires is the authorization column of the spec. */\nconst commands: Readonly<Record<string, Command>> = {",
          close: "};",
          uses: [],
          entries: entries.map(commandRow),
        },
      ],
    },
  ];
};

const commandRow = (entry: CommandEntry): ListEntry => {
  const positional = new Set(entry.positionals.map((input) => input.wire));
  const options = entry.inputs
    .filter((input) => !positional.has(input.wire))
    .map((input) => {
      const type = input.shape.base === "flag" ? "boolean" : "string";
      return `${propertyKey(input.wire)}: { type: "${type}"${input.shape.base === "list" ? ", multiple: true" : ""} }`;
    });
  return {
    key: entry.key,
    requires: entry.requires,
    uses: [],
    code:
      `  ${propertyKey(entry.key)}: {\n    requires: ${literal(entry.requires)},\n` +
      `    options: {${options.length === 0 ? "" : `\n${options.map((option) => `      ${option},\n`).join("")}    `}},\n` +
      `    positionals: [${[...positional].map(literal).join(", ")}],\n    run: ${entry.name},\n  },`,
  };
};

const commandPieces = (entry: CommandEntry): Piece[] => [
  ...inputInterface(entry),
  entryFunction(
    entry,
    `async function ${entry.name}(source: InputSource): Promise<void> {\n` +
      `${readStatement(entry, "source")}  await ${workCall(entry, [])};\n}`,
    ["InputSource", ...readUses(entry)],
  ),
  workFunction(entry, [], "void", []),
];
