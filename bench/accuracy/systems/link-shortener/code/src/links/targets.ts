import { randomBytes } from "node:crypto";

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/** Seven characters of an alphabet without look-alikes. */
export const newSlug = (): string => [...randomBytes(7)].map((byte) => alphabet[byte % 32]).join("");

/** The address in its normal form, or undefined when it is none that may be kept. */
export const checkedTarget = (text: unknown): string | undefined => {
  if (typeof text !== "string" || text.length < 8 || text.length > 2048) return undefined;
  try {
    const url = new URL(text);
    if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
    if (url.username !== "" || url.password !== "") return undefined;
    return url.href;
  } catch {
    return undefined;
  }
};
