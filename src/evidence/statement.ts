// The signed statement: in-toto Statement v1 about the manifest and the commit at the end, in a DSSE envelope.

import { createHash, createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";
import { type Manifest, manifestPath } from "./manifest.ts";

export const payloadType = "application/vnd.in-toto+json";
export const predicateType = "urn:instride:attestation:evidence:v0.1";
/** Of SSH signatures: one that was made for anything else never fits. */
export const sshNamespace = "instride-evidence";

export interface Envelope {
  readonly payloadType: string;
  /** Base64 of the statement's bytes. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

const print = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The statement, without anything that is not in the manifest but the tree at the end and the tool. */
export const statementOf = (manifest: Manifest, manifestBytes: Buffer, tree: string, tool: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [
        { name: manifestPath, digest: { sha256: hash("sha256", manifestBytes, "hex") } },
        { name: "end", digest: { gitCommit: manifest.end, gitTree: tree } },
      ],
      predicateType,
      predicate: { start: manifest.start, end: manifest.end, counts: manifest.counts, tool },
    }),
  );

/** What DSSE signs: type and payload with their lengths, so that neither runs into the other. */
export const preAuthentication = (payload: Buffer, type: string = payloadType): Buffer =>
  Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `, "utf8"),
    payload,
  ]);

export const printEnvelope = (payload: Buffer, keyid: string, signature: Buffer): string =>
  print({
    payloadType,
    payload: payload.toString("base64"),
    signatures: [{ keyid, sig: signature.toString("base64") }],
  });

/** Reads an envelope. Bytes that are not as we write them were changed. */
export const parseEnvelope = (bytes: Buffer): { envelope?: Envelope; payload?: Buffer; problem?: string } => {
  let value: Envelope;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    return { problem: `is no JSON: ${(error as Error).message}` };
  }
  const first = value?.signatures?.[0];
  if (
    value?.payloadType !== payloadType ||
    typeof value.payload !== "string" ||
    typeof first?.sig !== "string" ||
    typeof first?.keyid !== "string"
  )
    return { problem: "is no envelope with an in-toto statement" };
  const payload = Buffer.from(value.payload, "base64");
  // Base64 has many spellings of the same bytes; one is ours.
  if (printEnvelope(payload, first.keyid, Buffer.from(first.sig, "base64")) !== bytes.toString("utf8"))
    return { problem: "is not written as instride writes it: it was changed" };
  return { envelope: value, payload };
};

/** An id for a key of node:crypto: SHA-256 of its SubjectPublicKeyInfo. */
export const keyIdOf = (key: KeyObject): string => {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return `SHA256:${createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex")}`;
};

/** Ed25519 hashes by itself; ECDSA and RSA with SHA-256. */
const algorithmOf = ({ asymmetricKeyType }: KeyObject): string | null =>
  asymmetricKeyType === "ed25519" || asymmetricKeyType === "ed448" ? null : "sha256";

export const signBytes = (key: KeyObject, bytes: Buffer): Buffer => sign(algorithmOf(key), bytes, key);

export const verifyBytes = (key: KeyObject, bytes: Buffer, signature: Buffer): boolean => {
  try {
    return verify(algorithmOf(key), bytes, key, signature);
  } catch {
    return false; // a signature of another length than the key's
  }
};
