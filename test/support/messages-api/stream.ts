// A finished message as server-sent events.

import type { JsonObject } from "./json.ts";

export interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export const frame = (event: StreamEvent): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** About this many deltas a block, so that long replies stay cheap and short ones still come in pieces. */
const pieces = 20;

/** Split between code points. */
const chunks = (text: string): readonly string[] => {
  const points = Array.from(text);
  const size = Math.max(12, Math.ceil(points.length / pieces));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    points.slice(i * size, (i + 1) * size).join(""),
  );
};

const blockEvents = (
  block: JsonObject,
  index: number,
  rawInput: string | undefined,
): readonly StreamEvent[] => {
  const start = (content_block: JsonObject): StreamEvent => ({
    type: "content_block_start",
    index,
    content_block,
  });
  const deltas = (type: string, key: string, texts: readonly string[]): readonly StreamEvent[] =>
    texts.map((text) => ({ type: "content_block_delta", index, delta: { type, [key]: text } }));
  const stop: StreamEvent = { type: "content_block_stop", index };
  switch (block["type"]) {
    case "text":
      return [
        start({ ...block, text: "" }),
        ...deltas("text_delta", "text", chunks(String(block["text"]))),
        stop,
      ];
    case "thinking":
      return [
        start({ ...block, thinking: "", signature: "" }),
        ...deltas("thinking_delta", "thinking", chunks(String(block["thinking"]))),
        ...deltas("signature_delta", "signature", [String(block["signature"])]),
        stop,
      ];
    default:
      return [
        start({ ...block, input: {} }),
        ...deltas("input_json_delta", "partial_json", ["", ...chunks(rawInput ?? "")]),
        stop,
      ];
  }
};

export interface StreamedMessage {
  /** The whole message as a response without streaming would hold it. */
  readonly message: JsonObject;
  readonly rawInputs: ReadonlyMap<number, string>;
  /** Usage as it stands in `message_start` and in `message_delta`. */
  readonly usage: { readonly start: JsonObject; readonly delta: JsonObject };
}

export const streamEvents = ({ message, rawInputs, usage }: StreamedMessage): readonly StreamEvent[] => {
  const content = message["content"] as readonly JsonObject[];
  const { stop_reason, stop_sequence, stop_details, container } = message;
  return [
    {
      type: "message_start",
      message: {
        ...message,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        usage: usage.start,
      },
    },
    { type: "ping" },
    ...content.flatMap((block, index) => blockEvents(block, index, rawInputs.get(index))),
    {
      type: "message_delta",
      delta: { stop_reason, stop_sequence, stop_details, container },
      usage: usage.delta,
    },
    { type: "message_stop" },
  ];
};
