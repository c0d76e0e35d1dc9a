// JSON from outside, of which nothing is known.

export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; a string is read as JSON first, as Copilot hands over a tool's arguments. */
export const asObject = (value: unknown): Json | undefined => {
  let object = value;
  if (typeof value === "string") {
    try {
      object = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  return typeof object === "object" && object !== null && !Array.isArray(object)
    ? (object as Json)
    : undefined;
};
