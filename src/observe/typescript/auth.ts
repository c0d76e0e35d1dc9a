// What looks like an authentication or authorization decision: checks by name, by library, by guard and by refusal.

import { isFunction, memberOf, type SyntaxNode, unwrap } from "./node.ts";
import type { Call, Observer, SourceFile } from "./source-file.ts";

const subjects =
  "auth(?:n|z|enticated|orized|orised|entication|orization)?|user|login|logged_?in|signed_?in|session|roles?|admin|owner(?:ship)?|permissions?|privileges?|scopes?|access|tokens?|jwt|bearer|passwords?|api_?key|credentials?|csrf|member(?:ship)?|tenant|acl|policy|identity|claims?|signature|otp|mfa|totp";

/** `requireAuth`, `ensureLoggedIn`, `verifyPassword`, `hasPermission`, `checkApiKey`. */
const checkName = new RegExp(
  `^(?:require|ensure|check|assert|verify|validate|enforce|guard|must_?(?:be|have)|only|has|compare)_?(?:valid_?|current_?|webhook_?|request_?|access_?|refresh_?|id_?|session_?|user_?)*(?:${subjects})(?:_?\\w*)?$`,
  "i",
);
const fixedName =
  /^(?:authenticate|authorize|authorise|isAuthenticated|isAuthorized|isLoggedIn|isAdmin|isOwner|canAccess|checkAuth|withAuth|authGuard|authMiddleware|authRequired|authenticateUser|authenticateToken|loginRequired|adminOnly|protect|bearerAuth|basicAuth|jwtAuth|verifyToken|verifyJwt)$|^(?:is|can)(?:Authenticated|Authorized|Allowed|Permitted|LoggedIn|Admin)\w*$|^(?:authenticate|authorize|authorise)[A-Z]\w*$/;
/** Names that check the shape of something, not who may do what. */
const shapeName =
  /(?:Schema|Format|Length|Strength|Expir(?:y|ed|ation)|Count|Config|Input|Body|Params|Options|Exists|Name|Accessib\w*)$/;

export const looksLikeCheck = (name: string): boolean =>
  (fixedName.test(name) || checkName.test(name)) && !shapeName.test(name);

const libraryChecks: readonly (readonly [RegExp, string])[] = [
  [/^jsonwebtoken:verify$/, "jwt.verify"],
  [/^jose:(?:jwtVerify|jwtDecrypt|compactVerify)$/, "jwtVerify"],
  [/^bcrypt(?:js)?:compare(?:Sync)?$/, "bcrypt.compare"],
  [/^(?:@node-rs\/)?(?:argon2|bcrypt):verify(?:Sync)?$/, "password verify"],
  [/^crypto:timingSafeEqual$/, "timingSafeEqual"],
  [/^crypto:(?:createVerify|verify)$/, "signature verify"],
  [/^passport:(?:authenticate|authorize|session)$/, "passport.authenticate"],
  [/^express-(?:jwt|oauth2-jwt-bearer):\w*$/, "express-jwt"],
  [/^(?:express-basic-auth|basic-auth|koa-basic-auth|@fastify\/basic-auth):$/, "basic auth"],
  [/^hono\/(?:jwt|bearer-auth|basic-auth):\w*$/, "hono auth"],
  [/^(?:next-auth|next-auth\/next|@auth\/core):(?:getServerSession|auth)$/, "getServerSession"],
  [/^@clerk\/[\w/-]+:(?:auth|getAuth|requireAuth|clerkMiddleware|currentUser)(?:\.protect)?$/, "clerk auth"],
  [/^(?:koa-jwt|csurf|csrf-csrf|lusca):\w*$/, "request guard"],
  [/^google-auth-library:OAuth2Client\(\)\.verifyIdToken$/, "verifyIdToken"],
  [/^stripe:\(\)\.webhooks\.constructEvent(?:Async)?$/, "stripe webhook signature"],
  [/^@octokit\/webhooks:Webhooks\(\)\.verify\w*$/, "webhook signature"],
];

const checkOf = (call: Call): string | undefined => {
  const library = libraryChecks.find(([origin]) => origin.test(call.origin ?? ""));
  if (library !== undefined) return library[1];
  if (call.isNew || !looksLikeCheck(call.name)) return undefined;
  return call.name;
};

