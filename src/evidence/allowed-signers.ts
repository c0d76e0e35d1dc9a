// The allowed-signers file of OpenSSH (ssh-keygen(1), ALLOWED SIGNERS): which key may sign for whom, and when.

import { hash } from "node:crypto";

export interface AllowedSigner {
  /** Addresses, or patterns of addresses with `*` and `?`. */
  readonly principals: readonly string[];
  /** `SHA256:…`, as git prints it. */
  readonly fingerprint: string;
  /** The line is about a certification authority, whose keys are not in the file. */
  readonly authority: boolean;
  /** Seconds since 1970; left out: no limit. */
  readonly validAfter?: number;
  readonly validBefore?: number;
}

/** `YYYYMMDD[HHMM[SS]][Z]`. Without `Z` OpenSSH means local time; UTC is taken, so that all machines agree. */
const timeOf = (text: string): number | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
};

/** Splits at white space outside of quotation marks. */
const words = (line: string): string[] =>
  [...line.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g)].map(([word]) => word as string);

const keyType = /^(?:ssh-|ecdsa-|sk-ssh-|sk-ecdsa-|rsa-sha2-)/;

/** The fingerprint of a public key's base64, in the form that git and ssh-keygen print. */
export const fingerprintOf = (base64: string): string =>
  `SHA256:${hash("sha256", Buffer.from(base64, "base64"), "base64").replace(/=+$/, "")}`;

/** Reads the whole file; lines that are no entries are left out, as OpenSSH leaves them out. */
export const parseAllowedSigners = (text: string): AllowedSigner[] =>
  text.split(/\r?\n/).flatMap((line): AllowedSigner[] => {
    if (/^\s*(?:#|$)/.test(line)) return [];
    const [principals, ...rest] = words(line.trim());
    const at = rest.findIndex((word) => keyType.test(word));
    const key = rest[at + 1];
    if (principals === undefined || at === -1 || key === undefined) return [];
    const options = rest.slice(0, at).join(" ");
    const after = /(?:^|[\s,])valid-after="?(\d+Z?)"?/i.exec(options)?.[1];
    const before = /(?:^|[\s,])valid-before="?(\d+Z?)"?/i.exec(options)?.[1];
    const [validAfter, validBefore] = [after, before].map((time) =>
      time === undefined ? undefined : timeOf(time),
    );
    return [
      {
        principals: principals
          .replace(/^"|"$/g, "")
          .split(",")
          .filter((each) => each !== ""),
        fingerprint: fingerprintOf(key),
        authority: /(?:^|[\s,])cert-authority(?:$|[\s,])/i.test(options),
        ...(validAfter === undefined ? {} : { validAfter }),
        ...(validBefore === undefined ? {} : { validBefore }),
      },
    ];
  });

/** Whether a principal, which may be a pattern, is this address. A pattern that begins with `!` excludes. */
export const speaksFor = (principals: readonly string[], email: string): boolean => {
  if (email === "") return false;
  const matches = (pattern: string): boolean =>
    new RegExp(
      `^${pattern
        .toLowerCase()
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".")}$`,
    ).test(email.toLowerCase());
  if (principals.some((each) => each.startsWith("!") && matches(each.slice(1)))) return false;
  return principals.some((each) => !each.startsWith("!") && matches(each));
};
