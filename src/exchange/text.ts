// Words as other tools take them: bounded, on one line, and ids that stay the same from one export to the next.

import { createHash } from "node:crypto";
import { oneLine } from "../report/foreign.ts";

/** Text for a field of another tool: on one line, without characters that hide or reorder; `fallback` when nothing is left. */
export const plain = (text: string | undefined, fallback = "-"): string => oneLine(text ?? "") || fallback;

/** The text in at most `max` UTF-16 code units, cut between words where that is possible, never inside a character. */
export const clip = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const room = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "");
  const space = room.lastIndexOf(" ");
  return `${space > max / 2 ? room.slice(0, space) : room}…`;
};

/** Namespace of the ids below: a version 5 UUID must have one, and this one is ours alone. */
const namespace = Buffer.from("8f2c1b7e5d0a4c1e9a3b6f4d2e7c8a90", "hex");

/** A version 5 UUID: the same name gives the same id on every machine, so that two exports can be compared. */
export const uuidOf = (...name: readonly string[]): string => {
  const bytes = createHash("sha1").update(namespace).update(JSON.stringify(name)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

/** ASCII letters, digits and hyphens of a text; `fallback` when it has none. */
export const asciiName = (text: string, fallback: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || fallback;

/** Hands out names, each once. Whoever asks for a name again gets it with a number behind it. */
export class Names {
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();

  take(name: string): string {
    let free = name;
    // The counter is kept, so that ten thousand equal names do not cost fifty million looks.
    let count = this.#next.get(name) ?? 2;
    while (this.#taken.has(free)) free = `${name}-${count++}`;
    this.#next.set(name, count);
    this.#taken.add(free);
    return free;
  }
}

/** Adds to the list of a key. Lists grow in place: a file may name one thing a million times. */
export const pushTo = <K, V>(lists: Map<K, V[]>, key: K, value: V): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
};

/** Whether free texts of the map say that something is encrypted; in doubt they do not. */
export const saysEncrypted = (...texts: readonly (string | undefined)[]): boolean => {
  const text = texts.filter((each) => each !== undefined).join(" ");
  const denied =
    /\b(?:none|no|not|without|un|plain)[\s-]*(?:tls|https|encrypt\w*|ssh|text|http)\b|^none\b|unencrypted/i;
  return (
    /\b(?:m?tls(?:\s*1\.\d)?|https|wss|ssh|sftp|ftps|ldaps|quic|ipsec|encrypted|encryption)\b/i.test(text) &&
    !denied.test(text)
  );
};
