// Who did something, as git and people write it: `Ada <ada@example.org>`. What is no person's is told apart here.

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** Reads `Name <address>`, or either alone. */
export const personOf = (text: string): Person => {
  const match = /^(.*?)\s*<([^<>]*)>\s*$/.exec(text.trim());
  if (match !== null) return { name: match[1] as string, email: match[2] as string };
  return text.includes("@") ? { name: "", email: text.trim() } : { name: text.trim(), email: "" };
};

export const personText = ({ name, email }: Person): string =>
  email === "" ? name : name === "" ? email : `${name} <${email}>`;

const folded = (text: string): string => text.normalize("NFC").trim().toLowerCase();

/** The same address; where one of the two has none, the same name. */
export const samePerson = (a: Person, b: Person): boolean =>
  a.email !== "" && b.email !== ""
    ? folded(a.email) === folded(b.email)
    : folded(a.name) === folded(b.name) && a.name !== "";

/** Names under which coding agents and services commit. Whole names: people may be called anything that contains one. */
const agents =
  /^(?:claude(?: code)?|codex|copilot|github copilot|cursor(?: ?agent)?|devin(?: ai)?|jules|gemini(?:[ -]cli)?|opencode|aider|amp|github actions?|gitlab(?:[ -]ci)?|jenkins|dependabot|renovate|snyk|greenkeeper)$/i;

const services =
  /^(?:.*\[bot\]|bots?|.*[-_.+]bot|bot[-_.].*|ci|github-actions|gitlab-ci|jenkins|renovate|dependabot|noreply@(?:anthropic|openai|cursor)\.com)$/i;

/** Whether a name or an address is that of a service or a coding agent. Bots never review, accept or sign off. */
export const isBot = ({ name, email }: Person): boolean => {
  const local = email.split("@")[0] as string;
  return (
    agents.test(name.trim()) || services.test(name.trim()) || services.test(email) || services.test(local)
  );
};
