// The module of queue consumers.

import {
  entryFunction,
  inputInterface,
  readStatement,
  readUses,
  signature,
  workCall,
  workFunction,
} from "./emit.ts";
import type { Entry } from "./entries.ts";
import { declarations } from "./imports.ts";
import { consumers } from "./templates/hosts.ts";
import { literal } from "./text.ts";
import type { Module, Piece } from "./types.ts";

export const consumerModules = (entries: readonly Entry[]): Module[] => {
  if (entries.length === 0) return [];
  return [
    {
      stem: "consumers",
      role: "code",
      about: "Consumers of the queues that the spec's interface names.",
      pieces: [
        ...declarations(consumers, ""),
        ...entries.flatMap(consumerPieces),
        {
          kind: "list",
          name: "subscribeAll",
          open:
            "/** Attaches every consumer. Without an Authorizer, guarded ones refuse every message. */\n" +
            "export function subscribeAll(broker: Broker, authorizer: Authorizer = denyAll): void {",
          close: "}",
          uses: ["Authorizer", "denyAll"],
          entries: entries.map((entry) => ({
            key: entry.key,
            code: `  broker.subscribe(${literal(entry.key)}, (message) => ${entry.name}(message, authorizer));`,
            uses: [],
          })),
        },
      ],
    },
  ];
};

const consumerPieces = (entry: Entry): Piece[] => [
  ...inputInterface(entry),
  entryFunction(
    entry,
    signature(`export async function ${entry.name}`, ["message: Message", "authorizer: Authorizer"], "void") +
      `  await guard(authorizer, ${literal(entry.requires)}, {\n    entry: ${literal(entry.key)},\n` +
      "    credentials: message.headers,\n    params: {},\n  });\n" +
      `${readStatement(entry, "{ body: message.body }")}  await ${workCall(entry, [])};\n}`,
    ["Authorizer", "guard", ...readUses(entry)],
  ),
  workFunction(entry, [], "void", []),
];
