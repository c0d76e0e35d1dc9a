import { table } from "../support.ts";

table("file", [
  [
    "fs in every form",
    `import fs, { promises } from "node:fs"; import { rm } from "fs/promises"; fs.readFileSync("a.json"); promises.writeFile("b", x); fs.promises.appendFile("c", x); rm("d"); fs.statSync("e"); fs.createReadStream("f");`,
    ["read a.json", "write b", "write c", "delete d", "inspect e", "read f"],
  ],
  [
    "paths that only the run can know",
    "import { readFile } from 'fs'; readFile(path); readFile(`${dir}/x.json`); readFile(process.env.CONFIG); readFile(join(root, 'x'));",
    ["read dynamic path", "read dynamic {dir}/x.json", "read env CONFIG", "read dynamic join(root, 'x')"],
  ],
  [
    "open by its flags, and the far side of a move",
    `import fs from "fs"; fs.open("a", "w"); fs.openSync("b"); fs.renameSync("c", "d"); fs.copyFile("e", "f");`,
    ["write a", "read b", "write d", "write f"],
  ],
  [
    "same names from elsewhere",
    `import { readFile } from "./fake.js"; readFile("a"); api.readFile("b"); function rm() {} rm("c");`,
    [],
  ],
]);

table("crypto", [
  [
    "node:crypto",
    `import { createHash, createHmac, randomBytes, createCipheriv, scryptSync, timingSafeEqual } from "node:crypto"; createHash("SHA256"); createHmac("sha512", k); randomBytes(8); createCipheriv("aes-256-gcm", k, iv); scryptSync(a, b, 32); timingSafeEqual(a, b);`,
    ["hash sha256", "hmac sha512", "random", "cipher aes-256-gcm", "scrypt", "timing-safe equal"],
  ],
  [
    "an algorithm that only the run can know",
    `import crypto from "crypto"; crypto.createHash(name);`,
    ["hash dynamic name"],
  ],
  [
    "web cryptography",
    `crypto.subtle.digest("SHA-256", x); crypto.getRandomValues(y);`,
    ["hash sha-256", "random"],
  ],
  [
    "libraries",
    `import bcrypt from "bcrypt"; import * as argon2 from "argon2"; import jwt from "jsonwebtoken"; import { jwtVerify } from "jose"; bcrypt.hash(a, 10); argon2.verify(a, b); jwt.sign(a, k); jwtVerify(a, k);`,
    ["bcrypt hash", "argon2 verify", "jwt sign", "jwt verify"],
  ],
  [
    "weak randomness for a secret, not for anything else",
    `const token = Math.random().toString(36); const colour = Math.random();`,
    ["random Math.random"],
  ],
  [
    "checks of certificates that are off",
    `https.request({ rejectUnauthorized: false });`,
    ["tls verification off"],
  ],
  [
    "same names from elsewhere",
    `import { createHash } from "./cache.js"; createHash("x"); const crypto = {}; crypto.randomUUID(); object.verify(a);`,
    [],
  ],
]);

table("auth", [
  [
    "middleware, called or handed over",
    `import express from "express"; const app = express(); app.get("/a", requireAuth, h); app.get("/b", requireRole("admin"), h); app.use(authenticate);`,
    ["requireAuth", "requireRole", "authenticate"],
  ],
  [
    "checks of libraries",
    `import jwt from "jsonwebtoken"; import passport from "passport"; import { timingSafeEqual } from "crypto"; jwt.verify(t, k); passport.authenticate("jwt"); timingSafeEqual(a, b);`,
    ["jwt.verify", "passport.authenticate", "timingSafeEqual"],
  ],
  [
    "guards",
    `function f(req, res) { if (!req.user) return res.status(401).end(); if (req.user.role !== "admin") { throw new ForbiddenError(); } if (!session) throw new Error("x"); }`,
    ["check req.user", "check req.user.role", "check session"],
  ],
  [
    "refusals without a guard that we know",
    `function f(res) { if (ip !== home) res.sendStatus(403); res.statusCode = 401; return new Response("no", { status: 403 }); }`,
    ["reply 403", "reply 401"],
  ],
  [
    "Fastify hooks",
    `f.get("/x", { preHandler: [verifySession], onRequest: requireLogin }, h);`,
    ["requireLogin", "verifySession"],
  ],
  ["Nest guards", `@UseGuards(AuthGuard) class A {}`, ["UseGuards AuthGuard"]],
  [
    "things that are missing, not forbidden",
    `if (!user) return res.status(404).end(); if (owner === undefined) return; if (!item) throw new Error("x"); if (user) return user;`,
    [],
  ],
  [
    "checks of shape",
    `validateInput(x); checkTokenFormat(x); hasOwnProperty(x); isValid(x); requireModule(y); verifyEmailExists(x); status(404);`,
    [],
  ],
]);
