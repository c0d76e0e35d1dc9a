// Signs and checks with OpenSSH's own tool, as git does for commits. The key stays where it is, also in an agent.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** ssh-keygen is missing, or refused. */
export class SshKeygenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SshKeygenError";
  }
}

interface Ran {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const run = (args: readonly string[], input: Buffer, env: NodeJS.ProcessEnv): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn("ssh-keygen", args, { env, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        new SshKeygenError(error.code === "ENOENT" ? "ssh-keygen was not found on PATH" : error.message),
      ),
    );
    child.on("close", (status) =>
      resolve({
        status: status ?? -1,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString("utf8"),
      }),
    );
    child.stdin.on("error", () => {}); // its exit status tells
    child.stdin.end(input);
  });

/** Whether ssh-keygen can be started at all: without it git calls every SSH signature bad. */
export const hasSshKeygen = async (env: NodeJS.ProcessEnv): Promise<boolean> =>
  run(["-l", "-f", "/dev/null"], Buffer.alloc(0), env).then(
    () => true,
    () => false,
  );

/** The public half of a key file, `type base64`; a `.pub` file is read as it is. @throws SshKeygenError */
export const sshPublicKey = async (keyFile: string, env: NodeJS.ProcessEnv): Promise<string> => {
  const text = await readFile(keyFile, "utf8");
  const said = /^(?:ssh-|ecdsa-|sk-)/.test(text) ? text : undefined;
  const { status, stdout, stderr } =
    said === undefined
      ? await run(["-y", "-f", keyFile], Buffer.alloc(0), env)
      : { status: 0, stdout: Buffer.from(said), stderr: "" };
  if (status !== 0) throw new SshKeygenError(stderr.trim() || `can't read '${keyFile}'`);
  return stdout.toString("utf8").trim().split(/\s+/).slice(0, 2).join(" ");
};

/** Signs bytes; returns the armoured signature. @throws SshKeygenError */
export const sshSign = async (
  keyFile: string,
  namespace: string,
  bytes: Buffer,
  env: NodeJS.ProcessEnv,
): Promise<Buffer> => {
  const { status, stdout, stderr } = await run(
    ["-Y", "sign", "-q", "-n", namespace, "-f", keyFile],
    bytes,
    env,
  );
  if (status !== 0 || stdout.length === 0)
    throw new SshKeygenError(stderr.trim() || "ssh-keygen did not sign");
  return stdout;
};

/** Whether this public key made the signature of these bytes. @throws SshKeygenError when ssh-keygen is missing */
export const sshVerify = async (
  publicKey: string,
  namespace: string,
  signature: Buffer,
  bytes: Buffer,
  env: NodeJS.ProcessEnv,
): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), "instride-verify-"));
  try {
    const [signers, file] = [join(folder, "signers"), join(folder, "sig")];
    await writeFile(signers, `signer ${publicKey}\n`);
    await writeFile(file, signature);
    const args = ["-Y", "verify", "-f", signers, "-I", "signer", "-n", namespace, "-s", file];
    return (await run(args, bytes, env)).status === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
