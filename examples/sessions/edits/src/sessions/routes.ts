// The route table: one line for each row of the spec's interface. Scaffolded from specs/sessions.md.

import type { Requires } from "./auth.js";
import { deleteSessionsById } from "./handlers/delete-sessions-by-id.js";
import { getHealth } from "./handlers/get-health.js";
import { getSessions } from "./handlers/get-sessions.js";
import { postSessions } from "./handlers/post-sessions.js";
import { postSessionsByIdExport } from "./handlers/post-sessions-by-id-export.js";
import { postSignInLinks } from "./handlers/post-sign-in-links.js";
import { postSignInLinksRedeem } from "./handlers/post-sign-in-links-redeem.js";
import { postUsersByUserIdSessionsRevoke } from "./handlers/post-users-by-user-id-sessions-revoke.js";
import type { Handler } from "./http.js";

export interface Route {
  readonly requires: Requires;
  readonly handle: Handler;
}

/** Every route of the service. What each one requires is the authorization column of the spec. */
export const routes: Readonly<Record<string, Route>> = {
  "POST /sign-in-links": { requires: "public", handle: postSignInLinks },
  "POST /sign-in-links/redeem": { requires: "public", handle: postSignInLinksRedeem },
  "POST /sessions": { requires: "public", handle: postSessions },
  "GET /sessions": { requires: "session", handle: getSessions },
  "DELETE /sessions/:id": { requires: "session", handle: deleteSessionsById },
  "POST /sessions/:id/export": { requires: "session", handle: postSessionsByIdExport },
  "POST /users/:userId/sessions/revoke": {
    requires: "role support",
    handle: postUsersByUserIdSessionsRevoke,
  },
  "GET /health": { requires: "public", handle: getHealth },
};
