import cookieParser from "cookie-parser";
import express from "express";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { exchange } from "./provider.js";
import { createSession, endSession, findSession } from "./sessions.js";

export const app = express();
app.use(cookieParser());

const cookie = { httpOnly: true, secure: true, sameSite: "lax" };
const callback = "https://tools.company.example/signin/callback";

/** A path of this host; whatever else was asked for becomes the front page. */
export const returnPath = (text) =>
  typeof text === "string" && /^\/[\w./-]{0,199}$/.test(text) && !text.startsWith("//") ? text : "/";

app.get("/signin", (request, response) => {
  const state = randomBytes(32).toString("base64url");
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const packed = Buffer.from(JSON.stringify({ state, verifier, to: returnPath(request.query.return) }));
  response.cookie("signin", packed.toString("base64url"), { ...cookie, maxAge: 600_000, path: "/signin" });
  const target = new URL("https://login.identity.example/authorize");
  target.search = new URLSearchParams({
    response_type: "code",
    client_id: "company-tools",
    redirect_uri: callback,
    scope: "openid email",
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  }).toString();
  response.redirect(302, target.href);
});

const pending = (request) => {
  try {
    const text = Buffer.from(request.cookies.signin ?? "", "base64url").toString("utf8");
    const { state, verifier, to } = JSON.parse(text);
    return typeof state === "string" && typeof verifier === "string" ? { state, verifier, to } : undefined;
  } catch {
    return undefined;
  }
};

const same = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

app.get("/signin/callback", async (request, response) => {
  const begun = pending(request);
  const { code, state } = request.query;
  if (begun === undefined || typeof code !== "string" || typeof state !== "string" || !same(state, begun.state)) {
    response.status(400).json({ error: "state" });
    return;
  }
  const granted = await exchange(code, begun.verifier, callback);
  if (granted === undefined) {
    response.status(502).json({ error: "provider" });
    return;
  }
  const session = await createSession(granted.email, granted.accessToken);
  response.clearCookie("signin", { path: "/signin" });
  response.cookie("session", session, { ...cookie, maxAge: 8 * 3600_000 });
  response.redirect(302, returnPath(begun.to));
});

export const requireSession = async (request, response, next) => {
  const session = await findSession(request.cookies.session ?? "");
  if (session === undefined) {
    response.status(401).json({ error: "session" });
    return;
  }
  request.session = session;
  next();
};

app.post("/signout", requireSession, async (request, response) => {
  await endSession(request.cookies.session);
  response.clearCookie("session").status(204).end();
});

app.listen(Number(process.env.PORT ?? 8080));
