// Where telemetry goes, from the variables that OpenTelemetry has for it. Without an endpoint it goes nowhere.

type Env = Readonly<Record<string, string | undefined>>;

export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TelemetrySettings {
  readonly metrics?: Endpoint;
  readonly traces?: Endpoint;
  /** Attributes of the resource. */
  readonly resource: Readonly<Record<string, string>>;
  /** Milliseconds that an export may take. */
  readonly timeout: number;
  /** Trace and span that started this process, when `TRACEPARENT` names them. */
  readonly parent?: { readonly trace: string; readonly span: string };
}

/** A commit waits no longer than this, whatever OTEL_EXPORTER_OTLP_TIMEOUT says. */
const atMost = 1000;

const set = (env: Env, name: string): string | undefined => {
  const value = env[name]?.trim();
  return value === undefined || value === "" ? undefined : value;
};

/** Whether anything is to be told at all: the only thing that is asked where nothing is set. */
export const wantsTelemetry = (env: Env): boolean =>
  ["", "METRICS_", "TRACES_"].some(
    (signal) => set(env, `OTEL_EXPORTER_OTLP_${signal}ENDPOINT`) !== undefined,
  ) && set(env, "OTEL_SDK_DISABLED")?.toLowerCase() !== "true";

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text.trim();
  }
};

/** `key=value,key2=value2`, percent-encoded. */
const pairs = (text: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (text ?? "").split(",").flatMap((pair) => {
      const at = pair.indexOf("=");
      const key = decoded(pair.slice(0, Math.max(0, at)));
      return key === "" ? [] : [[key, decoded(pair.slice(at + 1))]];
    }),
  );

/** Names and values that a request can carry. */
const isHeader = ([name, value]: readonly [string, string]): boolean =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value);

const basic = ({ username, password }: URL): string =>
  `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64")}`;

const endpointOf = (env: Env, signal: "METRICS" | "TRACES"): Endpoint | undefined => {
  if (set(env, `OTEL_${signal}_EXPORTER`)?.toLowerCase() === "none") return undefined;
  const protocol =
    set(env, `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ?? set(env, "OTEL_EXPORTER_OTLP_PROTOCOL");
  if (protocol?.toLowerCase() === "grpc") return undefined; // another port, which takes no HTTP/1
  const own = set(env, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`);
  const common = set(env, "OTEL_EXPORTER_OTLP_ENDPOINT");
  const text =
    own ?? (common === undefined ? undefined : `${common.replace(/\/+$/, "")}/v1/${signal.toLowerCase()}`);
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  const headers = {
    ...(url.username === "" ? {} : { authorization: basic(url) }),
    ...pairs(set(env, "OTEL_EXPORTER_OTLP_HEADERS")),
    ...pairs(set(env, `OTEL_EXPORTER_OTLP_${signal}_HEADERS`)),
  };
  // A request can't carry them in its address, and no message shows them.
  url.username = "";
  url.password = "";
  return { url: url.href, headers: Object.fromEntries(Object.entries(headers).filter(isHeader)) };
};

const parentOf = (env: Env): TelemetrySettings["parent"] => {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(set(env, "TRACEPARENT") ?? "");
  const [, trace, span] = match ?? [];
  return trace === undefined || span === undefined || /^0+$/.test(trace) || /^0+$/.test(span)
    ? undefined
    : { trace, span };
};

/** Undefined when nothing can be sent anywhere. */
export const telemetrySettings = (env: Env, version: string): TelemetrySettings | undefined => {
  if (!wantsTelemetry(env)) return undefined;
  const [metrics, traces] = [endpointOf(env, "METRICS"), endpointOf(env, "TRACES")];
  if (metrics === undefined && traces === undefined) return undefined;
  const timeout = Number(set(env, "OTEL_EXPORTER_OTLP_TIMEOUT"));
  const parent = parentOf(env);
  return {
    ...(metrics === undefined ? {} : { metrics }),
    ...(traces === undefined ? {} : { traces }),
    resource: {
      "service.name": "instride",
      "service.version": version,
      ...pairs(set(env, "OTEL_RESOURCE_ATTRIBUTES")),
      ...(set(env, "OTEL_SERVICE_NAME") === undefined
        ? {}
        : { "service.name": set(env, "OTEL_SERVICE_NAME") as string }),
    },
    timeout: timeout > 0 ? Math.min(timeout, atMost) : atMost,
    ...(parent === undefined ? {} : { parent }),
  };
};
