// What spec, code and map show at an entry point: its handlers, its checks, where its callers stand, what it is about.

import { anchorAt } from "../../../model/anchor.ts";
import type { Fact } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import type { InterfaceInput } from "../../../spec/types.ts";
import { stems } from "../phrases.ts";
import type { Component } from "./component.ts";
import { between } from "./flow.ts";
import { isMailer } from "./things.ts";

export type Base = Pick<Component, "map" | "sources" | "process" | "evidence" | "traits">;

const roleField =
  /^(role|roles|is_?admin|admin|scopes?|permissions?|privileges?|tenant(_?id)?|owner(_?id)?|plan|access_?level)$/i;

/** The functions that the entry's own line hands over: `handle: postSessions`. */
export const handlersOf = ({ sources }: Base, places: readonly Fact[]): string[] => {
  const words = new Set(places.flatMap(({ text }) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
  const homes = Object.entries(sources.observation.files).flatMap(([path, file]) =>
    Object.keys(file.symbols)
      .filter((symbol) => words.has(symbol))
      .map((symbol) => ({ symbol, anchor: anchorAt(path, symbol) })),
  );
  return homes
    .filter(({ symbol }) => homes.filter((other) => other.symbol === symbol).length === 1)
    .map(({ anchor }) => anchor);
};

/** Whether all callers stand where the component stands, as the map's boundaries say. */
export const isInside = ({ map, process }: Base, callers: readonly string[]): boolean =>
  Object.keys(map.boundaries).length > 0 &&
  callers.length > 0 &&
  callers.every((caller) => between(map, caller, process).length === 0);

/** Whether the map has a service that delivers mail for the component. */
export const hasMailer = ({ map, process }: Base): boolean =>
  Object.values(map.flows).some(
    ({ from, to }) => from === process && isMailer.test(map.externals[to]?.name ?? ""),
  );

/** A fixed choice that names no right, such as `scope: "web" | "mobile"`, is no role. */
export const isRoleInput = (input: InterfaceInput): boolean =>
  roleField.test(input.name) &&
  (input.oneOf === undefined ||
    !/^scopes?$/i.test(input.name) ||
    input.oneOf.some((value) => /admin|write|read|owner|root|super|manage|:/i.test(value)));

export const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Functions named in the call itself that refuse callers, whatever they are called: `app.get("/", requireTool, …)` where
 * `requireTool` answers 401.
 */
const refusersAt = (base: Base, places: readonly Fact[]): string[] => {
  const named = new Set(handlersOf(base, places));
  return base.sources.code.flatMap(({ kind, name, symbol, at }) =>
    kind === "auth" &&
    symbol !== undefined &&
    /^(?:check |reply 40[13])/.test(name) &&
    named.has(anchorAt(at.path, symbol))
      ? [symbol]
      : [],
  );
};

/**
 * Checks that were seen where the entry points are: in the same symbol, on the same line, named in the call itself, or
 * made by a function that the call names.
 */
export const guardsAt = (base: Base, places: readonly Fact[]): string[] =>
  base.sources.code
    .filter(({ kind }) => kind === "auth")
    .filter((guard) =>
      places.some(
        (place) =>
          place.at.path === guard.at.path &&
          ((guard.symbol !== undefined && guard.symbol === place.symbol) || guard.at.line === place.at.line),
      ),
    )
    .map(({ name }) => name)
    .concat(
      base.sources.code
        .filter(({ kind, name }) => kind === "auth" && !/^(check|reply) /.test(name))
        .filter(({ name }) => places.some((place) => new RegExp(`\\b${literal(name)}\\b`).test(place.text)))
        .map(({ name }) => name),
    )
    .concat(refusersAt(base, places));

/** The assets whose names share a word with what the entry point is called and takes. */
export const assetsFor = (base: Base, text: string, credential: boolean): string[] => {
  const words = new Set(stems(text));
  const scored = Object.entries(base.map.assets)
    .map(([id, asset]) => {
      const own = stems(asset.name);
      const hits = own.filter((word) => words.has(word)).length;
      const login =
        credential && /password|credential|session|token/i.test(asset.name) && asset.code.length === 0
          ? 1
          : 0;
      return { id, score: own.length === 0 ? 0 : hits / own.length + login };
    })
    .filter(({ score }) => score >= 0.34);
  return scored
    .sort((a, b) => b.score - a.score || compare(a.id, b.id))
    .slice(0, 3)
    .map(({ id }) => id);
};
