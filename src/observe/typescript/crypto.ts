// Use of cryptography, named by what is done and with which algorithm.

import { keyOf, propertyOf, type SyntaxNode, unwrap, valueAfter } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import { looksSecret } from "./secrets.ts";
import type { Call, Observer, SourceFile } from "./source-file.ts";
import { expressionName, literalText } from "./text.ts";

const algorithm = (file: SourceFile, node: SyntaxNode | undefined): string => {
  if (node === undefined) return "dynamic";
  const inner = unwrap(node);
  if (inner.kind === "object") return algorithm(file, propertyOf(inner, "name"));
  if (inner.kind === "ternary_expression")
    return `${algorithm(file, inner.children[2])} or ${algorithm(file, inner.children[4])}`;
  return literalText(file, inner)?.toLowerCase() ?? `dynamic ${expressionName(inner)}`;
};

/** What `node:crypto` is asked for: the label, and which argument names the algorithm. */
const nodeCrypto: Readonly<Record<string, readonly [string, number?]>> = {
  createHash: ["hash", 0],
  hash: ["hash", 0],
  createHmac: ["hmac", 0],
  createCipheriv: ["cipher", 0],
  createCipher: ["cipher", 0],
  createDecipheriv: ["decipher", 0],
  createDecipher: ["decipher", 0],
  createSign: ["sign", 0],
  createVerify: ["verify", 0],
  sign: ["sign", 0],
  verify: ["verify", 0],
  pbkdf2: ["pbkdf2", 4],
  pbkdf2Sync: ["pbkdf2", 4],
  scrypt: ["scrypt"],
  scryptSync: ["scrypt"],
  hkdf: ["hkdf", 0],
  hkdfSync: ["hkdf", 0],
  argon2: ["argon2"],
  randomBytes: ["random"],
  randomUUID: ["random"],
  randomInt: ["random"],
  randomFill: ["random"],
  randomFillSync: ["random"],
  getRandomValues: ["random"],
  "webcrypto.getRandomValues": ["random"],
  timingSafeEqual: ["timing-safe equal"],
  generateKeyPair: ["key pair", 0],
  generateKeyPairSync: ["key pair", 0],
  generateKey: ["key", 0],
  generateKeySync: ["key", 0],
  publicEncrypt: ["public encrypt"],
  privateDecrypt: ["private decrypt"],
  createECDH: ["ecdh", 0],
  createDiffieHellman: ["diffie-hellman"],
  diffieHellman: ["diffie-hellman"],
};

const subtle: Readonly<Record<string, string>> = {
  digest: "hash",
  sign: "sign",
  verify: "verify",
  encrypt: "cipher",
  decrypt: "decipher",
  deriveKey: "derive",
  deriveBits: "derive",
  generateKey: "key",
};

const libraries: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^(?:bcrypt|bcryptjs|@node-rs\/bcrypt)$/, /^(?:hash|hashSync)$/, "bcrypt hash"],
  [/^(?:bcrypt|bcryptjs|@node-rs\/bcrypt)$/, /^(?:compare|compareSync|verify|verifySync)$/, "bcrypt compare"],
  [/^(?:argon2|@node-rs\/argon2)$/, /^(?:hash|hashSync)$/, "argon2 hash"],
  [/^(?:argon2|@node-rs\/argon2)$/, /^(?:verify|verifySync)$/, "argon2 verify"],
  [/^jsonwebtoken$/, /^sign$/, "jwt sign"],
  [/^jsonwebtoken$/, /^verify$/, "jwt verify"],
  [/^jsonwebtoken$/, /^decode$/, "jwt decode without verification"],
  [/^jose$/, /^(?:SignJWT|CompactSign|GeneralSign|FlattenedSign)$/, "jwt sign"],
  [/^jose$/, /^(?:jwtVerify|compactVerify|generalVerify|flattenedVerify)$/, "jwt verify"],
  [/^jose$/, /^(?:EncryptJWT|CompactEncrypt)$/, "jwt encrypt"],
  [/^jose$/, /^(?:jwtDecrypt|compactDecrypt)$/, "jwt decrypt"],
  [/^jose$/, /^decodeJwt$/, "jwt decode without verification"],
  [/^jwt-simple$/, /^encode$/, "jwt sign"],
  [/^jwt-simple$/, /^decode$/, "jwt verify"],
  [/^nanoid$/, /^nanoid$/, "random"],
  [/^tweetnacl$/, /^(?:secretbox|box|sign)(?:\.open|\.detached)?$/, "nacl"],
  [/^(?:libsodium-wrappers|sodium-native)$/, /^crypto_\w+$/, "sodium"],
];

const nameOf = (file: SourceFile, call: Call): readonly [string, string] | undefined => {
  const { module, path } = splitOrigin(call.origin);
  const isGlobal = module === "global" && path.startsWith("crypto.");
  if (module === "crypto" || isGlobal) {
    const method = isGlobal ? path.slice("crypto.".length) : path;
    const web = /^(?:webcrypto\.)?subtle\.(\w+)$/.exec(method)?.[1];
    if (web !== undefined)
      return Object.hasOwn(subtle, web)
        ? [`${subtle[web]} ${algorithm(file, call.args[0])}`, "webcrypto"]
        : undefined;
    const known = Object.hasOwn(nodeCrypto, method) ? nodeCrypto[method] : undefined;
    if (known === undefined) return undefined;
    const [label, at] = known;
    return [
      at === undefined ? label : `${label} ${algorithm(file, call.args[at])}`,
      isGlobal ? "webcrypto" : "node:crypto",
    ];
  }
  const found = libraries.find(([modules, paths]) => modules.test(module) && paths.test(path));
  return found === undefined ? undefined : [found[2], module];
};

/** The name that a value goes to, when it goes to one directly: `token` in `const token = f()`. */
const receiverName = (file: SourceFile, node: SyntaxNode): string | undefined => {
  for (let at = node.parent; at !== undefined && !/block|program/.test(at.kind); at = at.parent) {
    if (at.kind === "variable_declarator") return at.children[0]?.text;
    if (at.kind === "pair") return keyOf(at);
  }
  return file.symbols.enclosing(node)?.replace(/^.*\./, "");
};

export const observeCrypto: Observer = (file, report) => {
  for (const call of file.calls) {
    if (call.origin === undefined) continue;
    const named = nameOf(file, call);
    if (named !== undefined) report("crypto", named[0], call.node, { library: named[1] });
    else if (call.origin === "global:Math.random" && looksSecret(receiverName(file, call.node) ?? ""))
      report("crypto", "random Math.random", call.node, { library: "Math" });
  }
  for (const pair of file.nodesOf("pair")) {
    if (keyOf(pair) === "rejectUnauthorized" && valueAfter(pair, ":")?.text === "false")
      report("crypto", "tls verification off", pair, { library: "tls" });
  }
};
