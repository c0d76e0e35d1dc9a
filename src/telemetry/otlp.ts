// Calls of a model as OTLP JSON, by OpenTelemetry's conventions for generative AI (status: development, November 2026).
// Mind two words there: `input` holds the tokens that came from the cache or went into it, and `output` the thinking.

import { promptTokens } from "../cost/prices.ts";
import type { ModelCall } from "./call.ts";

type Value = string | number;
type Attributes = Readonly<Record<string, Value | undefined>>;

/** 64-bit integers are strings in OTLP JSON. */
const attributesOf = (all: Attributes): object[] =>
  Object.entries(all).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [{ key, value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value } }],
  );

const nanoseconds = (milliseconds: number): string => `${Math.round(milliseconds * 1000)}000`;

const tokenBounds = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
];
const secondBounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

/** What measurements and spans of a call have in common. */
const common = (call: ModelCall): Attributes => ({
  "gen_ai.operation.name": call.operation,
  "gen_ai.provider.name": call.provider,
  "gen_ai.request.model": call.model,
  "gen_ai.response.model": call.responseModel,
  "server.address": call.server?.address,
  "server.port": call.server?.port,
});

interface Measurement {
  readonly value: number;
  readonly attributes: Attributes;
  readonly call: ModelCall;
}

/** One point for each set of attributes; what came before this process is not in it (delta). */
const histogram = (
  name: string,
  unit: string,
  description: string,
  bounds: readonly number[],
  measurements: readonly Measurement[],
): object => {
  const points = new Map<string, Measurement[]>();
  for (const each of measurements) {
    const key = JSON.stringify(each.attributes);
    const list = points.get(key);
    if (list === undefined) points.set(key, [each]);
    else list.push(each);
  }
  return {
    name,
    unit,
    description,
    histogram: {
      aggregationTemporality: 1,
      dataPoints: [...points.values()].map((list) => {
        const values = list.map(({ value }) => value);
        const buckets = new Array<number>(bounds.length + 1).fill(0);
        for (const value of values) {
          const at = bounds.findIndex((bound) => value <= bound);
          buckets[at === -1 ? bounds.length : at]! += 1;
        }
        return {
          attributes: attributesOf((list[0] as Measurement).attributes),
          startTimeUnixNano: nanoseconds(Math.min(...list.map(({ call }) => call.startedAt))),
          timeUnixNano: nanoseconds(Math.max(...list.map(({ call }) => call.endedAt))),
          count: String(values.length),
          sum: values.reduce((sum, value) => sum + value, 0),
          min: Math.min(...values),
          max: Math.max(...values),
          explicitBounds: bounds,
          bucketCounts: buckets.map(String),
        };
      }),
    },
  };
};

const scopeOf = (version: string): object => ({ name: "instride", version });

export interface Teller {
  readonly resource: Readonly<Record<string, string>>;
  readonly version: string;
}

/** Body for `/v1/metrics`: the tokens and the time of each call. Tokens that nobody counted are left out. */
export const metricsBody = (calls: readonly ModelCall[], { resource, version }: Teller): object => {
  const tokens = calls.flatMap((call): Measurement[] =>
    call.usage === undefined || call.usage.estimated === true
      ? []
      : [["input", promptTokens(call.usage)] as const, ["output", call.usage.output] as const].map(
          ([type, value]) => ({
            value,
            call,
            attributes: { ...common(call), "gen_ai.token.type": type },
          }),
        ),
  );
  const durations = calls.map(
    (call): Measurement => ({
      value: Math.max(0, call.endedAt - call.startedAt) / 1000,
      call,
      attributes: { ...common(call), "error.type": call.error },
    }),
  );
  const metrics = [
    ...(tokens.length === 0
      ? []
      : [
          histogram(
            "gen_ai.client.token.usage",
            "{token}",
            "Number of input and output tokens used.",
            tokenBounds,
            tokens,
          ),
        ]),
    histogram("gen_ai.client.operation.duration", "s", "GenAI operation duration.", secondBounds, durations),
  ];
  return {
    resourceMetrics: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeMetrics: [{ scope: scopeOf(version), metrics }],
      },
    ],
  };
};

/** Ids of a trace and its spans: 32 and 16 hexadecimal digits. */
export interface TraceIds {
  readonly trace: string;
  readonly parent?: string;
  readonly spans: readonly string[];
}

/** Body for `/v1/traces`: one client span for each call. */
export const tracesBody = (
  calls: readonly ModelCall[],
  ids: TraceIds,
  { resource, version }: Teller,
): object => ({
  resourceSpans: [
    {
      resource: { attributes: attributesOf(resource) },
      scopeSpans: [
        {
          scope: scopeOf(version),
          spans: calls.map((call, at) => ({
            traceId: ids.trace,
            spanId: ids.spans[at],
            ...(ids.parent === undefined ? {} : { parentSpanId: ids.parent }),
            name: `${call.operation} ${call.model}`,
            kind: 3,
            startTimeUnixNano: nanoseconds(call.startedAt),
            endTimeUnixNano: nanoseconds(call.endedAt),
            attributes: attributesOf({
              ...common(call),
              "gen_ai.usage.input_tokens": call.usage && promptTokens(call.usage),
              "gen_ai.usage.output_tokens": call.usage?.output,
              "gen_ai.usage.cache_read.input_tokens": call.usage?.cacheRead,
              "gen_ai.usage.cache_creation.input_tokens":
                call.usage && call.usage.cacheWrite5m + call.usage.cacheWrite1h,
              "gen_ai.usage.reasoning.output_tokens": call.usage?.thinking,
              "error.type": call.error,
              "instride.component": call.component,
              "instride.phase": call.phase,
            }),
            status: call.error === undefined ? {} : { code: 2, message: call.error },
          })),
        },
      ],
    },
  ],
});
