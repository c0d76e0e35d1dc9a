import { Redis } from "ioredis";

export const connection = new Redis(process.env.MAIL_QUEUE_URL ?? "rediss://queue:6379", {
  maxRetriesPerRequest: null,
});

export const queueIsUp = async (): Promise<boolean> => {
  try {
    return (await connection.ping()) === "PONG";
  } catch {
    return false;
  }
};
