const templates = {
  welcome: { subject: "Welcome", html: "<p>Hello {name}, your account is ready.</p>" },
  receipt: { subject: "Your receipt", html: "<p>Thank you, {name}. You paid {amount}.</p>" },
  reset: { subject: "Your new password", html: '<p><a href="{link}">Choose a new password</a></p>' },
} as const;

export type Template = keyof typeof templates;

export const isTemplate = (name: string): name is Template => Object.hasOwn(templates, name);

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Subject and body with the values in their places; a value that is missing leaves its place empty. */
export const fill = (
  name: string,
  values: Readonly<Record<string, string>>,
): { subject: string; html: string } => {
  if (!isTemplate(name)) throw new Error("unknown template");
  const { subject, html } = templates[name];
  return { subject, html: html.replace(/\{(\w+)\}/g, (_, key: string) => escapeHtml(values[key] ?? "")) };
};
