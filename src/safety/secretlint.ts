// Secretlint's recommended rules beside our own formats: text that goes to a provider, is written as code, or is shared
// with others is looked through by both. Each knows formats that the other does not. Nothing here reaches the network.

import { createHash } from "node:crypto";
import { findSecrets, type Redacted, redactFound, type SecretFound, withoutOverlaps } from "./secrets.ts";

// Megabytes of rules, so they wait until a model is about to be asked, outside of the hook's bundle.
const rules = () => import("./secretlint-rules.ts");

const search = async (text: string): Promise<readonly SecretFound[]> => {
  const { lintSecrets } = await rules();
  const own = findSecrets(text);
  // Ours are the narrower: of `postgres://app:…@db`, the password alone.
  const further = (await lintSecrets(text)).filter(
    (each) => !own.some(({ start, end }) => each.start < end && start < each.end),
  );
  return withoutOverlaps([...own, ...further]);
};

/** What was found in texts of this run, by their digest: a record or a file is looked through before every request. */
const found = new Map<string, Promise<readonly SecretFound[]>>();
const mostFound = 10_000;

/** Every credential that either knows, in order, without overlaps. */
export const findAllSecrets = (text: string): Promise<readonly SecretFound[]> => {
  const key = createHash("sha256").update(text, "utf16le").digest("base64");
  const known = found.get(key);
  if (known !== undefined) return known;
  if (found.size >= mostFound) found.clear();
  const searched = search(text);
  found.set(key, searched);
  return searched;
};

/** The text with every credential replaced by a note of its kind. */
export const redactAllSecrets = async (text: string): Promise<Redacted> =>
  redactFound(text, await findAllSecrets(text));

/** The same for every string inside a JSON value; keys stay. */
export const redactAllValues = async <T>(
  value: T,
): Promise<{ readonly value: T; readonly kinds: readonly string[] }> => {
  const kinds = new Set<string>();
  const walk = async (each: unknown): Promise<unknown> => {
    if (typeof each === "string") {
      const redacted = await redactAllSecrets(each);
      for (const kind of redacted.kinds) kinds.add(kind);
      return redacted.text;
    }
    if (Array.isArray(each)) return Promise.all(each.map(walk));
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(
      await Promise.all(Object.entries(each).map(async ([key, item]) => [key, await walk(item)] as const)),
    );
  };
  return { value: (await walk(value)) as T, kinds: [...kinds].sort() };
};
