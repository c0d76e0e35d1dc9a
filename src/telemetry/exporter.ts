// Hands calls of a model to an OpenTelemetry receiver, over OTLP/HTTP as JSON. Own code in place of OpenTelemetry's SDK:
// a hook can't wait for its start or its retries, and two requests are all that is needed.

import { randomBytes } from "node:crypto";
import type { ModelCall, Telemetry } from "./call.ts";
import { metricsBody, type Teller, tracesBody } from "./otlp.ts";
import { type Endpoint, type TelemetrySettings, telemetrySettings } from "./settings.ts";

const send = async ({ url, headers }: Endpoint, body: object, timeout: number): Promise<void> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
    // Headers may hold a credential: it goes to nobody but the receiver that was named.
    redirect: "error",
    signal: AbortSignal.timeout(timeout),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
};

const reasonOf = (error: unknown, timeout: number): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${timeout} ms`;
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : error.message;
};

const exporter = (settings: TelemetrySettings, teller: Teller, said: (line: string) => void): Telemetry => {
  let calls: ModelCall[] = [];
  const trace = settings.parent?.trace ?? randomBytes(16).toString("hex");
  return {
    add: (call) => {
      calls.push(call);
    },
    flush: async () => {
      if (calls.length === 0) return;
      const taken = calls;
      calls = [];
      const ids = {
        trace,
        ...(settings.parent === undefined ? {} : { parent: settings.parent.span }),
        spans: taken.map(() => randomBytes(8).toString("hex")),
      };
      const exports = [
        [settings.metrics, () => metricsBody(taken, teller)],
        [settings.traces, () => tracesBody(taken, ids, teller)],
      ] as const;
      await Promise.all(
        exports.map(async ([endpoint, body]) => {
          if (endpoint === undefined) return;
          try {
            await send(endpoint, body(), settings.timeout);
          } catch (error) {
            const { origin, pathname } = new URL(endpoint.url);
            said(`telemetry was not taken by ${origin}${pathname}: ${reasonOf(error, settings.timeout)}`);
          }
        }),
      );
    },
  };
};

/** @returns undefined when the environment names no receiver that can be reached this way */
export const telemetryFrom = (
  env: Readonly<Record<string, string | undefined>>,
  version: string,
  said: (line: string) => void,
): Telemetry | undefined => {
  const settings = telemetrySettings(env, version);
  return settings === undefined
    ? undefined
    : exporter(settings, { resource: settings.resource, version }, said);
};
