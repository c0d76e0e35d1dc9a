// Lines of a coding agent's transcript as a conversation. Formats are not documented and change: what is not
// understood is left out. Pure.

type Json = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

const parseLine = (line: string): Json | undefined => {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return undefined;
  }
};

/** Text, and the names of tools that were used; not what tools returned, which is mostly code, and not thoughts. */
const partText = (part: unknown): string => {
  if (typeof part === "string") return part;
  const { type, text, name } = asObject(part) ?? {};
  if (type === "text" && typeof text === "string") return text;
  return type === "tool_use" && typeof name === "string" ? `[used ${name}]` : "";
};

const contentText = (content: unknown): string =>
  (Array.isArray(content) ? content : [content])
    .map(partText)
    .filter((text) => text.trim() !== "")
    .join("\n");

/** `user: …` and `assistant: …`, a blank line between turns. Lines of side conversations are left out. */
export const conversationOf = (lines: string): string => {
  const turns: string[] = [];
  let last: string | undefined;
  for (const line of lines.split("\n")) {
    const entry = parseLine(line);
    if (entry === undefined || entry["isSidechain"] === true) continue;
    const message = asObject(entry["message"]) ?? entry;
    const role = message["role"] ?? entry["type"];
    if (role !== "user" && role !== "assistant") continue;
    const text = contentText(message["content"] ?? message["text"]);
    if (text === "") continue;
    turns.push(role === last ? text : `${turns.length === 0 ? "" : "\n"}${role}: ${text}`);
    last = role;
  }
  return turns.join("\n");
};
