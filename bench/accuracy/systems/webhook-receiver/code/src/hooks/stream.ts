import { Redis } from "ioredis";

const redis = new Redis(process.env.STREAM_URL ?? "rediss://stream:6379", { maxRetriesPerRequest: 2 });

/** The bookkeeping reads this stream; it keeps the last hundred thousand events. */
export const appendEvent = async (id: string, text: string): Promise<void> => {
  await redis.xadd("payments", "MAXLEN", "~", "100000", "*", "id", id, "event", text);
};

export const streamIsUp = async (): Promise<boolean> => {
  try {
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  }
};
