import { Redis } from "ioredis";

const redis = new Redis(process.env.CHAT_REDIS_URL ?? "rediss://redis:6379");
const listener = redis.duplicate();
const daySeconds = 24 * 60 * 60;

/** The room of a ticket, which is worth nothing afterwards. */
export const redeemTicket = async (ticket: string): Promise<string | undefined> =>
  (await redis.getdel(`chat:ticket:${ticket}`)) ?? undefined;

export const keep = async (room: string, message: string): Promise<void> => {
  await redis.rpush(`chat:room:${room}`, message);
  await redis.expire(`chat:room:${room}`, daySeconds);
};

export const dayOf = async (room: string): Promise<string[]> => redis.lrange(`chat:room:${room}`, -500, -1);

export const publish = async (room: string, message: string): Promise<void> => {
  await redis.publish(`chat:${room}`, message);
};

export const subscribe = async (room: string, send: (message: string) => void): Promise<void> => {
  await listener.subscribe(`chat:${room}`);
  listener.on("message", (channel, message) => {
    if (channel === `chat:${room}`) send(message);
  });
};
