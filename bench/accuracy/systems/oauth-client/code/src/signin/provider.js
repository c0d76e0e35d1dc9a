import { createRemoteJWKSet, jwtVerify } from "jose";

const keys = createRemoteJWKSet(new URL("https://login.identity.example/jwks"));

/** What the identity provider grants for a code; undefined when it refuses or says something else than expected. */
export const exchange = async (code, verifier, callback) => {
  const reply = await fetch("https://login.identity.example/token", {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: "company-tools",
      client_secret: process.env.OAUTH_CLIENT_SECRET ?? "",
      redirect_uri: callback,
      code,
      code_verifier: verifier,
    }),
    signal: AbortSignal.timeout(5000),
  });
  if (!reply.ok) return undefined;
  const { id_token: idToken, access_token: accessToken } = await reply.json();
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: ["RS256"],
      issuer: "https://login.identity.example",
      audience: "company-tools",
    });
    if (payload.email_verified !== true || typeof payload.email !== "string") return undefined;
    return { email: payload.email, accessToken };
  } catch {
    return undefined;
  }
};
