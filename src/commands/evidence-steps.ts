// Checks of a package that need no history: its files, its signature, its time stamp.

import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  compareFiles,
  envelopePath,
  type Manifest,
  manifestPath,
  stampPath,
  stampRequestPath,
} from "../evidence/manifest.ts";
import type { StoredEvidence } from "../evidence/package.ts";
import { statementOf } from "../evidence/statement.ts";
import { messageImprint, timeStampRequest } from "../evidence/timestamp.ts";
import type { CommandContext } from "./context.ts";
import { checkEnvelope, publicKeyPath } from "./evidence-sign.ts";
import { grouped } from "./grouped.ts";
import { UserError } from "./outcome.ts";

export interface Step {
  readonly name: string;
  readonly problems: readonly string[];
  /** What was compared, or why nothing was. */
  readonly looked: string;
}

export const filesStep = (
  manifest: Manifest,
  problems: readonly string[],
  files: ReadonlyMap<string, Buffer>,
): Step => ({
  name: "files",
  problems: [...problems, ...compareFiles(manifest, files)],
  looked: `${grouped(manifest.files.length)} files, none missing and none besides`,
});

export const stampStep = (files: ReadonlyMap<string, Buffer>): Step => {
  const [request, answer] = [files.get(stampRequestPath), files.get(stampPath)];
  const digest = hash("sha256", files.get(manifestPath) as Buffer, "buffer");
  const problems = [
    ...(request !== undefined && !request.equals(timeStampRequest(digest))
      ? [`${stampRequestPath} is not the request for this manifest`]
      : []),
    ...(answer !== undefined && !answer.includes(messageImprint(digest))
      ? [`${stampPath} is not about this manifest`]
      : []),
  ];
  const looked =
    answer !== undefined
      ? `${stampPath} is about this manifest; whose it is: openssl ts -verify -in ${stampPath} -data ${manifestPath} -CAfile <the authority's certificates>`
      : request === undefined
        ? "none asked for"
        : `${stampRequestPath} is for this manifest; no answer lies beside it`;
  return { name: "time stamp", problems, looked };
};

export const signatureStep = async (
  context: CommandContext,
  files: ReadonlyMap<string, Buffer>,
  manifest: Manifest,
  stored: StoredEvidence | undefined,
  keyFile: string | undefined,
): Promise<Step> => {
  const name = "signature";
  const envelope = files.get(envelopePath);
  const own = files.get(publicKeyPath)?.toString("utf8");
  if (envelope === undefined)
    return own === undefined && keyFile === undefined
      ? {
          name,
          problems: [],
          looked:
            "not signed: whoever changes a file can change the manifest too; compare its digest with one that you were given",
        }
      : { name, problems: [`${envelopePath} is missing`], looked: "" };
  const given =
    keyFile === undefined
      ? undefined
      : await readFile(resolve(context.cwd, keyFile), "utf8").catch((error: Error) => {
          throw new UserError(`can't read the key '${keyFile}': ${error.message}`);
        });
  const key = given ?? own;
  if (key === undefined) return { name, problems: [`${publicKeyPath} is missing`], looked: "" };
  const { problems, keyid, payload } = await checkEnvelope(envelope, key, context.env);
  const expected =
    stored === undefined
      ? undefined
      : statementOf(
          manifest,
          files.get(manifestPath) as Buffer,
          stored.evidence.request.end.tree,
          `${stored.about.tool} ${stored.about.version}`,
        );
  const about =
    payload !== undefined && expected !== undefined && !payload.equals(expected)
      ? [`${envelopePath} is a statement about something else than this manifest`]
      : [];
  return {
    name,
    problems: [...problems, ...about],
    looked: `by the key ${keyid}${given === undefined ? ", which lies in the package: compare it with one that you trust (--key)" : ""}`,
  };
};
