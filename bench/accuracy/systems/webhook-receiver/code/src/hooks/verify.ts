import { createHmac, timingSafeEqual } from "node:crypto";

const toleranceMs = 5 * 60 * 1000;

const secret = (): string => {
  const value = process.env.PAYMENTS_SIGNING_SECRET;
  if (value === undefined || value.length < 32) throw new Error("PAYMENTS_SIGNING_SECRET is missing or short");
  return value;
};

/** Whether the header `t=<seconds>,v1=<hex>` signs this body, and is not older than five minutes. */
export const isSigned = (header: string | string[] | undefined, body: Buffer, now: number): boolean => {
  if (typeof header !== "string") return false;
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header);
  if (match === null) return false;
  const [, seconds = "", signature = ""] = match;
  if (Math.abs(now - Number(seconds) * 1000) > toleranceMs) return false;
  const expected = createHmac("sha256", secret()).update(`${seconds}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex"));
};
