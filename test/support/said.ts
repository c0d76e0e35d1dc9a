// What was written to a stream that nobody else reads.

import type { Readable } from "node:stream";

/** All that stands in the stream; from Node 26 on, one call of `read` gives one chunk. */
export const said = (stream: Readable): string => {
  let text = "";
  for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read()) text += String(chunk);
  return text;
};
