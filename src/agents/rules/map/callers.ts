// Reads a cell that says who calls: names, what they come through, and where they stand.

import { parts } from "./names.ts";

export interface CallerCell {
  /** Who calls, as named. */
  readonly names: readonly string[];
  /** What stands between the callers and the component: "through the Gateway", "via X", "behind X". */
  readonly through: readonly string[];
  /** Whether the cell says that the callers stand in a closed network. */
  readonly inside: boolean;
}

const article = /^(?:the|our|an?|any)\s+/i;

const between = /(?:^|\s)(?:through|via|behind|by way of|routed by|proxied by)\s+(.+)$/i;

const closed =
  "internal|private|corporate|office|company|closed|same|management|back.?end|cluster|service|shop|database|admin";
const area = "networks?|subnets?|segments?|vpcs?|clusters?|zones?|lan|vpn|intranet|mesh";

/** `internal`, `internal only`, `internal network only`, `private subnet`. */
const place = new RegExp(
  `^(?:only\\s+)?(?:(?:${closed})(?:\\s+(?:${area}))?|(?:${area}))(?:\\s+only)?$`,
  "i",
);
/** `… from the internal network`, `… in the cluster`, `… on the VPN`. */
const standing = new RegExp(
  `(?:^|\\s)(?:from|in|inside|within|on)\\s+(?:the\\s+|our\\s+|an?\\s+)?((?:[\\w-]+\\s+){0,2}?(?:${area}))(?:\\s+only)?$`,
  "i",
);
/** How the call is protected says nothing of who makes it: `over mTLS`, `with a client certificate`. */
const manner =
  /(?:^|\s)(?:over|using|with|by)\s+(?:m?tls|https?|ssh|vpn|an?\s+.*|its\s+.*|mutual\s+.*|signed\s+.*)$/i;

const isClosed = (name: string): boolean =>
  new RegExp(`\\b(?:${closed}|vpn|vpc|intranet|mesh)`, "i").test(name);

/** Reads one part, `Browser via the Gateway`. */
const readPart = (part: string): CallerCell => {
  let name = part.trim();
  const through: string[] = [];
  let inside = false;
  for (let cut = true; cut; ) {
    cut = false;
    const way = between.exec(name);
    if (way !== null) {
      name = name.slice(0, way.index).trim();
      const relay = readPart(way[1] ?? "");
      through.push(...relay.names, ...relay.through);
      inside ||= relay.inside;
      cut = true;
      continue;
    }
    const at = standing.exec(name);
    if (at !== null) {
      name = name.slice(0, at.index).trim();
      inside ||= isClosed(at[1] ?? "");
      cut = true;
      continue;
    }
    const how = manner.exec(name);
    if (how !== null) {
      name = name.slice(0, how.index).trim();
      cut = true;
    }
  }
  if (place.test(name)) return { names: [], through, inside: inside || isClosed(name) };
  const bare = name
    .replace(/\s+only$/i, "")
    .replace(article, "")
    .trim();
  return { names: bare === "" || /^only$/i.test(bare) ? [] : [bare], through, inside };
};

/** What a caller's cell says: `Browser, through the Gateway` is Browser, which comes through Gateway. */
export const readCallers = (cell: string): CallerCell => {
  const asides: string[] = [];
  const text = cell.replace(/`/g, "").replace(/\(([^()]*)\)/g, (_all, aside: string) => {
    asides.push(aside);
    return "";
  });
  const read = parts(text).map(readPart);
  const remarks = asides.flatMap(parts).map(readPart);
  const names = read.flatMap((part) => part.names);
  const through = [...read, ...remarks].flatMap((part) => part.through);
  const inside = [...read, ...remarks].some((part) => part.inside);
  if (names.length > 0 || (!inside && through.length === 0)) return { names, through, inside };
  // Only a place or a way: whoever stands there is the caller.
  const [first] = parts(text);
  const fallback = through.length > 0 ? through : [(first ?? "").replace(/\s+only$/i, "").trim()];
  return { names: fallback.filter((name) => name !== ""), through: [], inside };
};
