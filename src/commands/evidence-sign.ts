// Signs a package's manifest, and checks such signatures: PEM keys by Node itself, SSH keys by ssh-keygen.

import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fingerprintOf } from "../evidence/allowed-signers.ts";
import {
  keyIdOf,
  parseEnvelope,
  preAuthentication,
  printEnvelope,
  signBytes,
  sshNamespace,
  verifyBytes,
} from "../evidence/statement.ts";
import { SshKeygenError, sshPublicKey, sshSign, sshVerify } from "../git/ssh-keygen.ts";
import { UserError } from "./outcome.ts";

/** Where a package keeps the public half. It shows what was signed with which key, not whose key it is. */
export const publicKeyPath = "signer.pub";

export interface Signer {
  readonly keyid: string;
  /** Content of {@link publicKeyPath}. */
  readonly publicKey: string;
  readonly sign: (bytes: Buffer) => Promise<Buffer>;
}

const isPem = (text: string): boolean =>
  /-----BEGIN (?:EC |ENCRYPTED )?(?:PRIVATE|PUBLIC) KEY-----/.test(text);

const sshKeyId = (publicKey: string): string => fingerprintOf(publicKey.split(" ")[1] ?? "");

/** @throws UserError when the file is no key that can sign */
export const openSigner = async (file: string, env: NodeJS.ProcessEnv): Promise<Signer> => {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new UserError(`can't read the key '${file}': ${error.message}`, {
      next: "name a key file with --sign-key",
    });
  });
  try {
    if (isPem(text)) {
      const key = createPrivateKey(text);
      const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
      return { keyid: keyIdOf(key), publicKey, sign: (bytes) => Promise.resolve(signBytes(key, bytes)) };
    }
    const publicKey = await sshPublicKey(file, env);
    return {
      keyid: sshKeyId(publicKey),
      publicKey: `${publicKey}\n`,
      sign: (bytes) => sshSign(file, sshNamespace, bytes, env),
    };
  } catch (error) {
    throw new UserError(`can't sign with '${file}': ${(error as Error).message}`, {
      next: "give an Ed25519 or ECDSA key without a passphrase in PEM, or an SSH key (the .pub file for one in an agent)",
      cause: error,
    });
  }
};

export const signStatement = async (signer: Signer, statement: Buffer): Promise<string> =>
  printEnvelope(statement, signer.keyid, await signer.sign(preAuthentication(statement)));

const pemKey = (text: string): KeyObject | undefined => {
  try {
    return createPublicKey(text);
  } catch {
    return undefined;
  }
};

export interface SignatureCheck {
  readonly problems: readonly string[];
  readonly keyid: string;
  readonly payload: Buffer | undefined;
}

/** Checks an envelope against a public key (PEM, or an SSH public key). @throws UserError when ssh-keygen is missing */
export const checkEnvelope = async (
  bytes: Buffer,
  publicKey: string,
  env: NodeJS.ProcessEnv,
): Promise<SignatureCheck> => {
  const { envelope, payload, problem } = parseEnvelope(bytes);
  const first = envelope?.signatures[0];
  if (first === undefined || payload === undefined)
    return { problems: [`manifest.dsse.json ${problem}`], keyid: "", payload: undefined };
  const [signed, signature] = [preAuthentication(payload), Buffer.from(first.sig, "base64")];
  const key = isPem(publicKey) ? pemKey(publicKey) : undefined;
  const ssh = publicKey.trim().split(/\s+/).slice(0, 2).join(" ");
  const keyid = key === undefined ? sshKeyId(ssh) : keyIdOf(key);
  const fits =
    key === undefined
      ? await sshVerify(ssh, sshNamespace, signature, signed, env).catch((error: unknown) => {
          if (!(error instanceof SshKeygenError)) throw error;
          throw new UserError(error.message, { next: "install OpenSSH's client tools" });
        })
      : verifyBytes(key, signed, signature);
  return {
    keyid,
    payload,
    problems: [
      ...(fits ? [] : [`manifest.dsse.json does not carry a signature by the key ${keyid}`]),
      ...(first.keyid === keyid
        ? []
        : [`manifest.dsse.json names the key ${first.keyid}, expected ${keyid}`]),
    ],
  };
};
