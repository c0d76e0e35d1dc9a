// Which component a file names, read from its first lines alone: for files that no spec glob leads to.

/** The component of a threat model's text; undefined when it names none. */
export const modelNames = (text: string): string | undefined =>
  /^component: *(["']?)(.+)\1\r?$/m.exec(text)?.[2];

/** The id in a spec's front matter; undefined when it has none. */
export const specNames = (text: string): string | undefined => {
  const block = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1];
  return block === undefined ? undefined : /^id: *(["']?)(.+?)\1 *\r?$/m.exec(block)?.[2];
};
