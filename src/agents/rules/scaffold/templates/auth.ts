// Source of the generated `auth.ts`. The list of requirements, which comes from the spec, is put before it.

export const auth = `/** What an entry point demands of its caller. "denied" refuses everybody. */
export type Requires = Requirement | "public" | "denied";

export interface AccessRequest {
  /** The entry point as the spec names it. */
  readonly entry: string;
  /** What the caller presents: the headers of a request or message, or what the host hands to a function or command. */
  readonly credentials: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parameters of the route, for decisions about one resource. Not validated yet. */
  readonly params: Readonly<Record<string, string>>;
}

export type Decision =
  | { readonly allow: true; readonly caller: string }
  | { readonly allow: false; readonly reason: "unauthenticated" | "forbidden" };

/** Decides who may call what. Implement it for your sessions, roles and keys, and hand it to the entry point. */
export interface Authorizer {
  authorize(requirement: Requirement, request: AccessRequest): Promise<Decision>;
}

/** Refuses everybody: what stands until an Authorizer is given. */
export const denyAll: Authorizer = {
  authorize: async () => ({ allow: false, reason: "unauthenticated" }),
};

/** Returns the caller, or undefined where the spec asks for none. Throws Unauthenticated or Forbidden. */
export async function guard(
  authorizer: Authorizer,
  requires: Requires,
  request: AccessRequest,
): Promise<string | undefined> {
  if (requires === "public") return undefined;
  if (requires === "denied") throw new Forbidden();
  const decision = await authorizer.authorize(requires, request);
  if (decision.allow) return decision.caller;
  throw decision.reason === "unauthenticated" ? new Unauthenticated() : new Forbidden();
}
`;
