// HTTP routes as people write them: "POST /sessions", "GET|HEAD /health", "`GET /a` and `DELETE /a`".

const methods = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ALL|ANY|WS";
const route = new RegExp(
  `\\s*\`?((?:${methods})(?:\\s*(?:,|/|\\||and|or)\\s*(?:${methods}))*)\\s+(/[^\\s\`]*)\`?`,
  "iy",
);
const joint = /\s*(?:,|;|&|\band\b|\bor\b)?\s*/y;

export interface Routes {
  /** `METHOD /path`, one for each method and path. */
  readonly names: readonly string[];
  /** What follows the last of them, without the separator. */
  readonly rest: string;
}

/** The routes that a text starts with. Undefined when it does not start with one. */
export const readRoutes = (text: string): Routes | undefined => {
  const names: string[] = [];
  let end = 0;
  for (let from = 0; ; ) {
    route.lastIndex = from;
    const match = route.exec(text);
    if (match === null) break;
    const path = (match[2] as string).replace(/[:.,;)]+$/, "");
    for (const method of (match[1] as string).split(/[^a-z]+/i)) {
      if (/^(?:and|or)$/i.test(method)) continue;
      names.push(`${method.toUpperCase()} ${path}`);
    }
    end = route.lastIndex;
    joint.lastIndex = end;
    joint.exec(text);
    from = Math.max(joint.lastIndex, end);
  }
  if (names.length === 0) return undefined;
  return {
    names,
    rest: text
      .slice(end)
      .replace(/^\s*[:.,;—–-]*\s*/, "")
      .trim(),
  };
};

/** The one route that a text mentions anywhere; undefined when there is none or more than one. */
export const mentionedRoute = (text: string): string | undefined => {
  const mentions = [...text.matchAll(new RegExp(`\\b(?:${methods})\\s+/[^\\s\`]*`, "g"))];
  return mentions.length === 1 ? readRoutes(mentions[0]?.[0] ?? "")?.names[0] : undefined;
};

/** A route whose method stands in a column of its own. */
export const joinRoute = (method: string, path: string): string[] =>
  method
    .split(/[^a-z]+/i)
    .filter((word) => word !== "" && !/^(?:and|or)$/i.test(word))
    .map((word) => `${word.toUpperCase()} ${path.trim()}`);

/** Method and path of a route's name. */
export const splitRoute = (name: string): { method: string; route: string } | undefined => {
  const match = new RegExp(`^(${methods})\\s+(/\\S*)$`, "i").exec(name.trim());
  return match === null
    ? undefined
    : { method: (match[1] as string).toUpperCase(), route: match[2] as string };
};
