// Where requests with key, specs and source go. A variable of the environment may say another place than the vendor's,
// and a folder may have set it: `.envrc`, a devcontainer, a task file. Pure.

import { oneLine } from "../../report/foreign.ts";

type Env = Readonly<Record<string, string | undefined>>;

export type Through = "anthropic" | "bedrock" | "vertex";

/** The vendor's own place. */
export const vendorBase = "https://api.anthropic.com";

const variables: Readonly<Record<Through, string>> = {
  anthropic: "ANTHROPIC_BASE_URL",
  bedrock: "ANTHROPIC_BEDROCK_BASE_URL",
  vertex: "ANTHROPIC_VERTEX_BASE_URL",
};

export interface Endpoint {
  readonly variable: string;
  readonly base: string;
  /** Scheme and host on one line, without a name and a password that may stand in the address. */
  readonly shown: string;
  /** Why nothing may be sent there, and the way out. */
  readonly refused?: { readonly why: string; readonly next: string };
}

const isLoopback = (hostname: string): boolean =>
  /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);

const refusalOf = (variable: string, base: string, shown: string): Endpoint["refused"] => {
  const next = `unset ${variable} if you did not set it (look for .envrc, a devcontainer, a task file)`;
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url?.protocol === "https:") return undefined;
  if (url?.protocol !== "http:") return { why: `${variable} is no https address: ${shown}`, next };
  if (isLoopback(url.hostname)) return undefined;
  const port = url.port === "" ? "80" : url.port;
  return {
    why: `${variable} names plain http, ${shown}: key, specs and source could be read on the way`,
    next: `${next}; else use https, or a tunnel to this machine (ssh -N -L ${port}:localhost:${port} ${url.hostname}, then http://localhost:${port})`,
  };
};

/** The place that the environment names in the vendor's stead; undefined where it names none, or the vendor's own. */
export const endpointOf = (through: Through, env: Env): Endpoint | undefined => {
  const variable = variables[through];
  const base = (env[variable] ?? "").trim();
  if (base === "") return undefined;
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url?.origin === vendorBase) return undefined;
  const shown = oneLine(url === undefined ? base : `${url.protocol}//${url.host}`);
  const refused = refusalOf(variable, base, shown);
  return { variable, base, shown, ...(refused === undefined ? {} : { refused }) };
};

/** The same for a program that finds its way to a cloud by itself. */
export const endpointsOf = (env: Env): readonly Endpoint[] =>
  (["anthropic", "bedrock", "vertex"] as const).flatMap((through) => endpointOf(through, env) ?? []);
