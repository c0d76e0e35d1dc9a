import { createHmac, timingSafeEqual } from "node:crypto";

const eightHours = 8 * 60 * 60 * 1000;

/** The agent's name, when the header carries a token of the support desk that has not ended. */
export const requireAgent = (header: string | undefined, now: number): string | undefined => {
  const match = /^Bearer ([a-z.]{3,40}):(\d{13}):([0-9a-f]{64})$/.exec(header ?? "");
  if (match === null) return undefined;
  const [, agent = "", issued = "", signature = ""] = match;
  const key = process.env.SUPPORT_DESK_KEY;
  if (key === undefined || now - Number(issued) > eightHours || Number(issued) > now) return undefined;
  const expected = createHmac("sha256", key).update(`${agent}:${issued}`).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? agent : undefined;
};
