// The stable name of what a call reaches over the network.

import { type SyntaxNode, unwrap } from "./node.ts";
import type { SourceFile } from "./source-file.ts";
import { expressionName, nameOfEnv, type Piece, pieces } from "./text.ts";

/** `env MAIL_URL`, or `dynamic config.url` for what only the run can know. */
export const rootName = (file: SourceFile, piece: SyntaxNode): string => {
  const env = nameOfEnv(file, piece);
  return env === undefined ? `dynamic ${expressionName(piece)}` : `env ${env}`;
};

const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)([/?#]?)/i;
const hostLike = /^(?:localhost|\[[0-9a-f:]+\]|[\w-]+(?:\.[\w-]+)+)(?::\d+)?$/i;

/** Host of a URL in pieces; `{name}` stands for the parts of the host that are not known. */
const hostOf = (file: SourceFile, all: readonly Piece[]): string | undefined => {
  const [head, next] = all;
  if (typeof head !== "string") return undefined;
  const match = authority.exec(head);
  if (match === null) return undefined;
  let host = (match[1] ?? "").replace(/^.*@/, "");
  if (match[2] !== "" || next === undefined || typeof next === "string")
    return host === "" ? undefined : host;
  if (host === "" || /@$/.test(match[1] ?? "")) return rootName(file, next);
  for (const piece of all.slice(1)) {
    if (typeof piece !== "string") {
      host += `{${expressionName(piece)}}`;
      continue;
    }
    const end = piece.search(/[/?#]/);
    host += end < 0 ? piece : piece.slice(0, end);
    if (end >= 0) break;
  }
  return host;
};

/** Name of the target that a URL or host expression leads to. */
export const targetName = (file: SourceFile, node: SyntaxNode): string => {
  const all = pieces(file, node);
  const [head, next] = all;
  if (head === undefined) return "dynamic expression";
  if (typeof head !== "string") return rootName(file, head);
  const host = hostOf(file, all);
  if (host !== undefined) return host;
  if (hostLike.test(head) && next === undefined) return head;
  if (head.startsWith("/")) return "same-origin";
  return next === undefined || typeof next === "string"
    ? `dynamic ${expressionName(unwrap(node))}`
    : rootName(file, next);
};
