import { createServer } from "node:http";
import { Worker } from "bullmq";
import { connection, queueIsUp } from "./queue.ts";
import { sendMessage } from "./relay.ts";
import { fill, isTemplate } from "./templates.ts";

interface MailJob {
  readonly to: string;
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

const address = /^[^\s@<>"',;:]{1,64}@[a-z0-9.-]{1,189}$/i;

/** The job as it may be sent, or why it may not. */
const checked = (data: unknown): MailJob => {
  if (typeof data !== "object" || data === null) throw new Error("no object");
  const { to, template, values } = data as Record<string, unknown>;
  if (typeof to !== "string" || !address.test(to)) throw new Error("no address");
  if (typeof template !== "string" || !isTemplate(template)) throw new Error("unknown template");
  if (typeof values !== "object" || values === null) throw new Error("no values");
  const texts = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1].length <= 500,
  );
  return { to, template, values: Object.fromEntries(texts) };
};

export const worker = new Worker(
  "mail",
  async (job) => {
    const { to, template, values } = checked(job.data);
    const { subject, html } = fill(template, values);
    await sendMessage({ to, subject, html });
    console.log("sent", template, job.id);
  },
  { connection, concurrency: 5, limiter: { max: 60, duration: 60_000 } },
);

worker.on("failed", (job, error) => {
  console.error("failed", job?.id, error.name);
});

export const health = createServer(async (request, response) => {
  if (request.method === "GET" && request.url === "/health") {
    response.writeHead((await queueIsUp()) ? 200 : 503).end();
    return;
  }
  response.writeHead(404).end();
});

health.listen(8081);
