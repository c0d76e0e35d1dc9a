// HTTP rows: method and route in one notation, and where each input travels.

import type { InterfaceInput, InterfaceRow } from "../../../spec/types.ts";
import type { Input, Note, Where } from "./entries.ts";
import { inputsOf, reservedProperties } from "./inputs.ts";
import { camel, Names, orNumbered, words } from "./names.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Headers that the transport owns: a service cannot validate them as inputs of its own. */
const transportHeaders = new Set(
  "connection content-length content-type expect host keep-alive te trailer transfer-encoding upgrade".split(
    " ",
  ),
);

export interface Target {
  readonly method: string;
  readonly route: string;
}

/** Undefined, with a note, when no service could serve the row. */
export const routeOf = (row: InterfaceRow, note: Note): Target | undefined => {
  const named = /^\s*([A-Za-z]+)\s+(\/\S*)/.exec(row.name);
  const method = (row.method ?? named?.[1] ?? "").toUpperCase();
  const written = row.route ?? named?.[2] ?? "";
  if (!methods.has(method)) {
    note(`method \`${method}\` is not one that the scaffold serves: it is left to you`);
    return undefined;
  }
  const segments = written
    .replace(/[?#].*$/s, "")
    .split("/")
    .filter((segment) => segment !== "")
    .map(segmentOf);
  if (segments.some((segment) => segment === "." || segment === ".." || /[\s\p{Cs}]/u.test(segment))) {
    note("no client can call a path with white space or dot segments: it is left to you");
    return undefined;
  }
  if (
    new Set(segments.filter((segment) => segment.startsWith(":"))).size <
    segments.filter((segment) => segment.startsWith(":")).length
  ) {
    note("the path names a parameter twice: it is left to you");
    return undefined;
  }
  return { method, route: `/${segments.join("/")}` };
};

/** Parameters are written `:name`, whatever the spec's notation: `{name}`, `<name>`, `[name]`, `*name`. */
const segmentOf = (segment: string): string => {
  const bracketed = /^(?:\{(.+)\}|<(.+)>|\[(.+)\])$/.exec(segment);
  const name = bracketed?.[1] ?? bracketed?.[2] ?? bracketed?.[3] ?? /^[:*](.*)$/.exec(segment)?.[1];
  if (name === undefined) return segment;
  return `:${name.replace(/[(*?+:].*$/s, "").replace(/[^\p{L}\p{N}_-]/gu, "") || "rest"}`;
};

/** Words for the names of a route: `delete sessions by id`. */
export const routeWords = ({ method, route }: Target): string[] => {
  const parts = route
    .split("/")
    .flatMap((segment) => (segment.startsWith(":") ? ["by", ...words(segment)] : words(segment)));
  const all = [method.toLowerCase(), ...(parts.length === 0 ? ["root"] : parts)];
  return all.slice(0, 12);
};

export const routeInputs = (row: InterfaceRow, { method, route }: Target, note: Note): Input[] => {
  const params = route
    .split("/")
    .filter((segment) => segment.startsWith(":"))
    .map((segment) => segment.slice(1));
  const bodyless = method === "GET" || method === "HEAD";
  const fallback = bodyless || method === "DELETE" || method === "OPTIONS" ? "query" : "body";
  const where = (input: InterfaceInput): Where | undefined => {
    if (input.in === "path" || (input.in === undefined && params.includes(input.name))) {
      if (params.includes(input.name)) return "path";
      note(
        `input \`${input.name}\` is said to be in the path, which does not name it: it is read from the ${fallback}`,
      );
      return fallback;
    }
    if (input.in === "header" && !isOwnHeader(input.name)) {
      note(
        `header \`${input.name}\` belongs to the transport or is not a header's name: it is not validated`,
      );
      return undefined;
    }
    if (input.in === "body" && bodyless) {
      note(`${method} requests have no body: \`${input.name}\` is read from the query`);
      return "query";
    }
    return input.in ?? fallback;
  };
  const declared = inputsOf(row, where, note);
  const property = new Names([...reservedProperties, ...declared.map((input) => input.property)]);
  const implied = params
    .filter((name) => !declared.some((input) => input.where === "path" && input.wire === name))
    .map((name): Input => {
      note(`path parameter \`${name}\` is not declared as an input: any text is accepted`);
      const found = camel(orNumbered(words(name), "parameter", 0));
      return {
        where: "path",
        wire: name,
        property: property.take(found),
        optional: false,
        shape: { base: "text" },
      };
    });
  return [...implied, ...declared];
};

const isOwnHeader = (name: string): boolean =>
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !transportHeaders.has(name.toLowerCase());
