// Data flows written as arrows: "Browser -> API: credentials over TLS".

import { oneLine } from "./text.ts";

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly data?: string;
  readonly protection?: string;
  /** A name in front: "Login: Browser -> API". */
  readonly label?: string;
  readonly twoWay: boolean;
}

const arrow = /\s*(?:<-{1,2}>|<=>|↔|⇄|⇔|⟷|-{1,2}>|={1,2}>|→|⟶|⇒|➔|➜|<-{1,2}(?=\s)|←|⟵)\s*/;
const twoWay = /<-{1,2}>|<=>|[↔⇄⇔⟷]/;
const backwards = /<-{1,2}(?!>)|[←⟵]/;
const protocol =
  /\b(?:m?tls|ssl|https?|wss?|ssh|sftp|ipsec|vpn|wireguard|grpcs?|quic|amqps?|rediss?|ldaps?|smtps?|unix(?: domain)? socket|unix socket|loopback|localhost|plain ?text|unencrypted|encrypted|cleartext|signed|hmac|kerberos|in[- ]process|private network|vpc|stdio|ipc|pipe)\b/i;

/** Reads a line as one arrow, or as a chain of them. Undefined when it has no arrow with two ends. */
export const readArrows = (text: string): Arrow[] | undefined => {
  const line = oneLine(text);
  if (line.length > 2000) return undefined;
  return readSymbols(line) ?? readWords(line);
};

const readSymbols = (line: string): Arrow[] | undefined => {
  const first = arrow.exec(line);
  if (first === null) return undefined;
  const { label, start } = labelBefore(line, first.index);
  const tail = line.slice(first.index);
  // Ends come before the first colon; what comes after it says what flows, arrows included.
  const end = /:(?=\s|$)|\s[—–]\s|\s-\s|[,;]\s|\.\s|\.$/.exec(tail);
  const head = line.slice(start, first.index + (end?.index ?? tail.length));
  const said = end === null ? "" : tail.slice(end.index + end[0].length);
  const ends: string[] = [];
  const kinds: string[] = [];
  let remaining = head;
  for (let match = arrow.exec(remaining); match !== null; match = arrow.exec(remaining)) {
    ends.push(remaining.slice(0, match.index));
    kinds.push(match[0]);
    remaining = remaining.slice(match.index + match[0].length);
  }
  ends.push(remaining);
  const cleaned = ends.map(cleanEnd);
  if (cleaned.some((name) => name.name === "") || cleaned.length < 2) return undefined;
  const { data, protection } = splitProtection(said);
  return kinds.map((kind, index) => {
    const left = cleaned[index] as CleanEnd;
    const right = cleaned[index + 1] as CleanEnd;
    const [from, to] = backwards.test(kind) && !twoWay.test(kind) ? [right, left] : [left, right];
    const over = protection ?? right.protection ?? left.protection;
    return {
      from: from.name,
      to: to.name,
      ...(data === undefined ? {} : { data }),
      ...(over === undefined ? {} : { protection: over }),
      ...(label === undefined ? {} : { label }),
      twoWay: twoWay.test(kind),
    };
  });
};

/** "From the browser to the API: credentials". */
const readWords = (line: string): Arrow[] | undefined => {
  const match = /^from (?:the )?(.{1,60}?) to (?:the )?(.{1,60}?)(?::\s+|,\s+|\s+[—–-]\s+)(.+)$/i.exec(line);
  if (match === null) return undefined;
  const { data, protection } = splitProtection(match[3] as string);
  return [
    {
      from: match[1] as string,
      to: match[2] as string,
      ...(data === undefined ? {} : { data }),
      ...(protection === undefined ? {} : { protection }),
      twoWay: false,
    },
  ];
};

const labelBefore = (line: string, arrowAt: number): { label?: string; start: number } => {
  const before = /^(.*?)(?::|\.|\s[—–-])\s+/.exec(line.slice(0, arrowAt));
  if (before === null || before[1] === "") return { start: 0 };
  return { label: before[1] as string, start: before[0].length };
};

interface CleanEnd {
  readonly name: string;
  readonly protection?: string;
}

/** "API (HTTPS)" is the end "API", protected by "HTTPS". */
const cleanEnd = (text: string): CleanEnd => {
  const end = text.trim().replace(/^[*_`"'[(]+|[*_`"'\]]+$/g, "");
  const note = /^(.*?)\s*\(([^()]*)\)?$/.exec(end);
  if (note !== null && note[1] !== "" && protocol.test(note[2] as string)) {
    return { name: note[1] as string, protection: (note[2] as string).trim() };
  }
  return { name: end.trim() };
};

/** "credentials over TLS 1.3", "credentials (TLS)", "credentials, mTLS": what flows, and what protects it. */
export const splitProtection = (text: string): { data?: string; protection?: string } => {
  const sentence = (/^.*?(?=;\s|\.\s|\.?$)/.exec(oneLine(text))?.[0] ?? "").trim();
  if (sentence === "") return {};
  const connected =
    /^(.*?)[,;]?\s+(?:(?:sent |carried |always )?(?:over|via|using|through|inside|on)|protected (?:by|with)|secured (?:by|with)|encrypted (?:by|with))\s+(?:an? |the )?(.+)$/i.exec(
      sentence,
    );
  if (connected !== null && protocol.test(connected[2] as string)) {
    return {
      ...(connected[1] === "" ? {} : { data: connected[1] as string }),
      protection: connected[2] as string,
    };
  }
  const bracketed = /^(.*?)\s*\(([^()]+)\)$/.exec(sentence);
  if (bracketed !== null && bracketed[1] !== "" && protocol.test(bracketed[2] as string)) {
    return { data: bracketed[1] as string, protection: bracketed[2] as string };
  }
  const appended = /^(.*),\s+([^,]+)$/.exec(sentence);
  if (appended !== null && protocol.test(appended[2] as string)) {
    return { data: appended[1] as string, protection: appended[2] as string };
  }
  return { data: sentence };
};
