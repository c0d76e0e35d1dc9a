import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";

const redis = new Redis(process.env.SESSION_STORE_URL ?? "rediss://sessions:6379");
const lifetimeSeconds = 8 * 60 * 60;

export const createSession = async (email, accessToken) => {
  const id = randomBytes(32).toString("base64url");
  await redis.set(`session:${id}`, JSON.stringify({ email, accessToken }), "EX", lifetimeSeconds);
  return id;
};

export const findSession = async (id) => {
  if (!/^[\w-]{43}$/.test(id)) return undefined;
  const text = await redis.get(`session:${id}`);
  return text === null ? undefined : JSON.parse(text);
};

export const endSession = async (id) => {
  await redis.del(`session:${id}`);
};
