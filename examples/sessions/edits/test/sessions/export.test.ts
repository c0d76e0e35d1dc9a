// Tests of the export against a webhook on this machine.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { Authorizer } from "../../src/sessions/auth.js";
import { createService } from "../../src/sessions/server.js";

const id = "3f0c6b1e-8d5a-4c1e-9b7a-2f6d1c0a9e55";
const authorizer: Authorizer = { authorize: async () => ({ allow: true, caller: "ada" }) };

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function postExport(service: Server): Promise<number> {
  const response = await fetch(`${await listen(service)}/sessions/${id}/export`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ format: "csv" }),
  });
  service.closeAllConnections();
  service.close();
  return response.status;
}

test("an export is handed to the webhook with the caller's name", async () => {
  const received: unknown[] = [];
  const webhook = createServer((request, response) => {
    request.on("data", (chunk: Buffer) => received.push(JSON.parse(chunk.toString("utf8"))));
    request.on("end", () => response.writeHead(202).end());
  });
  process.env["EXPORT_WEBHOOK_URL"] = await listen(webhook);
  try {
    assert.equal(await postExport(createService({ authorizer })), 202);
    assert.deepEqual(received, [{ session: id, format: "csv", requestedBy: "ada" }]);
  } finally {
    delete process.env["EXPORT_WEBHOOK_URL"];
    webhook.closeAllConnections();
    webhook.close();
  }
});

test("without a webhook the export answers 503", async () => {
  assert.equal(await postExport(createService({ authorizer })), 503);
});
