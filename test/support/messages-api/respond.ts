// Sends a message over HTTP, at its pace and with its fault.

import type { ServerResponse } from "node:http";
import type { Clock } from "./clock.ts";
import type { Answer } from "./engine.ts";
import { Failure } from "./failure.ts";
import { breaksStream, eventsBefore, type Fault } from "./faults.ts";
import { frame, streamEvents } from "./stream.ts";
import type { LoggedRequest, Outcome } from "./types.ts";

export interface Sending {
  readonly response: ServerResponse;
  readonly log: LoggedRequest;
  readonly clock: Clock;
  readonly fault: Fault | undefined;
  /** Called right before the first byte leaves. */
  readonly begin: () => void;
}

const destroy = ({ response }: Sending): void => {
  response.socket?.destroy();
};

const written = (response: ServerResponse, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.write(text, () => resolve());
  });

/** The response in one piece; a broken one stops half way. */
export const sendWhole = async (answer: Answer, sending: Sending): Promise<Outcome> => {
  const { response, clock, fault, begin } = sending;
  if (fault?.kind === "stream-error") throw new Failure(500, fault.type ?? "api_error", "Injected error");
  await clock.sleep(answer.reply.delay?.firstByte ?? 0);
  if (response.destroyed) return "aborted";
  begin();
  const body = JSON.stringify(answer.message);
  response.writeHead(200, { "content-type": "application/json" });
  if (fault?.kind !== "truncated" && fault?.kind !== "destroyed") {
    response.end(body);
    return "answered";
  }
  await written(response, body.slice(0, Math.floor(body.length / 2)));
  if (fault.kind === "destroyed") destroy(sending);
  else response.end();
  return fault.kind;
};

/** The response as events; faults strike between two of them. */
export const sendStream = async (answer: Answer, sending: Sending): Promise<Outcome> => {
  const { response, clock, fault, begin } = sending;
  const events = streamEvents(answer);
  const sent = breaksStream(fault)
    ? events.slice(0, Math.min(eventsBefore(fault), events.length - 1))
    : events;

  await clock.sleep(answer.reply.delay?.firstByte ?? 0);
  if (response.destroyed) return "aborted";
  begin();
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  for (const [index, event] of sent.entries()) {
    if (index > 0) await clock.sleep(answer.reply.delay?.event ?? 0);
    if (response.destroyed) return "aborted";
    await written(response, frame(event));
    if (index === 0) await answer.reply.hold;
  }
  if (!breaksStream(fault)) {
    response.end();
    return "answered";
  }
  if (fault.kind === "destroyed") {
    destroy(sending);
    return "destroyed";
  }
  if (fault.kind === "stream-error") {
    const error = { type: fault.type ?? "overloaded_error", message: "Injected error in the stream" };
    await written(response, frame({ type: "error", error }));
    sending.log.error = error.message;
  }
  response.end();
  return fault.kind === "truncated" ? "truncated" : "failed";
};
