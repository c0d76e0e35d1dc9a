import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, hash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import {
  compareFiles,
  listFiles,
  makeManifest,
  parseManifest,
  printManifest,
} from "../../src/evidence/manifest.ts";
import {
  keyIdOf,
  parseEnvelope,
  preAuthentication,
  printEnvelope,
  signBytes,
  statementOf,
  verifyBytes,
} from "../../src/evidence/statement.ts";
import { messageImprint, timeStampRequest } from "../../src/evidence/timestamp.ts";

const files = new Map([
  ["a.txt", Buffer.from("a")],
  ["b/c.txt", Buffer.from("c")],
]);
const manifest = makeManifest({ start: "1".repeat(40), end: "2".repeat(40), counts: { rows: 3 } }, files);

test("the encoding that is signed is DSSE's own example", () => {
  assert.equal(
    preAuthentication(Buffer.from("hello world"), "http://example.com/HelloWorld").toString(),
    "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
  );
});

test("Ed25519 and ECDSA keys sign, and fit nothing else", () => {
  const statement = statementOf(
    manifest,
    Buffer.from(printManifest(manifest)),
    "3".repeat(40),
    "instride test",
  );
  const signed = preAuthentication(statement);
  for (const { privateKey, publicKey } of [
    generateKeyPairSync("ed25519"),
    generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ]) {
    const signature = signBytes(privateKey, signed);
    assert.ok(verifyBytes(publicKey, signed, signature));
    assert.ok(!verifyBytes(publicKey, Buffer.concat([signed, Buffer.from(" ")]), signature));
    assert.ok(!verifyBytes(publicKey, signed, signature.subarray(1)));
    assert.equal(keyIdOf(privateKey), keyIdOf(publicKey));
    const printed = printEnvelope(statement, keyIdOf(publicKey), signature);
    assert.ok(parseEnvelope(Buffer.from(printed)).payload?.equals(statement));
    assert.match(parseEnvelope(Buffer.from(printed.replace("{\n", "{ \n"))).problem ?? "", /was changed/);
  }
  const { subject } = JSON.parse(statement.toString());
  assert.equal(subject[0].digest.sha256, hash("sha256", printManifest(manifest), "hex"));
  assert.equal(subject[1].digest.gitCommit, manifest.end);
});

test("any other byte in a manifest is seen without a signature", () => {
  const bytes = Buffer.from(printManifest(manifest));
  assert.deepEqual(parseManifest(bytes).problems, []);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ mask;
      assert.notDeepEqual(parseManifest(flipped).problems, []);
    }),
  );
});

test("files are held to the manifest one by one", () => {
  assert.deepEqual(compareFiles(manifest, files), []);
  assert.equal(listFiles(files)[0]?.sha256, hash("sha256", "a", "hex"));
  const present = new Map([
    ["a.txt", Buffer.from("b")],
    ["d", Buffer.from("")],
  ]);
  assert.equal(compareFiles(manifest, present).length, 3);
});

test("openssl reads the time stamp request", (t) => {
  const digest = hash("sha256", "anything", "buffer");
  const request = timeStampRequest(digest);
  assert.ok(request.includes(messageImprint(digest)));
  const folder = mkdtempSync(join(tmpdir(), "instride-tsq-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "q.tsq"), request);
  let said: string;
  try {
    said = execFileSync("openssl", ["ts", "-query", "-in", join(folder, "q.tsq"), "-text"], {
      encoding: "utf8",
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return t.skip("openssl is not on PATH");
    throw error;
  }
  assert.match(said, /Hash Algorithm: sha256/);
  assert.match(said, /Certificate required: yes/);
});