/** A check that is handed over instead of called: `app.get("/", requireAuth, handler)`. */
const observeReferences: Observer = (file, report) => {
  const see = (node: SyntaxNode, owner: SyntaxNode) => {
    const inner = unwrap(node);
    const name =
      inner.kind === "word"
        ? inner.text
        : inner.kind === "member_expression"
          ? memberOf(inner)?.name
          : undefined;
    if (name !== undefined && looksLikeCheck(name)) report("auth", name, owner, { operation: "middleware" });
  };
  for (const call of file.calls) {
    const isTest = /^(?:describe|it|test|expect)$/.test(call.name);
    if (isTest || call.name === "require") continue;
    for (const arg of call.args) {
      const inner = unwrap(arg);
      see(inner, call.node);
      if (inner.kind === "array") for (const item of inner.items) see(item, call.node);
      if (inner.kind !== "object") continue;
      for (const member of inner.items) {
        if (
          member.kind !== "pair" ||
          !/^(?:preHandler|onRequest|preValidation|beforeHandle|middlewares?|before|pre|guards?|use)$/.test(
            member.children[0]?.text ?? "",
          )
        )
          continue;
        const value = member.children[2];
        if (value === undefined) continue;
        see(value, call.node);
        if (value.kind === "array") for (const item of value.items) see(item, call.node);
      }
    }
  }
  for (const decorator of file.nodesOf("decorator")) {
    const call = decorator.child("call_expression");
    const name = (call?.children[0] ?? decorator.children[1])?.text ?? "";
    if (/^(?:UseGuards|Roles|Authorized|Auth|RequirePermissions?|Permissions)$/.test(name)) {
      const guards = call === undefined ? [] : (file.callOf(call)?.args ?? []);
      const label = [name, ...guards.map((guard) => unwrap(guard).text.replace(/^["']|["']$/g, ""))].join(
        " ",
      );
      const body = decorator.parent;
      const method = body?.children
        .slice(body.children.indexOf(decorator))
        .find((child) => child.kind === "method_definition");
      report("auth", label.slice(0, 80), decorator, { operation: "decorator" }, method ?? decorator);
    }
  }
};

const principal =
  /^(?:(?:[\w$]+[.?!]+)*)(session|sess|user|currentUser|authUser|account|principal|identity|claims|auth|token|accessToken|jwt|payload|isAdmin|isOwner|role|roles|userId|ownerId|owner|authorization|apiKey|permissions|scopes|member|membership|actor|viewer|subject)(?:$|[.?!\s=)[])/;

const callers =
  /^(?:session|sess|user|currentUser|authUser|principal|identity|claims|isAdmin|authorization|apiKey|viewer)$/;

const leaves = /^(?:throw_statement|return_statement)$/;

/** Statements of a branch that end the work: a throw, a return, a refusal. */
const refuses = (branch: SyntaxNode | undefined): boolean => {
  if (branch === undefined) return false;
  const statements = branch.kind === "statement_block" ? branch.children.slice(1, -1) : [branch];
  return statements.some(
    (statement) =>
      leaves.test(statement.kind) ||
      (statement.kind === "expression_statement" && refusal.test(statement.text.slice(0, 200))),
  );
};

const refusal = /(?:\b(?:40[13])\b|\b(?:unauthori[sz]ed|forbidden|redirect|next)\s*\()/i;

/** The operands of a condition, through `!`, `&&`, `||`, comparisons and parentheses. */
const operands = (condition: SyntaxNode): SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  const pending = [condition];
  for (let step = 0; step < 200; step++) {
    const next = pending.shift();
    if (next === undefined) break;
    const node = unwrap(next);
    if (node.kind === "unary_expression" || node.kind === "binary_expression" || node.kind === "group") {
      pending.push(...node.children.filter((child) => child.kind !== "punctuation"));
    } else if (node.kind === "call_expression" && memberOf(node.children[0] ?? node) !== undefined) {
      const method = memberOf(node.children[0] as SyntaxNode);
      if (method !== undefined && /^(?:includes|has|some|every|can)$/.test(method.name))
        found.push(method.object, node);
    } else found.push(node);
  }
  return found;
};

/** True for tests that a value is missing or differs: `!session`, `user === undefined`, `role !== "admin"`. */
const isNegative = (condition: string): boolean => /!|===?\s*(?:null|undefined|false)\b/.test(condition);

const observeGuards = (file: SourceFile, report: Parameters<Observer>[1]): SyntaxNode[] => {
  const guards: SyntaxNode[] = [];
  for (const node of file.nodesOf("if_statement")) {
    const condition = node.child("parenthesized_expression");
    if (condition === undefined) continue;
    const branch = node.children[node.children.indexOf(condition) + 1];
    const text = branch?.text.slice(0, 600) ?? "";
    const denies = /\b40[13]\b|unauthori[sz]ed|forbidden|access.?denied|not.?allowed|permission/i.test(text);
    if (!refuses(branch)) continue;
    if (!denies && (!isNegative(condition.text) || /\b(?:404|400|422)\b|not.?found/i.test(text))) continue;
    const subject = operands(condition)
      .map((operand) => principal.exec(operand.text.slice(0, 120).replace(/\s+/g, "")))
      .find((match) => match !== null && match !== undefined);
    if (subject === undefined || subject === null) continue;
    // Without a word of refusal, only a missing caller makes a guard; owners and roles have other uses.
    if (!denies && !callers.test(subject[1] ?? "")) continue;
    guards.push(node);
    const name = subject[0].replace(/[?!]/g, "").replace(/[.\s=)[]+$/, "");
    report("auth", `check ${name}`, node, { operation: "guard" });
  }
  return guards;
};

const refusalMethods =
  /^(?:status|code|sendStatus|writeHead|send|json|text|throw|createError|HTTPException|HttpException|createHttpError|error|redirect)$/;

const isRefusalCode = (node: SyntaxNode | undefined): boolean =>
  node !== undefined && node.kind === "number" && /^40[13]$/.test(node.text);

const refusalCode = (call: Call): string | undefined => {
  if (refusalMethods.test(call.name) || call.origin === "http-errors:") {
    const code = call.args.find(isRefusalCode);
    if (code !== undefined) return code.text;
  }
  if (/^(?:Response|NextResponse)$/.test(call.name) || call.name === "json") {
    const options = call.args[1];
    const status = options?.kind === "object" ? /\bstatus\s*:\s*(40[13])\b/.exec(options.text) : null;
    if (status !== null) return status[1];
  }
  if (call.isNew && /^(?:Unauthorized|Forbidden)(?:Error|Exception)?$/.test(call.name))
    return /^Una/.test(call.name) ? "401" : "403";
  return /^(?:unauthorized|forbidden)$/i.test(call.name) && call.receiver !== undefined
    ? /^una/i.test(call.name)
      ? "401"
      : "403"
    : undefined;
};

export const observeAuth: Observer = (file, report) => {
  for (const call of file.calls) {
    const check = checkOf(call);
    if (check !== undefined) report("auth", check, call.node, { operation: "call" });
  }
  observeReferences(file, report);
  const guards = observeGuards(file, report);
  const guarded = (node: SyntaxNode) => guards.some((guard) => guard.contains(node));
  for (const call of file.calls) {
    const code = refusalCode(call);
    if (code !== undefined && !guarded(call.node))
      report("auth", `reply ${code}`, call.node, { operation: "refusal" });
  }
  for (const node of file.nodesOf("assignment_expression")) {
    const [left, , right] = node.children;
    if (
      left === undefined ||
      !/\.(?:statusCode|status)$/.test(left.text) ||
      !isRefusalCode(right) ||
      guarded(node)
    )
      continue;
    report("auth", `reply ${right?.text}`, node, { operation: "refusal" });
  }
  for (const node of file.nodesOf("pair")) {
    const [key, , value] = node.children;
    if (!/^(?:status|statusCode)$/.test(key?.text ?? "") || !isRefusalCode(value)) continue;
    if (guarded(node) || !isFunction(node.ancestor(functions))) continue;
    if (node.ancestor(returns) !== undefined && node.parent?.parent?.kind !== "arguments")
      report("auth", `reply ${value?.text}`, node, { operation: "refusal" });
  }
};

const functions: ReadonlySet<string> = new Set([
  "arrow_function",
  "function_expression",
  "function_declaration",
  "method_definition",
]);
const returns: ReadonlySet<string> = new Set(["return_statement"]);
