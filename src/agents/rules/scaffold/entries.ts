// Entry points as the scaffold needs them: names for files and identifiers, inputs with their places, and what each
// demands of its caller.

import type { InterfaceRow } from "../../../spec/types.ts";
import type { Requires } from "./requires.ts";
import type { Shape } from "./shapes.ts";

export type Where = "path" | "query" | "header" | "body" | "argument" | "option";

export interface Input {
  readonly where: Where;
  /** The name that callers use. */
  readonly wire: string;
  /** The name in generated code. */
  readonly property: string;
  readonly optional: boolean;
  readonly shape: Shape;
}

export interface Entry {
  readonly row: InterfaceRow;
  /** The key of its table: `POST /sessions`, `purge`, `mail.bounced`; the name of a function. */
  readonly key: string;
  readonly requires: Requires;
  readonly inputs: readonly Input[];
  /** The exported function. */
  readonly name: string;
  /** The function that holds the work itself. */
  readonly work: string;
  /** The interface of its inputs. */
  readonly inputType: string;
}

export interface HttpEntry extends Entry {
  readonly method: string;
  readonly route: string;
  readonly stem: string;
}

export interface CommandEntry extends Entry {
  /** Inputs that are given by position, in this order; the others are options. */
  readonly positionals: readonly Input[];
}

export interface Entries {
  readonly http: readonly HttpEntry[];
  readonly functions: readonly Entry[];
  readonly commands: readonly CommandEntry[];
  readonly consumers: readonly Entry[];
  readonly notes: readonly string[];
}

/** Takes what the scaffold has to say about a row. */
export type Note = (text: string) => void;

/** Whether its callers are checked at all. */
export const needsAccess = (entry: Entry): boolean => entry.requires !== "public";
