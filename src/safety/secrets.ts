// Finds credentials in text, so that none is sent to a provider or stored. Formats are those that issuers publish; a value
// of unknown format counts when its name says that it is secret and its characters look random.

export interface SecretFound {
  /** Kebab-case: `aws-access-key`. */
  readonly kind: string;
  /** Offsets in the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

interface Format {
  readonly kind: string;
  /** The secret is the last group that took part, or the whole match. Flags `dg`. */
  readonly pattern: RegExp;
  readonly holds?: (value: string) => boolean;
}

/** Bits of entropy for each character. Random base64 of 20 characters has about 4, English words about 3. */
export const entropyOf = (text: string): number => {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
};

const placeholder =
  /^(?:\*+|x+|\.+|<.*>|\$\{.*\}|\{\{.*\}\}|%.*%)$|example|placeholder|change[_-]?me|your[_-]|dummy|redacted|process\.env|^(?:test|fake|sample)[_-]/i;

/** A word chain such as `session-token-header` is a name, not a secret. */
const isNamed = (value: string): boolean => /^[a-z]+(?:[-_. ][a-z]+)*$/i.test(value);

const looksRandom = (value: string): boolean =>
  !placeholder.test(value) &&
  !isNamed(value) &&
  /\d/.test(value) &&
  /[a-z]/i.test(value) &&
  entropyOf(value) >= 3.3;

const isNoPlaceholder = (value: string): boolean => !placeholder.test(value);

const formats: readonly Format[] = [
  {
    kind: "private-key",
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/dg,
  },
  { kind: "anthropic-key", pattern: /\bsk-ant-[a-z0-9]+-[\w-]{20,}/dg },
  { kind: "openai-key", pattern: /\bsk-(?:proj|svcacct|admin)-[\w-]{20,}|\bsk-[A-Za-z0-9]{40,}\b/dg },
  { kind: "aws-access-key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/dg, holds: isNoPlaceholder },
  {
    kind: "aws-secret-key",
    pattern: /aws_?secret(?:_?access)?_?key["']?\s*[:=]\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/dgi,
    holds: isNoPlaceholder,
  },
  { kind: "github-token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/dg },
  { kind: "gitlab-token", pattern: /\bgl(?:pat|ptt|rt|dt|soat)-[\w-]{20,}/dg },
  { kind: "slack-token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/dg },
  { kind: "slack-webhook", pattern: /https:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/dg },
  { kind: "stripe-key", pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{20,}/dg },
  { kind: "google-api-key", pattern: /\bAIza[\w-]{35}/dg },
  { kind: "npm-token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/dg },
  { kind: "pypi-token", pattern: /\bpypi-AgE[\w-]{40,}/dg },
  { kind: "sendgrid-key", pattern: /\bSG\.[\w-]{20,}\.[\w-]{30,}/dg },
  { kind: "hugging-face-token", pattern: /\bhf_[A-Za-z]{30,}\b/dg },
  { kind: "digitalocean-token", pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/dg },
  { kind: "azure-account-key", pattern: /AccountKey=([A-Za-z0-9+/]{80,}={0,2})/dg },
  { kind: "json-web-token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/dg },
  {
    kind: "password-in-url",
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@'"`]{1,80}:([^\s/@'"`$<{]{3,200})@[\w.-]/dgi,
    holds: (value) =>
      isNoPlaceholder(value) && !/^(?:pass(?:word)?|pw|secret|user|postgres|root|admin)$/i.test(value),
  },
  {
    kind: "authorization-header",
    pattern: /\bauthorization["'`]?\s*[:=,]\s*["'`]?\s*(?:basic|bearer|token|digest)\s+([\w.~+/=-]{8,})/dgi,
    holds: isNoPlaceholder,
  },
  {
    kind: "bearer-token",
    pattern: /\bbearer\s+([\w.~+/-]{16,}={0,2})/dgi,
    holds: looksRandom,
  },
  {
    kind: "password-in-command",
    pattern:
      /\b(?:curl|wget|http|https|mysql|psql)\b[^\n|;&]{0,200}?\s(?:-u\s*|--user[ =])["']?[^\s:"'`$]{1,80}:([^\s"'`$]{3,200})/dgi,
    holds: isNoPlaceholder,
  },
  {
    kind: "secret-value",
    pattern:
      /(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key|credential|auth)\w{0,20}["']?\s*(?:[:=]|=>)\s*["'`]([^"'`\s]{12,200})["'`]/dgi,
    holds: looksRandom,
  },
  {
    kind: "secret-value",
    pattern:
      /^[ \t]*(?:export\s+)?[A-Z0-9_]*(?:PASSWORD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)[A-Z0-9_]*[ \t]*=[ \t]*([^\s"'`$#]{12,200})[ \t]*$/dgm,
    holds: looksRandom,
  },
];

/** Every credential in the text, in order, without overlaps. */
export const findSecrets = (text: string): SecretFound[] => {
  const found: SecretFound[] = [];
  for (const { kind, pattern, holds } of formats)
    for (const match of text.matchAll(pattern)) {
      const at = match[1] === undefined ? 0 : 1;
      const [start, end] = match.indices?.[at] ?? [match.index, match.index + match[0].length];
      if (holds === undefined || holds(text.slice(start, end))) found.push({ kind, start, end });
    }
  return withoutOverlaps(found);
};

/** In order of their places; of those that overlap, the first, and of those that begin together, the longest. */
export const withoutOverlaps = (found: readonly SecretFound[]): SecretFound[] => {
  let reached = 0;
  return [...found]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      if (start < reached) return false;
      reached = end;
      return true;
    });
};

export interface Redacted {
  readonly text: string;
  /** Kinds of what was taken out, each once, in order. */
  readonly kinds: readonly string[];
}

/** The text with what was found in it replaced by a note of its kind. */
export const redactFound = (text: string, found: readonly SecretFound[]): Redacted => {
  let out = "";
  let from = 0;
  for (const { kind, start, end } of found) {
    out += `${text.slice(from, start)}[${kind} removed]`;
    from = end;
  }
  return { text: out + text.slice(from), kinds: [...new Set(found.map(({ kind }) => kind))] };
};

/** The text without the credentials whose formats are known here. The same text always gives the same result. */
export const redactSecrets = (text: string): Redacted => redactFound(text, findSecrets(text));
