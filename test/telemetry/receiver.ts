// An OTLP receiver on a loopback port: takes what is posted, keeps it, answers as it is told to.

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
}

/** @param answer status of every answer, or that it never answers */
export const startReceiver = async (t: TestContext, answer: number | "never" = 200): Promise<Receiver> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown,
      });
      if (answer === "never") return;
      response.writeHead(answer, { "content-type": "application/json", location: "http://127.0.0.1:9/" });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
};

interface Attributed {
  readonly attributes: readonly { key: string; value: { stringValue?: string; intValue?: string } }[];
}

export const attributes = ({ attributes: list }: Attributed): Record<string, string | undefined> =>
  Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

interface Point extends Attributed {
  readonly count: string;
  readonly sum: number;
  readonly explicitBounds: readonly number[];
  readonly bucketCounts: readonly string[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly histogram: { readonly aggregationTemporality: number; readonly dataPoints: readonly Point[] };
}

export const metricsOf = (receiver: Receiver): readonly Metric[] =>
  receiver.received
    .filter(({ path }) => path === "/v1/metrics")
    .flatMap(({ body }) =>
      (body as { resourceMetrics: { scopeMetrics: { metrics: Metric[] }[] }[] }).resourceMetrics.flatMap(
        ({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics),
      ),
    );

export interface Span extends Attributed {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code?: number };
}

export const spansOf = (receiver: Receiver): readonly Span[] =>
  receiver.received
    .filter(({ path }) => path === "/v1/traces")
    .flatMap(({ body }) =>
      (body as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans.flatMap(
        ({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans),
      ),
    );
