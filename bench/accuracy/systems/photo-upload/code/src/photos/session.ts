import type { FastifyReply, FastifyRequest } from "fastify";
import { jwtVerify } from "jose";

declare module "fastify" {
  interface FastifyRequest {
    member: string;
  }
}

const key = new TextEncoder().encode(process.env.SESSION_SIGNING_KEY ?? "");

/** Refuses requests without a session of the forum; the member's id is on the request afterwards. */
export const requireSession = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) {
    await reply.code(401).send({ error: "session" });
    return;
  }
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["HS256"],
      audience: "photos",
      issuer: "https://sessions.forum.example",
    });
    request.member = String(payload.sub);
  } catch {
    await reply.code(401).send({ error: "session" });
  }
};
