import multipart from "@fastify/multipart";
import Fastify from "fastify";
import { readObject, removeObject, writeObject } from "./bucket.ts";
import { findPhoto, forgetPhoto, recordPhoto } from "./database.ts";
import { decodeAnew } from "./image.ts";
import { requireSession } from "./session.ts";

export const app = Fastify({ bodyLimit: 10 * 1024 * 1024 + 4096, logger: true });
await app.register(multipart, { limits: { fileSize: 10 * 1024 * 1024, files: 1 } });

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

app.post("/photos", { preHandler: requireSession }, async (request, reply) => {
  const part = await request.file();
  const post = (request.query as { post?: string }).post ?? "";
  if (part === undefined || !uuid.test(post)) return reply.code(400).send({ error: "input" });
  const bytes = await part.toBuffer();
  const image = await decodeAnew(bytes);
  if (image === undefined) return reply.code(415).send({ error: "image" });
  const id = crypto.randomUUID();
  await writeObject(id, image);
  await recordPhoto(id, post, request.member);
  return reply.code(201).send({ id });
});

app.get("/photos/:id", async (request, reply) => {
  const { id } = request.params as { id: string };
  if (!uuid.test(id) || !(await findPhoto(id))) return reply.code(404).send();
  const image = await readObject(id);
  return reply
    .header("content-type", "image/webp")
    .header("x-content-type-options", "nosniff")
    .header("cache-control", "public, max-age=86400")
    .send(image);
});

app.delete("/photos/:id", { preHandler: requireSession }, async (request, reply) => {
  const { id } = request.params as { id: string };
  if (!uuid.test(id) || !(await forgetPhoto(id, request.member))) return reply.code(404).send();
  await removeObject(id);
  return reply.code(204).send();
});

await app.listen({ port: Number(process.env.PORT ?? 8080), host: "0.0.0.0" });
