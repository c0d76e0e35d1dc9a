// Modules of an HTTP service: the route table, one file for each route, and the service on node:http.

import {
  declaration,
  entryFunction,
  inputInterface,
  readStatement,
  readUses,
  signature,
  workCall,
  workFunction,
} from "./emit.ts";
import type { HttpEntry } from "./entries.ts";
import { declarations } from "./imports.ts";
import { http, server } from "./templates/http.ts";
import { literal } from "./text.ts";
import type { List, Module } from "./types.ts";

export const httpModules = (entries: readonly HttpEntry[]): Module[] =>
  entries.length === 0
    ? []
    : [
        {
          stem: "http",
          role: "code",
          about: "Requests and replies as the routes see them, on node:http alone.",
          pieces: declarations(http, "InputSource IncomingMessage InvalidInput PublicError ServerResponse"),
        },
        ...entries.map(handlerModule),
        routesModule(entries),
        {
          stem: "server",
          role: "code",
          about:
            "The service: finds the route, asks the guard, reads the body, calls the handler, maps errors.",
          pieces: declarations(
            server,
            "Authorizer IncomingMessage PublicError Reply Route Server Values createServer denyAll errorReply guard " +
              "readJson routes send",
          ),
        },
      ];

const handlerModule = (entry: HttpEntry): Module => ({
  stem: entry.stem,
  folder: "handlers",
  role: "code",
  about: `Handler of ${entry.key}.`,
  pieces: [
    ...inputInterface(entry),
    entryFunction(
      entry,
      signature(`export async function ${entry.name}`, ["request: RouteRequest"], "Reply") +
        `${readStatement(entry, "request")}  return await ${workCall(entry, ["request"])};\n}`,
      ["RouteRequest", "Reply", ...readUses(entry)],
    ),
    workFunction(entry, ["_request: RouteRequest"], "Reply", ["RouteRequest", "Reply"]),
  ],
});

const routesModule = (entries: readonly HttpEntry[]): Module => {
  const table: List = {
    kind: "list",
    name: "routes",
    open: "/** Every route of the service. What each one requires is the authorization column of the spec. */\nexport const routes: Readonly<Record<string, Route>> = {",
    close: "};",
    uses: [],
    entries: entries.map((entry) => ({
      key: entry.key,
      code: routeLine(entry),
      uses: [entry.name],
      requires: entry.requires,
    })),
  };
  const route = declaration(
    "Route",
    "export interface Route {\n  readonly requires: Requires;\n  readonly handle: Handler;\n}",
    ["Requires", "Handler"],
  );
  return {
    stem: "routes",
    role: "code",
    about: "The route table: one line for each row of the spec's interface.",
    pieces: [route, table],
  };
};

const routeLine = ({ key, requires, name }: HttpEntry): string => {
  const line = `  ${literal(key)}: { requires: ${literal(requires)}, handle: ${name} },`;
  if (line.length <= 110) return line;
  return `  ${literal(key)}: {\n    requires: ${literal(requires)},\n    handle: ${name},\n  },`;
};
