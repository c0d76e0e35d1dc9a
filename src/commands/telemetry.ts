// What tells calls of a model on, where the environment names a receiver.

import { oneLine } from "../report/foreign.ts";
import type { Telemetry } from "../telemetry/call.ts";
import { wantsTelemetry } from "../telemetry/settings.ts";
import { type CommandContext, remark } from "./context.ts";

/** Loads what tells calls on only where the environment names a receiver. */
export const telemetryFor = async (context: CommandContext): Promise<Telemetry | undefined> =>
  wantsTelemetry(context.env)
    ? (await import("../telemetry/exporter.ts")).telemetryFrom(context.env, context.version, (line) =>
        remark(context, `instride: ${oneLine(line)}`),
      )
    : undefined;
