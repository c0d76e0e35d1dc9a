// The controls that rules ask after, and the words by which a statement or a symbol is recognised as one of them. A name
// is weak evidence: what only a symbol's name suggests lowers a severity and never settles a threat.

export interface Topic {
  /** Reads well after "no" and "the": `rate limit`. */
  readonly title: string;
  /** Recognises a statement of the spec: a control outside the code, an authentication decision, an assumption. */
  readonly stated: string;
  /** Recognises a fact or a symbol of the code. */
  readonly observed: string;
}

const topic = (title: string, stated: string, observed: string): Topic => ({ title, stated, observed });

export const topics = {
  authentication: topic(
    "authentication check",
    "authenticat|signed.?in|logged.?in|bearer|session cookie|api.?key|mutual tls|mtls",
    "^authori[sz]e\\b|^guard\\b|authenticat|require_?(session|user|login|auth|token)|verify_?(session|token|jwt)|ensure_?(auth|logged|session)|is_?authenticated|bearer|authorization header|\\bauth_?(hook|middleware|guard)",
  ),
  role: topic(
    "role check",
    "\\brole|\\badmin only|only (an? )?(admin|operator)|permission|\\brbac\\b|scope",
    "require_?(role|admin|scope|permission)|has_?(role|scope|permission)|is_?admin|assert_?admin|check_?(role|permission)|\\brole\\b|\\brbac\\b",
  ),
  ownership: topic(
    "ownership check",
    "\\bown(s|er|ed)?\\b|belongs? to|same (user|tenant|account)|tenant",
    "\\bowner|is_?owner|require_?owner|assert_?own|belongs_?to|check_?owner|same_?(user|tenant|account)|owned_?by",
  ),
  signature: topic(
    "signature check",
    "signature|signed (by|with|callback|request|payload|body|message|event|link|url)|hmac",
    "signature|hmac|verify_?webhook|^verify |construct_?event",
  ),
  "constant-time": topic(
    "constant-time comparison",
    "constant.?time|timing.?safe",
    "timing.?safe|constant_?time|safe_?equal",
  ),
  "rate-limit": topic(
    "rate limit",
    "rate.?limit|throttl|(per|a|each) (second|minute|hour|address|ip)\\b|attempts? (per|a|each)|\\bquota",
    "^rate limit|rate_?limit|throttl|limiter|slow_?down",
  ),
  lockout: topic(
    "lockout",
    "lock(s|ed)?.?out|account.{0,20}lock|locks? the account",
    "lock_?out|lock_?account|failed_?attempts",
  ),
  mfa: topic(
    "second factor",
    "second factor|two.?factor|multi.?factor|\\bmfa\\b|\\b2fa\\b|webauthn|passkey|security key|\\btotp\\b",
    "\\bmfa\\b|totp|webauthn|passkey|second_?factor|two_?factor",
  ),
  validation: topic(
    "input validation",
    "validat|schema check|against (a|the|its) schema|rejects? (unknown|any other)",
    "^input check|validat|\\bparse_?(body|input|request|params|payload)|safe_?parse|assert_?(body|input|valid)|check_?(body|input)|\\bschema|\\bajv\\b|\\bzod\\b",
  ),
  "size-limit": topic(
    "size limit",
    "(body|request|payload|upload|message|file) (size|limit)|max(imum)? (body|size|length)|\\d+ ?(kb|kib|mb|mib)\\b",
    "^(body|header) size limit|max_?(body|bytes|size|length)|body_?limit|limit_?body|size_?limit|read_?limited",
  ),
  "page-limit": topic(
    "page limit",
    "pagina|page size|at most \\d+ (rows|items|entries|results)",
    "page_?size|max_?(page|rows|limit)|paginat|clamp_?limit",
  ),
  timeout: topic(
    "timeout",
    "time.?out|deadline|gives? up after",
    "time_?out|abort_?signal|abort_?controller|deadline",
  ),
  parameters: topic(
    "parameterised query",
    "parameteri[sz]ed|prepared statement|placeholders?",
    "prepare_?statement|parameteri[sz]ed|sql_?tag",
  ),
  "receive-deadline": topic(
    "deadline for receiving a request",
    "slow (requests|clients)|receiv.{0,30}(seconds|deadline)",
    "^receive deadline",
  ),
  "fresh-rights": topic(
    "look-up of rights at each call",
    "role comes from .{0,60}(row|database|store)|rights? .{0,40}(each|every) (call|request)|works at once|takes effect at once|role .{0,40}(each|every) (call|request)",
    "load_?role|current_?role|fresh_?role",
  ),
  "password-hash": topic(
    "password hash",
    "argon2|bcrypt|scrypt|pbkdf2|passwords? .{0,20}hash",
    "argon2|bcrypt|scrypt|pbkdf2|hash_?password|verify_?password",
  ),
  "token-hash": topic(
    "hash of stored tokens",
    "(token|session|key|code)s?.{0,60}(hash|digest|sha-?\\d+)|(hash|digest).{0,30}(token|session|key|code)",
    "hash_?(token|session|key|code|link)|(token|session|key|code|link)_?(hash|digest)|^hash sha.*(token|session|key|link)",
  ),
  random: topic(
    "unpredictable value",
    "random|unguessable|128 bits|256 bits",
    "^random(?! Math)|random_?(bytes|token|id)|new_?(token|session_?id)",
  ),
  expiry: topic(
    "expiry",
    "expir|\\bttl\\b|valid for|lives? for|lasts? \\d+|ends? after|within \\d+|\\d+.?(minute|hour|day)s? (window|old|lifetime)|lifetime",
    "expir|max_?age|\\bttl\\b|not_?after|is_?fresh",
  ),
  revocation: topic(
    "revocation",
    "revok|revoc|log.?out|sign.?out (every|all|other)|invalidat|\\bends? .{0,40}sessions?\\b",
    "revoke|revocation|log_?out|sign_?out|invalidate|delete_?session|end_?session",
  ),
  audit: topic(
    "audit trail",
    "audit|append.?only log|log(s|ged)? (every|each|who)|activity log|change log|trail|(writes?|records?|keeps?) who",
    "audit|log_?(event|action|change)|record_?(event|action)|append_?event|activity_?log",
  ),
  redaction: topic(
    "log redaction",
    "redact|masked? in logs|never logged|not logged|log(s)? (hold|contain) no",
    "redact|mask_?(secret|token|email)|scrub|sanitize_?log|blot|without_?secrets",
  ),
  csrf: topic(
    "cross-site request check",
    "csrf|same.?site|origin header|checks? the origin",
    "csrf|same_?site|check_?origin|verify_?origin|sec_?fetch_?site",
  ),
  "allow-list": topic(
    "allow-list of hosts",
    "allow.?list|egress|only (these|known) hosts|forward proxy",
    "allow_?list|allowed_?hosts|is_?allowed_?(host|url)|assert_?(host|url)|block_?private",
  ),
  confinement: topic(
    "path confinement",
    "inside (the|its) (folder|directory|root)|chroot|path traversal",
    "safe_?(path|join)|resolve_?inside|within_?(root|dir)|assert_?inside|is_?inside|contained_?path",
  ),
  "argument-list": topic(
    "argument list without a shell",
    "without a shell|argument list|no shell",
    "exec_?file|spawn|execa",
  ),
  encryption: topic(
    "encryption at rest",
    "encrypt(ed|ion)?.{0,30}(at rest|disk|volume|storage|backups?)|(at rest|disk|volume|storage|backups?).{0,30}encrypt",
    "^cipher|encrypt_?(row|field|column|value|at_?rest|blob|file)|envelope",
  ),
  backup: topic(
    "backup",
    "backup|back.?up|snapshot|point.?in.?time|replica|restore",
    "backup|take_?snapshot",
  ),
  tls: topic(
    "transport encryption",
    "\\btls\\b|\\bhttps\\b|\\bssl\\b|wireguard|\\bvpn\\b|\\bmtls\\b",
    "\\btls\\b|https|ssl",
  ),
  segmentation: topic(
    "network segment",
    "segment|only way in|listens? on .{0,40}(alone|only)|no public address|private (network|subnet|endpoint)|network polic|firewall|security group|\\bvpc\\b|only reachable|reachable only|internal network|\\bvpn\\b|bastion",
    "bind_?local|loopback_?only",
  ),
  grants: topic(
    "narrow grants",
    "least privilege|grants?\\b|own tables|neither drop|read.?only (role|user)|no ddl|only (select|insert)|separate (role|user|account)|row.?level",
    "row_?level|set_?role",
  ),
  "secret-store": topic(
    "secret store",
    "vault|secret(s)? (manager|store)|\\bkms\\b|sealed secret|workload identity",
    "secret_?(manager|store)|vault|kms",
  ),
  rotation: topic("rotation", "rotat", "rotat"),
  alarm: topic("alarm", "alarm|alert|paged?|pages|monitor|\\bsiem\\b|on.?call", "alert_?on|notify_?oncall"),
  idempotency: topic(
    "single use of a delivery or link",
    "idempoten|single.?use|one use\\b|one.?time|only once|at most once|replay|delivery id|nonce|dedup",
    "idempoten|once|nonce|already_?(seen|used|processed)|dedup|consume_?token|seen_?ids",
  ),
  "token-claims": topic(
    "check of issuer, audience and algorithm",
    "issuer|audience|algorithm",
    "issuer|audience|algorithms",
  ),
  "error-handler": topic(
    "error handler",
    "generic error|no stack|errors? .{0,60}never repeat|error (text|detail|message)s? (stay|are not|never)",
    "^error reply|error_?handler|set_?error_?handler|on_?error|handle_?error|to_?problem|send_?error",
  ),
  gateway: topic(
    "gateway",
    "gateway|\\bwaf\\b|\\bcdn\\b|cloudflare|reverse proxy|load balancer|ingress|api management",
    "behind_?proxy|trust_?proxy",
  ),
  "atomic-write": topic(
    "write that is whole or not at all",
    "atomic|whole or not|rename[sd]? into place|journal|rolls? back|restore[sd]? (everything|what)",
    "atomic|rename|restore|roll_?back|journal",
  ),
  escaping: topic(
    "escaping of foreign text",
    "escap|sanitiz|one line|control characters|quoted as text",
    "escape|sanitiz|one_?line|strip_?(ansi|control)|quote_?(text|html|markdown)|as_?text|plain_?text",
  ),
  fallback: topic(
    "fallback",
    "retr(y|ies)|retried|dead.?letter|outbox|circuit.?breaker|fallback|degrad",
    "retry|outbox|circuit_?breaker|fallback|enqueue",
  ),
  cleanup: topic(
    "clean-up of old rows",
    "clean.?up|purge|retention|deletes? (expired|old)|swe[ep]",
    "clean_?up|purge|sweep|delete_?expired|prune",
  ),
  versioning: topic(
    "object versions",
    "version(ing|ed)|object lock|write.?once|immutable",
    "versioning|object_?lock",
  ),
  "uniform-reply": topic(
    "same reply for known and unknown names",
    "always the same|unknown .{0,60}\\bsame\\b|same (reply|answer|response|error|status)|does not (reveal|tell)|indistinguish|uniform",
    "dummy_?hash|uniform_?reply|same_?reply",
  ),
} as const satisfies Readonly<Record<string, Topic>>;

export type TopicId = keyof typeof topics;

export const topicIds = Object.keys(topics) as readonly TopicId[];
