// Handler of POST /sessions/:id/export: hands a session's record to the export service, which mails it to its owner.

import { PublicError } from "../errors.js";
import type { Reply, RouteRequest } from "../http.js";
import { body, oneOf, path, readInputs, text } from "../validate.js";

export interface PostSessionsByIdExportInput {
  readonly id: string;
  readonly format: "json" | "csv";
}

export async function postSessionsByIdExport(request: RouteRequest): Promise<Reply> {
  const input = readInputs<PostSessionsByIdExportInput>(request, {
    id: path("id", text({ format: "uuid" })),
    format: body("format", oneOf(["json", "csv"])),
  });
  return await performPostSessionsByIdExport(input, request);
}

async function performPostSessionsByIdExport(
  input: PostSessionsByIdExportInput,
  request: RouteRequest,
): Promise<Reply> {
  const url = process.env["EXPORT_WEBHOOK_URL"];
  if (url === undefined) throw new PublicError(503, "export-off", "exports are not set up here");
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ session: input.id, format: input.format, requestedBy: request.caller }),
    signal: request.signal,
    redirect: "error",
  });
  if (!response.ok)
    throw new PublicError(502, "export-failed", "the export service did not take the request");
  return { status: 202 };
}
